"""The outages of the windows that are open for whoever sent the current request."""

from app.lookup.outages import Outages, outages_of
from app.open_windows import open_windows


def open_outages() -> Outages:
    """As the request came."""
    return outages_of(open_windows())
