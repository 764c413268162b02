"""The machine's clock is set back: what happens is recorded in its order, and nothing waits for the old time."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from app.audit.checkpoint import read_checkpoint
from app.services import Services
from app.state.models import AuditEvent, StoredSearch
from tests.app.databases import only_on_sqlite
from tests.app.faults.desk import Desk, assert_all_is_shown, assert_the_chain_is_whole
from tests.app.moments import StoppedClock

pytestmark = only_on_sqlite

BACK = timedelta(hours=-2)


def test_look_ups_go_on_and_the_chain_tells_of_both_times(
    desk: Desk, app: Flask, services: Services, clock: StoppedClock
) -> None:
    before = clock.now()
    clock.advance(BACK)
    assert_all_is_shown(desk)
    assert_the_chain_is_whole(app)
    with services.database.session() as session:
        times = list(session.scalars(select(AuditEvent.at).order_by(AuditEvent.sequence)))
    assert set(times[:3]) == {before}
    assert set(times[3:]) == {before + BACK}


def test_a_checkpoint_is_taken_and_what_expired_is_erased_without_waiting_for_the_old_time(
    desk: Desk, services: Services, clock: StoppedClock
) -> None:
    clock.advance(BACK)
    with services.database.session() as session:
        for kept in session.scalars(select(StoredSearch)):
            kept.last_used_at = clock.now() - timedelta(minutes=16)
    desk.look_up()
    services.audit.record()  # the thread took its checkpoint of the look-up before this
    found = read_checkpoint(services.settings.audit_checkpoint_file, services.audit.trail.keys)
    assert found
    assert (found.at, found.sequence) == (clock.now(), desk.stored().events)
    assert desk.get(desk.list_page).status == 404
    assert desk.stored().searches == 2, "of the look-up just made"
