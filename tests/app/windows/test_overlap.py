from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.windows.overlap import Extent, overlap

EVERYBODY = frozenset(range(5))
DAYS = st.integers(0, 20).map(lambda number: date(2025, 11, 1) + timedelta(days=number))
TARGETS = st.one_of(st.none(), st.frozensets(st.sampled_from(sorted(EVERYBODY)), min_size=1))


@st.composite
def extents(draw: st.DrawFn) -> Extent:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return Extent(first, last, draw(TARGETS))


def pairs_of(extent: Extent) -> set[tuple[date, int]]:
    """The oracle's way: every institution on every day."""
    days = [extent.first + timedelta(days=number) for number in range((extent.last - extent.first).days + 1)]
    institutions = EVERYBODY if extent.institutions is None else extent.institutions
    return {(day, institution) for day in days for institution in institutions}


@given(extents(), extents())
def test_windows_overlap_where_one_institution_would_have_both_on_one_day(one: Extent, other: Extent) -> None:
    assert overlap(one, other) == bool(pairs_of(one) & pairs_of(other))


@given(extents(), extents())
def test_it_does_not_matter_which_came_first(one: Extent, other: Extent) -> None:
    assert overlap(one, other) == overlap(other, one)


@given(extents(), DAYS)
def test_a_window_for_all_overlaps_even_a_group_without_members(one: Extent, day: date) -> None:
    empty, for_all = Extent(one.first, one.last, frozenset()), Extent(day, day, None)
    assert overlap(empty, for_all) == (one.first <= day <= one.last)
