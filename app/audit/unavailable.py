"""The audit trail cannot be written."""


class AuditUnavailableError(Exception):
    """An event could not be recorded durably in time, so what it is about must not be shown (trust: 503)."""


class TrailBehindError(AuditUnavailableError):
    """The trail ends before events that are known to have been recorded: it was cut, or its file was replaced."""
