"""Backup and restore of the service's state and audit trail, while it runs."""
