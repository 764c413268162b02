"""One row of the list of candidates, as it is shown."""

from dataclasses import dataclass

from icu import BreakIterator, Locale, UnicodeString

from app.eras import in_era
from app.lookup.codes import SEXES, VALIDITIES
from app.lookup.contradiction import dates_contradict
from engine.answer import Row, Standing

ADDRESS_HEAD = 10
"""住所 is shown up to its tenth character (operation manual, 3 画面項目説明 ②)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """What the list tells of one candidate, in words, and the handle that opens the confirmation."""

    handle: str
    name: str
    birth_date: str
    sex: str
    address_head: str
    insurer_name: str
    validity: str
    in_force: bool
    starts_later: bool


def list_row(row: Row, handle: str) -> ListRow:
    """Present one row of an answer."""
    record = row.match.record
    return ListRow(
        handle=handle,
        name=record.name,
        birth_date=in_era(record.birth_date),
        sex=SEXES[record.sex],
        address_head=head(record.address, ADDRESS_HEAD),
        insurer_name=record.insurer_name,
        validity=VALIDITIES[row.validity],
        in_force=row.standing is Standing.IN_FORCE,
        starts_later=row.standing is Standing.STARTS_LATER and not dates_contradict(record),
    )


def head(text: str, length: int) -> str:
    """The first ``length`` characters as people count them (extended grapheme clusters, Unicode annex 29).

    A character with its variation selector or its dakuten is one.
    """
    characters = UnicodeString(text)
    breaks = BreakIterator.createCharacterInstance(Locale.getJapan())
    breaks.setText(characters)
    for _ in range(length):
        if breaks.nextBoundary() == BreakIterator.DONE:
            return text
    return str(characters[: breaks.current()])
