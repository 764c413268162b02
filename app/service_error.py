"""What the service cannot do, said for whoever asked for it."""


class ServiceError(Exception):
    """What was asked for cannot be done.

    The text is one English line for the command line, ``japanese`` the same for a screen; both say what to do, and
    neither holds a secret.
    """

    def __init__(self, text: str, *, japanese: str = "") -> None:
        super().__init__(text)
        self.japanese = japanese
