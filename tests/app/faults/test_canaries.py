"""A full use of the service at DEBUG: no fact of a patient and no secret stands anywhere but on the pages."""

import gzip
import re
import signal
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from click.testing import CliRunner
from itsdangerous import BadData
from itsdangerous.encoding import base64_decode
from sqlalchemy import func, make_url, select, text

from app.accounts import create_account
from app.cli import main
from app.clock import Clock
from app.institutions import change_institution
from app.roles import Role
from app.settings import Settings
from app.state.database import Database
from app.state.models import StoredSearch
from app.windows import open_window
from tests.app.browser import PASSWORD
from tests.app.databases import only_on_sqlite
from tests.app.faults.canaries import FACTS, HER_NAMESAKE, SINGER, TYPED, WRONG, found
from tests.app.faults.served import environ_of
from tests.app.login.people import sealed_secret, shown_recovery_codes, shown_secret
from tests.app.mail.smtp_server import Inbox, mail_server
from tests.app.operator.console import CLINIC
from tests.app.ports import find_unused_port
from tests.app.processes import children_of, running, stop, wait_until
from tests.app.records import publish
from tests.app.visitor import Visitor

WRONG_PASSWORD = "canary wrong password 55"
CHOSEN_PASSWORD = "canary purple kettle bridge"
UNKNOWN_USER = "canary-unknown-user"
WRONG_CODE = "975310"


@dataclass
class Person:
    """Somebody at a browser. ``shown``: every page; ``told``: whatever of the exchange is no page and no form."""

    port: int
    visitor: Visitor = field(init=False)
    shown: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    location: str = ""

    def __post_init__(self) -> None:
        self.visitor = Visitor(self.port)

    def get(self, path: str) -> str:
        return self._ask(path, None)

    def post(self, path: str, form: Mapping[str, str]) -> str:
        return self._ask(path, {"csrf_token": self._token(), **form})

    def _token(self) -> str:
        """Of the page that whoever is not in has, or of one that every account has."""
        pages = (re.search(r'name="csrf_token" value="([^"]+)"', self.get(path)) for path in ("/login", "/account"))
        return next(token[1] for token in pages if token)

    def _ask(self, path: str, form: Mapping[str, str] | None) -> str:
        answer, page = self.visitor.ask(path, form)
        self.location = answer.headers.get("Location", "")
        self.shown.append(page)
        self.told += [path, str(answer.headers), *map(_opened, answer.headers.get_all("Set-Cookie", []))]
        return page

    def first_log_in(self, user_id: str, password: str) -> None:
        """Through every stage."""
        self.post("/login", {"user_id": user_id, "password": password})
        page = self.get("/login")
        secret = shown_secret(page)
        code = pyotp.TOTP(secret).now()
        shown = self.post("/login", {"sealed": sealed_secret(page), "code": code})
        codes = shown_recovery_codes(shown)
        assert len(codes) > 5
        self.secrets += [secret, *codes]
        if "新しいパスワード" in self.get("/login"):
            again = {"new_password": CHOSEN_PASSWORD, "new_password_again": CHOSEN_PASSWORD}
            self.post("/login", again)
        assert "アカウント設定" in self.get("/account")


@dataclass
class Use:
    """What a full use left behind; ``inside``: what has to be searched, by what it is."""

    secrets: list[str]
    pages: str
    inside: dict[str, bytes]
    searches: int


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """The records are two people of one name; the clinic has an e-mail address; a window is open today."""
    engine_url = publish(tmp_path / "canaries", [SINGER, HER_NAMESAKE])
    today = Clock().today_in_japan()
    with closing(Database(settings.database_url)) as database, database.session() as session:
        open_window(session, None, today - timedelta(days=1), today + timedelta(days=1))
        change_institution(session, CLINIC, name="サンプル医療機関", mail_address="clinic@example.jp")
        create_account(session, user_id="agency", role=Role.OPERATOR, institution=None, password=PASSWORD)
    return replace(settings, engine_url=engine_url, require_totp=True)


