from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mail.listing import MailRow, MailState, count_mails
from app.mail.outbox import (
    HELD_FOR,
    LONGEST_PAUSE,
    claim,
    is_due,
    mail_configured,
    mark_failed,
    mark_sent,
    pause_after,
    queue_mail,
)
from app.mail.problem import Problem
from app.services import Services
from app.settings import Settings
from tests.app.databases import only_on_sqlite
from tests.app.mail.conftest import Queue
from tests.app.moments import StoppedClock

MINUTE = timedelta(minutes=1)


def claimed(services: Services, clock: StoppedClock) -> int | None:
    """The number of the e-mail that somebody takes now."""
    with services.database.session() as session:
        mail = claim(session, clock.now())
        return mail.id if mail else None


def test_what_is_taken_is_nobody_elses_until_its_time_is_over(
    services: Services, clock: StoppedClock, queue: Queue
) -> None:
    queue("a@example.jp", "b@example.jp")
    assert [claimed(services, clock) for _ in range(3)] == [1, 2, None]
    clock.advance(HELD_FOR - timedelta(seconds=1))
    assert claimed(services, clock) is None
    clock.advance(timedelta(seconds=1))
    assert [claimed(services, clock) for _ in range(3)] == [1, 2, None]


def test_nothing_is_due_once_everything_is_taken(services: Services, clock: StoppedClock, queue: Queue) -> None:
    due = []
    queue("a@example.jp")
    for _ in range(2):
        with services.database.session() as session:
            due.append(is_due(session, clock.now()))
            claim(session, clock.now())
    assert due == [True, False]


def test_what_was_sent_is_never_taken_again(services: Services, clock: StoppedClock, queue: Queue) -> None:
    queue("a@example.jp")
    number = claimed(services, clock)
    assert number
    with services.database.session() as session:
        mark_sent(session, number, clock.now())
    clock.advance(timedelta(days=365))
    assert claimed(services, clock) is None


def test_what_failed_rests_longer_each_time_and_is_never_given_up(
    services: Services, clock: StoppedClock, queue: Queue, states: Callable[[], list[MailRow]]
) -> None:
    queue("a@example.jp")
    pauses = []
    for _ in range(8):
        number = claimed(services, clock)
        assert number
        with services.database.session() as session:
            mark_failed(session, number, Problem.SERVER_AWAY, clock.now())
        (state,) = states()
        assert (state.state, state.problem) == (MailState.FAILING, Problem.SERVER_AWAY)
        pauses.append((state.next_try_at - clock.now()) // MINUTE)
        assert claimed(services, clock) is None
        clock.advance(state.next_try_at - clock.now())
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]


@given(tries=st.integers(0, 10**6), problem=st.sampled_from(Problem))
def test_a_pause_is_between_a_minute_and_half_an_hour(tries: int, problem: Problem) -> None:
    assert MINUTE <= pause_after(tries, problem) <= LONGEST_PAUSE
    assert pause_after(tries, problem) <= pause_after(tries + 1, problem)


def test_a_refused_address_rests_longest_at_once() -> None:
    assert pause_after(1, Problem.RECIPIENT_REFUSED) == LONGEST_PAUSE


def test_what_is_rolled_back_was_never_queued(services: Services, clock: StoppedClock) -> None:
    def queue_and_fail() -> None:
        with services.database.session() as session:
            queue_mail(session, to="a@example.jp", subject="件名", body="本文", now=clock.now())
            raise LookupError

    with pytest.raises(LookupError):
        queue_and_fail()
    assert claimed(services, clock) is None


def test_a_subject_is_one_line_that_fits_its_column(services: Services, clock: StoppedClock) -> None:
    with services.database.session() as session:
        mail = queue_mail(session, to="a@example.jp", subject="件\r\n名" + "長" * 300, body="本文", now=clock.now())
    assert mail.subject == "件 名" + "長" * 197


def test_the_counts_tell_how_many_stand_how(services: Services, clock: StoppedClock, queue: Queue) -> None:
    queue("a@example.jp", "b@example.jp", "c@example.jp", "d@example.jp")
    with services.database.session() as session:
        mark_sent(session, 1, clock.now())
        mark_failed(session, 2, Problem.RECIPIENT_LATER, clock.now())
    with services.database.session() as session:
        counts = count_mails(session)
    assert (counts.sent, counts.waiting, counts.failing) == (1, 2, 1)


@only_on_sqlite
def test_e_mail_is_sent_only_with_a_server_and_a_sender(settings: Settings) -> None:
    assert not mail_configured(settings)
