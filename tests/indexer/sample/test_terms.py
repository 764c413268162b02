"""From when to when somebody is insured."""

from datetime import date

from indexer.sample.draw import Draw
from indexer.sample.insurer_kinds import InsurerKind
from indexer.sample.terms import INSURED_ELSEWHERE, Span, draw_term
from tests.indexer.sample.conftest import TODAY

_BORN = date(1952, 1, 10)
_SEVENTY_FIVE = date(2027, 1, 10)


def test_nobody_joins_another_insurer_from_the_seventy_fifth_birthday_on() -> None:
    for joined_on, insured in ((date(2027, 1, 9), True), (_SEVENTY_FIVE, False)):
        term = draw_term(Draw(1), InsurerKind.SOCIETY, _BORN, Span(joined_on), TODAY)
        assert (term is not None) == insured


def test_no_card_runs_on_beyond_the_day_before_the_seventy_fifth_birthday() -> None:
    term = draw_term(Draw(1), InsurerKind.MUNICIPAL, _BORN, Span(date(2020, 4, 1)), TODAY)
    assert term is not None
    assert term.valid_to == date(2027, 1, 9)


def test_the_late_elderly_join_on_their_birthday() -> None:
    term = draw_term(Draw(1), InsurerKind.LATE_ELDERLY, _BORN, Span(_SEVENTY_FIVE), _SEVENTY_FIVE)
    assert term is not None
    assert (term.qualified_on, term.valid_from, term.valid_to) == (
        _SEVENTY_FIVE,
        _SEVENTY_FIVE,
        date(2027, 7, 31),
    )


def test_a_child_is_insured_from_birth_and_not_at_all_once_the_family_has_left() -> None:
    born, joined_on = date(2026, 5, 5), date(2020, 4, 1)
    stayed = draw_term(Draw(1), InsurerKind.SOCIETY, born, Span(joined_on), TODAY)
    left = draw_term(Draw(1), InsurerKind.SOCIETY, born, Span(joined_on, born, INSURED_ELSEWHERE), TODAY)
    assert stayed is not None
    assert stayed.qualified_on == born
    assert left is None
