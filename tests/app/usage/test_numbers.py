"""Every number of 利用状況 is the one that counting the events one by one gives, on both databases."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from app.audit.event import Kind
from app.clock import JAPAN
from app.institutions import create_institution
from app.operator.usage.filters import Filters
from app.operator.usage.look_ups import ACCOUNTS, DAYS, HOURS, INSTITUTIONS, OUTCOMES
from app.operator.usage.near import NEAR_LIMITS
from app.operator.usage.outcomes import LOOKED_UP, REFUSED
from app.operator.usage.overview import overview
from app.operator.usage.refused import REFUSED_ATTEMPTS
from app.operator.usage.repeated import REPEATED_ACROSS, REPEATED_BY_ACCOUNT
from app.operator.usage.table import Cells, Question, Table
from app.operator.usage.tables import TABLES
from app.operator.usage.unopened import UNOPENED
from app.settings import Settings
from app.state.database import Database
from app.state.migrate import upgrade
from app.state.models import AuditEvent
from tests.app.usage.made_up import MadeUp, put

LOOK_UPS = {Kind.LOOK_UP, Kind.LOOK_UP_REFUSED}
FIRST, LAST = date(2025, 11, 10), date(2025, 11, 12)
NOW = datetime(2025, 11, 12, 12, tzinfo=UTC)
CODES = ("1312345678", "0100000001", "2700000009")
USERS = {"1312345678": ("desk1", "desk2"), "0100000001": ("north",), "2700000009": ("west",)}
LIMITS = {
    "account_look_ups_per_hour": 3,
    "account_look_ups_per_day": 6,
    "institution_look_ups_per_hour": 5,
    "institution_look_ups_per_day": 9,
}
OUTCOMES_OF = {
    Kind.LOOK_UP: tuple(LOOKED_UP),
    Kind.LOOK_UP_REFUSED: tuple(REFUSED),
    Kind.RECORD_VIEWED: ("1", "2"),
    Kind.ACCESS_REFUSED: ("role", "no_open_window"),
    Kind.LOG_IN_REFUSED: ("refused",),
    Kind.LOG_IN: ("done",),
}

moments = st.one_of(
    st.datetimes(datetime(2025, 11, 9, 12), datetime(2025, 11, 13, 3)).map(lambda at: at.replace(tzinfo=UTC)),  # noqa: DTZ001 -- made aware
    st.sampled_from(  # the edges of days and hours in Japan
        [
            datetime(2025, 11, day, 15, tzinfo=UTC) + timedelta(microseconds=offset)
            for day in (9, 10, 11, 12)
            for offset in (-1, 0, 1)
        ]
    ),
)


@st.composite
def made_up(draw: st.DrawFn) -> MadeUp:
    kind = draw(st.sampled_from(list(OUTCOMES_OF)))
    code = draw(st.sampled_from(CODES))
    return MadeUp(
        at=draw(moments),
        kind=kind,
        outcome=draw(st.sampled_from(OUTCOMES_OF[kind])),
        institution=code,
        user_id=draw(st.sampled_from(USERS[code])),
        person=draw(st.sampled_from([None, "a" * 64, "b" * 64])) if kind in LOOK_UPS else None,
    )


@st.composite
def histories(draw: st.DrawFn) -> list[MadeUp]:
    """Each look-up is a search of its own; a view belongs to one, if there is any, of the same account."""
    events = draw(st.lists(made_up(), max_size=40))
    history: list[MadeUp] = []
    for number, event in enumerate(events):
        searches = [one for one in history if one.kind == Kind.LOOK_UP]
        if event.kind is Kind.RECORD_VIEWED and searches:
            of = draw(st.sampled_from(searches))
            later = of.at + timedelta(minutes=draw(st.integers(0, 100)))
            history.append(MadeUp(later, event.kind, event.outcome, of.institution, of.user_id, of.subject))
        elif event.kind is not Kind.RECORD_VIEWED:
            subject = f"search:{number}" if event.kind is Kind.LOOK_UP else ""
            history.append(
                MadeUp(event.at, event.kind, event.outcome, event.institution, event.user_id, subject, event.person)
            )
    return history


filters = st.builds(
    Filters,
    first_day=st.just(FIRST),
    last_day=st.just(LAST),
    institution=st.sampled_from(["", "", *CODES]),
    account=st.sampled_from(["", "", "desk1", "north"]),
    outcome=st.sampled_from(["", "", *LOOKED_UP, *REFUSED]),
    times=st.integers(2, 4),
)

checked = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
Read = Callable[[Table, Sequence[MadeUp], Filters], list[Cells]]


@pytest.fixture
def database(empty_database: str) -> Iterator[Database]:
    database = Database(empty_database)
    upgrade(database)
    with database.session() as session:
        create_institution(session, CODES[0], "サンプル医療機関")
    yield database
    database.close()


@pytest.fixture
def asked(database: Database) -> Callable[[Filters], Question]:
    limited = Settings(database_url="", key_file=Path(), audit_checkpoint_file=Path(), **LIMITS)  # type: ignore[arg-type]
    return lambda filters: Question(filters=filters, settings=limited, now=NOW)


@pytest.fixture
def read(database: Database, asked: Callable[[Filters], Question]) -> Read:
    """All rows of a table where these events, and no others, were recorded."""

    def read(table: Table, events: Sequence[MadeUp], chosen: Filters) -> list[Cells]:
        with database.session() as session:
            session.execute(delete(AuditEvent))
            put(session, events)
            rows: list[Cells] = [list(row) for row in table.every(session, asked(chosen))]
            page = table.page(session, asked(chosen), 1)
            assert (page.total, [list(row) for row in page.rows]) == (len(rows), rows[:50])
            return rows

    return read


def day_of(event: MadeUp) -> date:
    return event.at.astimezone(JAPAN).date()


def chosen_from(events: Sequence[MadeUp], by: Filters, kinds: set[Kind]) -> list[MadeUp]:
    return [event for event in in_period(events, by, kinds) if is_of(event, by)]


def in_period(events: Sequence[MadeUp], by: Filters, kinds: set[Kind]) -> list[MadeUp]:
    return [
        event
        for event in events
        if event.kind in kinds and FIRST <= day_of(event) <= LAST and by.outcome in {"", event.outcome}
    ]


def is_of(event: MadeUp, by: Filters) -> bool:
    return by.institution in {"", event.institution} and by.account in {"", event.user_id}


def counted(events: Sequence[MadeUp]) -> list[int]:
    made = Counter(event.outcome for event in events if event.kind is Kind.LOOK_UP)
    return [len(events), *(made[outcome] for outcome in LOOKED_UP), len(events) - made.total()]


def grouped(events: Sequence[MadeUp], key: Callable[[MadeUp], str]) -> dict[str, list[int]]:
    groups = defaultdict(list)
    for event in events:
        groups[key(event)].append(event)
    return {name: counted(group) for name, group in groups.items()}


@checked
@given(events=histories(), by=filters)
def test_institutions(read: Read, events: list[MadeUp], by: Filters) -> None:
    rows = read(INSTITUTIONS, events, by)
    expected = grouped(chosen_from(events, by, LOOK_UPS), lambda event: event.institution)
    assert {row[0]: list(row[2:]) for row in rows} == expected
    assert [row[2] for row in rows] == sorted((row[2] for row in rows), reverse=True)
    assert {row[0]: row[1] for row in rows} == {
        code: "サンプル医療機関" if code == CODES[0] else "" for code in expected
    }


@checked
@given(events=histories(), by=filters)
def test_accounts(read: Read, events: list[MadeUp], by: Filters) -> None:
    rows = read(ACCOUNTS, events, by)
    expected = grouped(chosen_from(events, by, LOOK_UPS), lambda event: f"{event.institution} {event.user_id}")
    assert {f"{row[0]} {row[1]}": list(row[2:]) for row in rows} == expected


@checked
@given(events=histories(), by=filters)
def test_hours_and_days_are_japan_s(read: Read, events: list[MadeUp], by: Filters) -> None:
    chosen = chosen_from(events, by, LOOK_UPS)
    hours = grouped(chosen, lambda event: event.at.astimezone(JAPAN).strftime("%Y/%m/%d %H時台"))
    days = grouped(chosen, lambda event: day_of(event).strftime("%Y/%m/%d"))
    assert read(HOURS, events, by) == [[hour, *hours[hour]] for hour in sorted(hours)]
    assert read(DAYS, events, by) == [[day, *days[day]] for day in sorted(days)]


@checked
@given(events=histories(), by=filters)
def test_outcomes(read: Read, events: list[MadeUp], by: Filters) -> None:
    chosen = chosen_from(events, by, LOOK_UPS)
    words = {**LOOKED_UP, **{outcome: f"拒否：{reason}" for outcome, reason in REFUSED.items()}}
    expected = Counter(words[event.outcome] for event in chosen)
    rows = read(OUTCOMES, events, by)
    assert {row[0]: row[1] for row in rows} == dict(expected)
    assert [row[2] for row in rows] == [f"{row[1] / len(chosen):.1%}" for row in rows]  # type: ignore[operator]


@checked
@given(events=histories(), by=filters)
def test_look_ups_without_a_record_opened(read: Read, events: list[MadeUp], by: Filters) -> None:
    found = [
        event for event in chosen_from(events, by, {Kind.LOOK_UP}) if event.outcome in {"identified", "candidates"}
    ]
    opened = {event.subject for event in events if event.kind is Kind.RECORD_VIEWED}
    answered = Counter((event.institution, event.user_id) for event in found)
    unopened = Counter((event.institution, event.user_id) for event in found if event.subject not in opened)
    rows = read(UNOPENED, events, by)
    assert {(row[0], row[1]): (row[2], row[3]) for row in rows} == {
        who: (answered[who], number) for who, number in unopened.items()
    }
    for row in rows:
        last = max(
            event.at
            for event in found
            if (event.institution, event.user_id) == (row[0], row[1]) and event.subject not in opened
        )
        assert row[5] == last.astimezone(JAPAN).strftime("%Y/%m/%d %H:%M:%S")


@checked
@given(events=histories(), by=filters)
def test_repeated_searches_by_account(read: Read, events: list[MadeUp], by: Filters) -> None:
    chosen = [event for event in chosen_from(events, by, {Kind.LOOK_UP}) if event.person]
    times = Counter((event.institution, event.user_id, (event.person or "")[:12]) for event in chosen)
    rows = read(REPEATED_BY_ACCOUNT, events, by)
    assert {(row[0], row[1], row[2]): row[3] for row in rows} == {
        key: number for key, number in times.items() if number >= by.times
    }


@checked
@given(events=histories(), by=filters)
def test_repeated_searches_across_institutions(read: Read, events: list[MadeUp], by: Filters) -> None:
    expected = {}
    for person in ("a" * 64, "b" * 64):
        chosen = [event for event in in_period(events, by, {Kind.LOOK_UP}) if event.person == person]
        codes = {event.institution for event in chosen}
        asked_for = by.institution in {"", *codes} and by.account in {"", *(event.user_id for event in chosen)}
        if len(chosen) >= by.times and len(codes) > 1 and asked_for:
            expected[person[:12]] = (len(codes), "、".join(sorted(codes)), len(chosen))
    rows = read(REPEATED_ACROSS, events, by)
    assert {row[0]: tuple(row[1:4]) for row in rows} == expected


@checked
@given(events=histories(), by=filters)
def test_refused_attempts(read: Read, events: list[MadeUp], by: Filters) -> None:
    chosen = chosen_from(events, by, {Kind.LOOK_UP_REFUSED, Kind.ACCESS_REFUSED, Kind.LOG_IN_REFUSED})
    kinds = {Kind.LOOK_UP_REFUSED: "検索", Kind.ACCESS_REFUSED: "画面・操作", Kind.LOG_IN_REFUSED: "ログイン"}
    expected = Counter((kinds[event.kind], event.institution, event.user_id) for event in chosen)
    found: Counter[tuple[object, ...]] = Counter()
    for row in read(REFUSED_ATTEMPTS, events, by):
        found[row[0], row[2], row[3]] += int(row[5])
    assert found == expected


@checked
@given(events=histories())
def test_who_nears_a_limit(read: Read, events: list[MadeUp]) -> None:
    counts: Counter[tuple[str, str, int, int]] = Counter()
    for event in events:
        if event.kind not in LOOK_UPS or event.outcome in {"account_limit", "institution_limit"}:
            continue
        for hours, of_account, of_institution in ((1, 3, 5), (24, 6, 9)):
            if event.at > NOW - timedelta(hours=hours):
                counts[event.institution, event.user_id, hours, of_account] += 1
                counts[event.institution, "（全アカウント）", hours, of_institution] += 1
    expected = {
        (code, user, "60分間" if hours == 1 else "24時間", used, "上限に到達" if used >= allowed else "上限に接近")
        for (code, user, hours, allowed), used in counts.items()
        if used * 10 >= allowed * 8
    }
    rows = read(NEAR_LIMITS, events, Filters(first_day=FIRST, last_day=LAST))
    assert {
        (row[0], row[1], "60分間" if "60分間" in str(row[2]) else "24時間", row[3], row[5]) for row in rows
    } == expected
    assert len(rows) == len(expected)


@checked
@given(events=histories(), by=filters)
def test_the_charts_tell_the_tables_numbers(
    database: Database, asked: Callable[[Filters], Question], events: list[MadeUp], by: Filters
) -> None:
    chosen = chosen_from(events, by, LOOK_UPS)
    with database.session() as session:
        session.execute(delete(AuditEvent))
        put(session, events)
        shown = overview(session, asked(by))
    assert (shown.total, shown.refused) == (len(chosen), counted(chosen)[-1])
    days = [f"11/{day}" for day in (10, 11, 12)]
    of_day = {day: counted([event for event in chosen if f"11/{day_of(event).day}" == day]) for day in days}
    assert shown.over_time.rows == [[day, of_day[day][0] - of_day[day][-1], of_day[day][-1]] for day in days]
    drawn = [bar.tells for bar in shown.over_time.chart.bars]
    assert len(drawn) == sum(1 for row in shown.over_time.rows for cell in row[1:] if cell)
    assert sum(int(row[2]) for row in shown.institutions.rows) == len(chosen)


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_trail_gives_empty_tables(read: Read, name: str) -> None:
    assert read(TABLES[name], [], Filters(first_day=FIRST, last_day=LAST)) == []


def test_a_long_table_comes_in_pages_and_a_page_past_the_end_is_the_last(
    database: Database, asked: Callable[[Filters], Question]
) -> None:
    events = [MadeUp(NOW, Kind.LOOK_UP, "none", user_id=f"desk{number:03}") for number in range(120)]
    question = asked(Filters(first_day=FIRST, last_day=LAST))
    with database.session() as session:
        put(session, events)
        pages = [ACCOUNTS.page(session, question, number) for number in (1, 2, 3, 9)]
    assert [(page.number, page.total, len(page.rows)) for page in pages] == [
        (1, 120, 50),
        (2, 120, 50),
        (3, 120, 20),
        (3, 120, 20),
    ]
    users = [row[1] for page in pages[:3] for row in page.rows]
    assert users == sorted(event.user_id for event in events)
