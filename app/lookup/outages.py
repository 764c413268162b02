"""The outages that the look-up is for: it is for new patients who came while the online check was away. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.state.models import Window
from app.windows import Outage, outage_of
from app.windows.words import outage_words

_EACH_DAY_UP_TO: Final = 4
"""An outage of more days offers only its first and its last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outages:
    """Those of the windows open now; none where the windows name none.

    ``strict``: a 資格確認日 outside all of them is refused.
    """

    outages: tuple[Outage, ...] = ()
    strict: bool = False

    def leaves_out(self, day: date) -> bool:
        """Whether there are outages and the day is in none."""
        return bool(self.outages) and not any(outage.covers(day) for outage in self.outages)

    def refuses(self, day: date) -> bool:
        """Whether a look-up on the day is refused."""
        return self.strict and self.leaves_out(day)

    @property
    def words(self) -> str:
        """障害発生日時～復旧日時 of each; ``""`` for none."""
        return "、".join(map(outage_words, self.outages))

    @property
    def offered_days(self) -> tuple[date, ...]:
        """The days that a button makes 資格確認日, in their order."""
        return tuple(sorted({day for outage in self.outages for day in _offered(outage)}))


NO_OUTAGES: Final = Outages()


def outages_of(windows: Sequence[Window]) -> Outages:
    """What the windows open for one institution say. It is refused only what each of them refuses."""
    return Outages(
        outages=tuple(filter(None, map(outage_of, windows))),
        strict=bool(windows) and all(window.strict for window in windows),
    )


def _offered(outage: Outage) -> Sequence[date]:
    first, last = outage.first_day, outage.last_day
    days = (last - first).days + 1
    return [first + timedelta(days=day) for day in range(days)] if days <= _EACH_DAY_UP_TO else [first, last]
