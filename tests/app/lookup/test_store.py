import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import event, func, select

from app.accounts import find_account
from app.login_sessions import end_session, session_id, start_session
from app.lookup.form import Typed
from app.lookup.kept import KeptSearch
from app.lookup.store import LIFETIME, Handles, SearchStore
from app.services import Services
from app.state.models import StoredSearch
from engine.answer import Answer, Outcome, answer
from engine.record import IndexedRecord
from engine.source import digest
from tests.app.moments import StoppedClock
from tests.app.records import TARO_IN_ADACHI, TARO_IN_MINATO

AS_OF = date(2025, 11, 12)
TYPED = Typed(name="新橋太郎", birth_era="S", birth_year="29", as_of="2025/11/12")
TWO = answer(
    [IndexedRecord("record-in-minato", "p1", TARO_IN_MINATO), IndexedRecord("record-in-adachi", "p2", TARO_IN_ADACHI)],
    AS_OF,
)
NOBODY = Answer(Outcome.NONE)


class Store(SearchStore):
    """It keeps a search in a transaction of its own."""

    def put(self, typed: Typed, found: Answer, as_of: date, *, refines: str = "") -> Handles:
        search = KeptSearch(typed=typed, outcome=found.outcome, rows=(), records=())
        with self._database.session() as session:
            return self.keep(session, search, found, as_of, refines=refines)


@pytest.fixture
def tokens(services: Services) -> list[str]:
    """Two sessions of one account."""
    with services.database.session() as session:
        account = find_account(session, "medical_viewer")
        return [start_session(session, account.id, services.clock.now()) for _ in range(2)]


@pytest.fixture
def store_of(services: Services, tokens: list[str]) -> Callable[[int], Store]:
    def make(number: int) -> Store:
        return Store(services.database, services.sealer, services.clock, session_id(tokens[number]))

    return make


@pytest.fixture
def store(store_of: Callable[[int], Store]) -> Store:
    return store_of(0)


def entries(services: Services) -> int:
    with services.database.session() as session:
        return session.scalar(select(func.count()).select_from(StoredSearch)) or 0


def test_a_search_is_given_back_as_it_was(store: Store) -> None:
    handles = store.put(TYPED, TWO, AS_OF)
    found = store.search(handles.search)
    assert found is not None
    assert (found.typed, found.outcome) == (TYPED, Outcome.CANDIDATES)
    assert [(row.handle, row.insurer_name) for row in found.rows] == [
        (handles.results[0], "東京新橋サンプル保険者"),
        (handles.results[1], "北海道新聞社健康保険組合"),
    ]


def test_a_result_leads_to_its_own_record_and_back_to_its_search(store: Store) -> None:
    handles = store.put(TYPED, TWO, AS_OF)
    found = store.result(handles.results[1])
    assert found is not None
    assert (found.record_id, found.birth_date, found.digest) == (
        "record-in-adachi",
        date(1954, 3, 26),
        digest(TARO_IN_ADACHI),
    )
    assert (found.search, found.as_of) == (handles.search, AS_OF)


def test_handles_are_long_and_never_the_same(store: Store) -> None:
    first, second = store.put(TYPED, TWO, AS_OF), store.put(TYPED, TWO, AS_OF)
    handles = [first.search, *first.results, second.search, *second.results]
    assert len(set(handles)) == 6
    assert all(len(handle) >= 43 for handle in handles)


def test_the_handle_of_a_search_opens_no_result_and_the_other_way_round(store: Store) -> None:
    handles = store.put(TYPED, TWO, AS_OF)
    assert store.result(handles.search) is None
    assert store.search(handles.results[0]) is None


@pytest.mark.parametrize("handle", ["", "x", "\udcff"])
def test_a_wrong_handle_opens_nothing(store: Store, handle: str) -> None:
    store.put(TYPED, TWO, AS_OF)
    assert store.search(handle) is None
    assert store.result(handle) is None


def test_another_session_sees_nothing_and_erases_nothing(store_of: Callable[[int], Store]) -> None:
    handles = store_of(0).put(TYPED, TWO, AS_OF)
    assert store_of(1).search(handles.search) is None
    assert store_of(1).result(handles.results[0]) is None
    store_of(1).erase(handles.search)
    assert store_of(0).search(handles.search) is not None


def test_another_session_cannot_hang_its_search_on_ours(store_of: Callable[[int], Store]) -> None:
    ours = store_of(0).put(TYPED, TWO, AS_OF)
    theirs = store_of(1).put(TYPED, TWO, AS_OF, refines=ours.search)
    store_of(1).erase(theirs.search)
    assert store_of(0).search(ours.search) is not None


def test_a_handle_lives_fifteen_minutes_from_its_last_use(store: Store, clock: StoppedClock) -> None:
    handles = store.put(TYPED, TWO, AS_OF)
    for _ in range(3):
        clock.advance(LIFETIME - timedelta(seconds=1))
        assert store.search(handles.search) is not None
    clock.advance(LIFETIME)
    assert store.search(handles.search) is None
    assert store.result(handles.results[0]) is None


