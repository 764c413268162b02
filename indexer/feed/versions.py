"""The order between rows of one identity, as one number."""

from datetime import UTC, datetime
from typing import Final

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_POSITIONS: Final = 2**32

END_OF_VERSIONS: Final = datetime(2068, 1, 1, tzinfo=UTC)
"""From here on a version would not fit 63 bits, as OpenSearch's external versions must."""


def row_version(moment: datetime, position: int) -> int:
    """The version of a row: its time first, then its position among all rows of the load.

    ``moment``: ``updated_at``, else the feed's own day, before :data:`END_OF_VERSIONS`; what lies before 2000 counts
    as 2000.
    """
    seconds = max(0, int((moment - _EPOCH).total_seconds()))
    return seconds * _POSITIONS + position % _POSITIONS
