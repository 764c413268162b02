"""What the service cannot do, said for the person at the command line."""


class ServiceError(Exception):
    """What was asked for cannot be done. The text is one English line that says what to do, without a secret."""
