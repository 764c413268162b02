"""What is wrong with a window."""

from app.service_error import ServiceError


class WindowError(ServiceError):
    """A window that cannot be opened, changed or closed, or that is not there.

    ``field``: the column of the table whose value is wrong, such as ``closes_on``; ``""`` if it is none of them.
    """

    def __init__(self, text: str, *, japanese: str = "", field: str = "") -> None:
        super().__init__(text, japanese=japanese)
        self.field = field
