"""A writer that hangs: nobody waits for long, nothing is shown, and all is well once it goes on."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.audit.transaction import Transaction
from app.services import Services
from app.state.database import Database
from tests.app.databases import only_on_sqlite
from tests.app.faults.desk import (
    CLOSED_WITHIN_S,
    SILENT_SERVER_CLOSED_WITHIN_S,
    Answer,
    Desk,
    assert_all_is_shown,
    assert_nothing_is_shown,
    assert_the_chain_is_whole,
)
from tests.app.moments import StoppedClock
from tests.app.processes import ROOT, children_of

_HOLD = """
import sys
from app.state.database import Database
with Database(sys.argv[1]).one_by_one() as session:
    session.connection()
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def another_process_holds_the_lock(url: str) -> Iterator[None]:
    """A program that began to write and does not end."""
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, url], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        yield
    finally:
        holder.communicate("go on\n", timeout=20)


def closed_in_time(desk: Desk, within_s: float = CLOSED_WITHIN_S) -> Sequence[Answer]:
    """Ask for everything, and be answered within what is promised."""
    begun = time.monotonic()
    answers = desk.ask_for_everything()
    assert time.monotonic() - begun < within_s
    return answers


def test_a_lock_that_another_process_holds(desk: Desk, app: Flask, clock: StoppedClock) -> None:
    """After a pause, when the log-in's last use and what expired are to be written too."""
    before = desk.stored()
    clock.advance(timedelta(minutes=2))
    with another_process_holds_the_lock(desk.database_url):
        assert_nothing_is_shown(*closed_in_time(desk))
    assert desk.stored() == before
    assert_all_is_shown(desk)
    assert_the_chain_is_whole(app)


@only_on_sqlite
def test_a_thread_that_is_stuck_in_a_change(desk: Desk, app: Flask, services: Services) -> None:
    before = desk.stored()
    begun, let_go = threading.Event(), threading.Event()

    def stuck(_transaction: Transaction) -> None:
        begun.set()
        assert let_go.wait(20)

    stuck_thread = threading.Thread(target=services.audit.commit, args=[stuck], daemon=True)
    hung = threading.excepthook
    threading.excepthook = lambda _: None  # whoever asked for the change is told, too, that it took too long
    try:
        stuck_thread.start()
        assert begun.wait(20)
        assert_nothing_is_shown(*closed_in_time(desk))
        let_go.set()
        stuck_thread.join(20)
    finally:
        threading.excepthook = hung
    assert_all_is_shown(desk)
    assert desk.stored().events == before.events + 6, "what nobody waited for any more was not written later"
    assert_the_chain_is_whole(app)


@pytest.mark.parametrize("backend", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
class TestAServerThatSaysNothing:
    """Its processes are stopped (SIGSTOP): it takes what it is sent, and its own time limits do not run."""

    def test_while_it_has_our_connections(self, desk: Desk, app: Flask) -> None:
        before = desk.stored()
        backends = backends_of(desk.database_url)
        with stopped([*backends, server_of(backends)]):
            assert_nothing_is_shown(*closed_in_time(desk, SILENT_SERVER_CLOSED_WITHIN_S))
        assert_all_is_shown_soon(desk)
        assert desk.stored().searches >= before.searches
        assert_the_chain_is_whole(app)

    def test_when_connections_have_to_be_made(self, desk: Desk, app: Flask, services: Services) -> None:
        server = server_of(backends_of(desk.database_url))
        services.database.close()
        with stopped([server]):
            assert_nothing_is_shown(*closed_in_time(desk, SILENT_SERVER_CLOSED_WITHIN_S))
        assert_all_is_shown_soon(desk)
        assert_the_chain_is_whole(app)


def assert_all_is_shown_soon(desk: Desk) -> None:
    """What the server had been sent while it slept, it may do first."""
    deadline = time.monotonic() + 20
    while desk.look_up().status != 303:
        assert time.monotonic() < deadline
    assert_all_is_shown(desk)


def backends_of(url: str) -> Sequence[int]:
    """The server's processes for our connections; skip where the server is none that these tests started."""
    with closing(Database(url)) as database, database.engine.connect() as connection:
        found = connection.scalars(
            text("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        ).all()
    ours = children_of(os.getpid())
    if not found or any(not _is_there(pid) or parent_of(pid) not in ours for pid in found):
        pytest.skip("the PostgreSQL server was started by somebody else")
    return found


def server_of(backends: Sequence[int]) -> int:
    """The process that they are of, which makes new ones."""
    (server,) = {parent_of(backend) for backend in backends}
    return server


def parent_of(pid: int) -> int:
    said = subprocess.run(["ps", "-o", "ppid=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return int(said.stdout)


def _is_there(pid: int) -> bool:
    return subprocess.run(["ps", "-p", str(pid)], capture_output=True, check=False).returncode == 0


@contextmanager
def stopped(processes: Sequence[int]) -> Iterator[None]:
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)
