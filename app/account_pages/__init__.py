"""The accounts' pages: `/accounts` for an administrator's own institution, `/operator/accounts` for the 実施機関."""
