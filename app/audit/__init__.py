"""The audit trail: who did what, when, from where. It cannot be switched off, thinned out or quietly changed."""
