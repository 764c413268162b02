"""The 実施機関's console, `/operator/`: institutions, groups, windows, notices. Every change is in the audit trail."""
