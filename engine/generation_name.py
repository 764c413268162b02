"""Names of generations, the same on both engines: ``PREFIX-20260701t093005123456z-1f0a9c3e``.

The middle is the UTC time of creation to the microsecond, so names sort by age; the random end keeps two
loads begun at one moment apart. All is lower case, as OpenSearch wants index names.
"""

import re
import secrets
from datetime import UTC, datetime
from typing import Final

_TIME_FORMAT: Final = "%Y%m%dt%H%M%S%fz"
_FORM: Final = re.compile(r"(?P<prefix>.+)-(?P<time>[0-9]{8}t[0-9]{12}z)-[0-9a-f]{8}", re.ASCII)


def new_generation_name(prefix: str, created_at: datetime) -> str:
    """A name nobody has yet. ``created_at`` must know its time zone."""
    return f"{prefix}-{created_at.astimezone(UTC).strftime(_TIME_FORMAT)}-{secrets.token_hex(4)}"


def creation_time(prefix: str, name: str) -> datetime | None:
    """When the generation of this name was created; ``None`` if the name is not exactly one of ours."""
    form = _FORM.fullmatch(name)
    if form is None or form["prefix"] != prefix:
        return None
    try:
        return datetime.strptime(form["time"], _TIME_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None
