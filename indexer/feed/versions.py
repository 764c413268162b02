"""The order between rows of one identity, as one number."""

from datetime import UTC, datetime
from typing import Final

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_POSITIONS: Final = 2**32


def row_version(moment: datetime, position: int) -> int:
    """The version of a row: its time first, then its position among all rows of the load.

    ``moment``: ``updated_at``, else the feed's own day; what lies before 2000 counts as 2000. It fits 63 bits, as
    OpenSearch's external versions must, until 2068.
    """
    seconds = max(0, int((moment - _EPOCH).total_seconds()))
    return seconds * _POSITIONS + position % _POSITIONS