@pytest.fixture
def use(settings: Settings, tmp_path: Path) -> Iterator[Use]:
    """Everything is used, and breaks, while a server for e-mail listens; what is left is read as the service runs."""
    port, log = find_unused_port(), tmp_path / "log"
    with mail_server() as (smtp_port, inbox):
        environ = {
            **environ_of(settings, port),
            "SHIKAKU_REQUIRE_TOTP": "1",
            "SHIKAKU_LOG_LEVEL": "debug",
            "SHIKAKU_SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
            "SHIKAKU_MAIL_FROM": "notice@example.jp",
            "SHIKAKU_OPERATOR_MAIL": "agency@example.jp",
            "SHIKAKU_ACCOUNT_LOOK_UPS_PER_HOUR": "7",
        }
        into_a_file = ("sh", "-c", f'exec "$@" 2>"{log}"', "sh")
        with running("serve", environ=environ, through=into_a_file) as process:
            wait_until(port, "/readyz", within_s=30, process=process)
            people = use_everything(settings, port, inbox)
            inside = at_rest(settings, environ, tmp_path)
            inside["process"] = b"".join(map(_arguments, [process.pid, *children_of(process.pid)]))
            inside["e-mail"] = "".join(str(mail) + mail.get_content() for mail in inbox.messages).encode()
            with closing(Database(settings.database_url)) as database, database.session() as session:
                searches = session.scalar(select(func.count()).select_from(StoredSearch)) or 0
            assert stop(process, signal.SIGTERM)[0] == 0
        inside["log"] = log.read_bytes()
        inside["addresses, headers and cookies"] = "\n".join(told for one in people for told in one.told).encode()
        pages = "".join(page for one in people for page in one.shown)
        yield Use([secret for one in people for secret in one.secrets], pages, inside, searches)


def use_everything(settings: Settings, port: int, inbox: Inbox) -> list[Person]:
    """The console makes an account and tells of a window; staff log in for the first time and look people up."""
    stranger, operator, staff = Person(port), Person(port), Person(port)
    stranger.post("/login", {"user_id": "medical_viewer", "password": WRONG_PASSWORD})
    stranger.post("/login", {"user_id": UNKNOWN_USER, "password": WRONG_PASSWORD})
    operator.first_log_in("agency", PASSWORD)
    made = operator.post(
        "/operator/accounts/new", {"user_id": "reception", "role": "medical_viewer", "institution": CLINIC}
    )
    one_time = re.findall(r"<code>([^<]+)</code>", made)[0]
    staff.secrets.append(one_time)
    operator.post("/operator/notices/new", {"target": "all", "title": "訓練", "body": "本日", "mail": "1"})
    staff.first_log_in("reception", one_time)
    look_up_everything(staff)
    fail_everything(settings, staff)
    for path in ("/operator/", "/operator/usage", "/operator/usage/accounts?format=csv", "/operator/usage/repeated"):
        operator.get(path)
    operator.post("/account/recovery-codes", {"password": WRONG_PASSWORD})
    staff.post("/login", {"code": WRONG_CODE})
    deadline = time.monotonic() + 20
    while len(inbox.messages) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    return [stranger, operator, staff]


def look_up_everything(staff: Person) -> None:
    """Several, one, nobody, wrong input, a wrong address, and one too many."""
    staff.post("/lookup", {**TYPED, "as_of": _today()})
    listed = staff.get(staff.location)
    staff.get(re.findall(r'href="(/lookup/results/[^"]+)"', listed)[0])
    staff.post("/lookup", {**TYPED, "address": SINGER.address, "insurer_name": SINGER.insurer_name, "as_of": _today()})
    staff.get(staff.location)
    staff.post("/lookup", {**TYPED, "name_kana": "トリカゴ ナキオ", "as_of": _today()})
    staff.get(staff.location)
    staff.post("/lookup", WRONG)
    staff.get("/lookup/results/nowhere")


