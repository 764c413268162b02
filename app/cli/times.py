"""Days and times as arguments of commands; without a zone they are Japan's."""

from datetime import UTC, datetime
from typing import Final

import click

from app.clock import JAPAN

DAY: Final = click.DateTime(["%Y-%m-%d", "%Y%m%d"])
"""A day, as midnight without a zone."""


class Moment(click.ParamType[datetime]):
    """A day and a time, such as ``2025-11-12T09:30`` or ``2025-11-12T00:30Z``."""

    name = "TIME"

    def convert(self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read it as ISO 8601 has it. A day alone is refused: it might be its beginning or its end."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is None or ":" not in value:
            self.fail(f"{value!r} is no day and time such as 2025-11-12T09:30", param, ctx)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=JAPAN)
        try:
            return moment.astimezone(UTC).astimezone(JAPAN)
        except OverflowError:
            self.fail(f"{value!r} is in no year that can be used", param, ctx)


MOMENT: Final = Moment()
