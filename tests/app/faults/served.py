"""The service as a process of its own, for faults that only a process can have; on SQLite, with a desk at it."""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import make_url

from app.clock import Clock
from app.settings import Settings
from app.state.database import Database
from app.windows import open_window
from tests.app.faults.desk import Answer, Desk, Send
from tests.app.ports import find_unused_port
from tests.app.processes import children_of, running, wait_until
from tests.app.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Served:
    """``workers``: the processes that answer."""

    process: subprocess.Popen[str]
    workers: Sequence[int]
    desk: Desk
    file: Path


@contextmanager
def served(settings: Settings, *, through: Sequence[str] = ()) -> Iterator[Served]:
    """Serve with these settings, and a window that is open today."""
    today = Clock().today_in_japan()
    with closing(Database(settings.database_url)) as database, database.session() as session:
        open_window(session, None, today - timedelta(days=1), today + timedelta(days=1))
    port = find_unused_port()
    with running("serve", environ=environ_of(settings, port), through=through) as process:
        wait_until(port, "/readyz", within_s=30, process=process)
        visitor = Visitor(port)
        assert visitor.log_in("medical_viewer") == "/menu"
        desk = Desk.with_pages_of(_sender(visitor), visitor.csrf_token(), settings.database_url)
        yield Served(process, children_of(process.pid), desk, Path(make_url(settings.database_url).database or ""))


def environ_of(settings: Settings, port: int) -> dict[str, str]:
    """The settings as a process is given them."""
    return {
        "SHIKAKU_ENGINE_URL": settings.engine_url,
        "SHIKAKU_DATABASE_URL": settings.database_url,
        "SHIKAKU_KEY_FILE": str(settings.key_file),
        "SHIKAKU_AUDIT_CHECKPOINT_FILE": str(settings.audit_checkpoint_file),
        "SHIKAKU_REQUIRE_TOTP": "0",
        "PORT": str(port),
    }


def _sender(visitor: Visitor) -> Send:
    def send(path: str, form: Mapping[str, str] | None) -> Answer:
        answer, page = visitor.ask(path, form)
        headers = answer.headers
        return Answer(answer.status, page, headers.get("Location", ""), headers.get("Retry-After", ""))

    return send