def fail_everything(settings: Settings, staff: Person) -> None:
    """The trail's table, the engine and the log-ins' table, each away for a look-up; and the limit of look-ups."""
    asked = {**TYPED, "as_of": _today()}
    with closing(Database(settings.database_url)) as database:
        for table, column in (("audit_event", "details"), ("stored_search", "payload")):
            with database.engine.begin() as connection:
                connection.execute(text(f"ALTER TABLE {table} RENAME COLUMN {column} TO moved_away"))
            assert "ただいま" in staff.post("/lookup", asked)
            with database.engine.begin() as connection:
                connection.execute(text(f"ALTER TABLE {table} RENAME COLUMN moved_away TO {column}"))
    engine = Path(make_url(settings.engine_url).database or "")
    engine.rename(engine.with_name("away"))
    assert "該当者がいないという意味ではありません" in staff.post("/lookup", asked)
    engine.with_name("away").rename(engine)
    for _ in range(8):
        page = staff.post("/lookup", asked)
    assert "上限" in page


def at_rest(settings: Settings, environ: Mapping[str, str], folder: Path) -> dict[str, bytes]:
    """Database and log, checkpoint, backup, exports, and what the commands said."""
    run = CliRunner(env=dict(environ))
    asked = '{"name_kana": "トリカゴ ナキコ", "birth_date": "1971-05-06"}\n'
    backup, exported = folder / "backup", folder / "exported"
    said = [
        run.invoke(main, ["audit", "who-looked", "--by", "kana"], input=asked),
        run.invoke(main, ["backup", str(backup)]),
        run.invoke(main, ["audit", "export", "--out", f"{exported}.csv"]),
        run.invoke(main, ["audit", "export", "--format", "ndjson", "--out", f"{exported}.json"]),
        run.invoke(main, ["audit", "verify"]),
    ]
    assert [result.exit_code for result in said] == [0] * len(said), [result.output for result in said]
    file = Path(make_url(settings.database_url).database or "")
    return {
        "database": file.read_bytes(),
        "write-ahead log": file.with_name(f"{file.name}-wal").read_bytes(),
        "checkpoint": settings.audit_checkpoint_file.read_bytes(),
        "backup": gzip.decompress(backup.read_bytes()),
        "CSV": Path(f"{exported}.csv").read_bytes(),
        "NDJSON": Path(f"{exported}.json").read_bytes(),
        "commands": "".join(result.output for result in said).encode(),
    }


@only_on_sqlite
def test_no_fact_and_no_secret_stands_anywhere_but_on_the_pages(use: Use) -> None:
    shown = [SINGER.name, SINGER.insurer_name, SINGER.number, HER_NAMESAKE.address, *use.secrets[:1]]
    assert not [fact for fact in shown if fact not in use.pages.replace(" ", "") and fact not in use.pages]
    assert use.searches > 3
    assert min(len(content) for content in use.inside.values()) > 100, "nothing was searched in vain"
    assert use.inside["log"].count(b'"audit_unavailable"') >= 2
    assert use.inside["e-mail"].count(b"Subject:") >= 2
    canaries = [*FACTS, PASSWORD, WRONG_PASSWORD, CHOSEN_PASSWORD, UNKNOWN_USER, WRONG_CODE, *use.secrets]
    assert len(use.secrets) > 20
    assert {place: hit for place, content in use.inside.items() if (hit := found(canaries, content))} == {}


def test_a_canary_is_found_in_whatever_spelling() -> None:
    for text_of_a_log in ("鳥籠", "%E9%B3%A5%E7%B1%A0", "\\u9ce5\\u7c60", "鳥籠".encode("utf-16-le")):
        assert found(["鳥籠", "囀町"], text_of_a_log) == ["鳥籠"]
    assert found(["ABCD-EFGH"], "x ABCDEFGH") == ["ABCD-EFGH"]
    assert found(["975310", "S46"], 'code=975310&birth="S46"') == ["975310", "S46"]
    assert found(["975310", "S46"], "a token: x975310QS46z") == []


def _today() -> str:
    return f"{Clock().today_in_japan():%Y/%m/%d}"


def _opened(cookie: str) -> str:
    """What a session cookie holds: signed, and open to whoever has it."""
    value = cookie.partition("=")[2].partition(";")[0]
    payload = value.lstrip(".").split(".")[0]
    try:
        content = base64_decode(payload)
        return (zlib.decompress(content) if value.startswith(".") else content).decode("utf-8", "replace")
    except (ValueError, zlib.error, BadData):
        return value


def _arguments(pid: int) -> bytes:
    return b"".join(Path(f"/proc/{pid}/{what}").read_bytes() for what in ("cmdline", "environ"))
