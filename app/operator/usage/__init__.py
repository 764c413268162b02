"""[利用状況]: who looks up how much, with what outcome, and what calls for a closer look. Read from the audit trail."""