def test_reading_a_result_keeps_the_list_it_came_from(store: Store, clock: StoppedClock) -> None:
    handles = store.put(TYPED, TWO, AS_OF)
    for _ in range(3):
        clock.advance(LIFETIME - timedelta(seconds=1))
        assert store.result(handles.results[0]) is not None
    assert store.search(handles.search) is not None


def test_looking_again_within_half_a_minute_writes_nothing(
    store: Store, services: Services, clock: StoppedClock
) -> None:
    handles = store.put(TYPED, TWO, AS_OF)
    writes: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("SELECT"):
            writes.append(statement.split(maxsplit=1)[0])

    event.listen(services.database.engine, "before_cursor_execute", note)
    clock.advance(timedelta(seconds=29))
    assert store.search(handles.search) is not None
    assert store.result(handles.results[0]) is not None
    assert writes == []
    clock.advance(timedelta(seconds=1))
    assert store.result(handles.results[1]) is not None
    assert store.search(handles.search) is not None
    assert writes == ["UPDATE"]


def test_refining_a_search_is_a_use_of_it(store: Store, clock: StoppedClock) -> None:
    first = store.put(TYPED, NOBODY, AS_OF)
    clock.advance(LIFETIME - timedelta(seconds=20))
    second = store.put(TYPED, TWO, AS_OF, refines=first.search)
    clock.advance(timedelta(seconds=25))
    store.put(TYPED, NOBODY, AS_OF)
    assert store.search(first.search) is not None
    assert store.result(second.results[0]) is not None


def test_what_expired_is_erased_with_the_next_search(store: Store, services: Services, clock: StoppedClock) -> None:
    store.put(TYPED, TWO, AS_OF)
    clock.advance(LIFETIME)
    store.put(TYPED, NOBODY, AS_OF)
    assert entries(services) == 1


def test_erasing_a_search_erases_its_results(store: Store, services: Services) -> None:
    handles = store.put(TYPED, TWO, AS_OF)
    assert entries(services) == 3
    store.erase(handles.search)
    assert entries(services) == 0


def test_erasing_a_search_erases_all_that_was_refined_into_it(store: Store, services: Services) -> None:
    first = store.put(TYPED, NOBODY, AS_OF)
    second = store.put(TYPED, TWO, AS_OF, refines=first.search)
    third = store.put(TYPED, TWO, AS_OF, refines=second.search)
    assert store.search(first.search) is not None
    store.erase(third.search)
    assert entries(services) == 0


def test_what_a_search_was_refined_from_never_takes_it_along_when_it_would_expire(
    store: Store, clock: StoppedClock
) -> None:
    first = store.put(TYPED, NOBODY, AS_OF)
    second = store.put(TYPED, TWO, AS_OF, refines=first.search)
    for _ in range(3):
        clock.advance(LIFETIME - timedelta(seconds=1))
        assert store.result(second.results[0]) is not None
    store.put(TYPED, NOBODY, AS_OF)
    assert store.search(second.search) is not None


def test_two_tabs_never_mix(store: Store) -> None:
    one, other = store.put(TYPED, TWO, AS_OF), store.put(TYPED, NOBODY, AS_OF)
    store.erase(one.search)
    found = store.search(other.search)
    assert found is not None
    assert found.outcome is Outcome.NONE


def test_log_out_erases_the_searches_of_that_session_alone(
    store_of: Callable[[int], Store], services: Services, tokens: list[str]
) -> None:
    store_of(0).put(TYPED, TWO, AS_OF)
    kept = store_of(1).put(TYPED, NOBODY, AS_OF)
    with services.database.session() as session:
        end_session(session, tokens[0])
    assert entries(services) == 1
    assert store_of(1).search(kept.search) is not None


def test_nothing_about_the_patient_and_no_handle_lies_open_in_the_database(store: Store, services: Services) -> None:
    handles = store.put(TYPED, TWO, AS_OF)
    with services.database.session() as session:
        rows = session.scalars(select(StoredSearch)).all()
        stored = "\n".join(f"{row.id} {row.parent_id} {row.kind} {row.payload.decode('latin-1')}" for row in rows)
    assert len(rows) == 3
    escaped = json.dumps("新橋").strip('"')
    for secret in ("新橋", escaped, "1954-03-26", "record-in-minato", *handles.results, handles.search):
        assert secret not in stored


def test_what_another_key_sealed_is_as_good_as_gone(store: Store, services: Services) -> None:
    handles = store.put(TYPED, TWO, AS_OF)
    with services.database.session() as session:
        for row in session.scalars(select(StoredSearch)):
            row.payload = b"x" + row.payload[1:]
    assert store.search(handles.search) is None
