import json
from datetime import UTC, datetime, timedelta

import pytest

from app.audit.event import Event, Kind
from app.audit.expiry import years_before
from tests.app.cli.audit.conftest import AT, DESK, Service


@pytest.fixture
def aged(service: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    """Three log-ins of long ago, and one of today; events are kept for two years."""
    monkeypatch.setenv("SHIKAKU_AUDIT_RETENTION_YEARS", "2")
    long_ago = AT - timedelta(days=3 * 366)
    service.record(*(Event(kind=Kind.LOG_IN, actor=DESK, at=at) for at in (long_ago, long_ago, long_ago, AT)))
    return service


def test_old_events_are_removed_and_an_event_tells_of_them(aged: Service) -> None:
    result = aged.run("audit", "expire", "--yes")
    assert (result.exit_code, result.stdout) == (0, "Removed events 1 to 3.\n")
    assert aged.kinds() == ["log_in", "audit_expired"]
    told = json.loads(aged.details()[1])
    assert (told["first"], told["through"], len(told["mac"])) == (1, 3, 64)
    verified = aged.run("audit", "verify")
    assert (verified.exit_code, "events 1 to 3: their time was over" in verified.stdout) == (0, True)


def test_without_an_old_event_nothing_is_done(aged: Service) -> None:
    aged.run("audit", "expire", "--yes")
    result = aged.run("audit", "expire", "--yes")
    assert (result.exit_code, result.stdout) == (0, "No event is that old.\n")
    assert aged.kinds() == ["log_in", "audit_expired"]


@pytest.mark.parametrize(("answer", "left"), [("n\n", 4), ("", 4), ("y\n", 2)])
def test_it_asks_first(aged: Service, answer: str, left: int) -> None:
    result = aged.run("audit", "expire", stdin=answer)
    assert "Remove events 1 to 3" in result.stderr
    assert (result.exit_code == 0) == (left == 2)
    assert len(aged.kinds()) == left


@pytest.mark.parametrize(
    ("moment", "years", "earlier"),
    [
        (datetime(2025, 11, 12, 3, tzinfo=UTC), 5, datetime(2020, 11, 12, 3, tzinfo=UTC)),
        (datetime(2024, 2, 29, 3, tzinfo=UTC), 1, datetime(2023, 3, 1, 3, tzinfo=UTC)),
        (datetime(2024, 2, 29, 3, tzinfo=UTC), 4, datetime(2020, 3, 1, 3, tzinfo=UTC)),
    ],
)
def test_a_year_is_a_year_of_the_calendar(moment: datetime, years: int, earlier: datetime) -> None:
    assert years_before(moment, years) == earlier
