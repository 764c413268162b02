"""A backup is the state at one moment, and a restore brings exactly that back, on both databases."""

import gzip
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.accounts import create_account, disable_account, find_account, list_accounts
from app.audit.checkpoint import CheckpointError, read_checkpoint
from app.audit.event import SERVICE, Actor, Event, Kind
from app.audit.keys import AuditKeys
from app.audit.table import read_head
from app.backup.file import BackupError, Header, check
from app.backup.make import make_backup
from app.backup.restore import foresee_restore, restore_backup
from app.backup.tables import kept_tables
from app.backup.values import to_json
from app.roles import Role
from app.services import Services
from app.settings import Settings
from app.state.models import AuditEvent, Base, LoginSession, StoredSearch
from tests.app.browser import Browser
from tests.app.databases import only_on_sqlite
from tests.app.moments import NOON_IN_JAPAN
from tests.app.records import ICHIRO_TYPED

OPERATOR = Actor(user_id="command:tester")
EVENT = Event(kind=Kind.LOG_IN, actor=OPERATOR, at=NOON_IN_JAPAN)
Restore = Callable[..., None]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.gz"


@pytest.fixture
def restore(services: Services, settings: Settings, file: Path) -> Restore:
    def run(path: Path = file) -> None:
        keys = services.audit.trail.keys
        now = services.clock.now()
        restore_backup(services.database, path, keys, settings.audit_checkpoint_file, actor=OPERATOR, now=now)

    return run


def back_up(services: Services, file: Path) -> None:
    make_backup(services.database, file, services.audit.trail.keys, services.clock.now())


def contents(services: Services) -> dict[str, list[tuple[object, ...]]]:
    with services.database.session() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key.columns))]
            for table in kept_tables()
        }


def kinds(services: Services) -> list[str]:
    with services.database.session() as session:
        return list(session.scalars(select(AuditEvent.kind).order_by(AuditEvent.sequence)))


def user_ids(services: Services) -> set[str]:
    with services.database.session() as session:
        return {account.user_id for account in list_accounts(session)}


def add_account(services: Services, user_id: str) -> None:
    with services.database.session() as session:
        clinic = find_account(session, Role.GENERAL.value).institution
        create_account(session, user_id=user_id, role=Role.GENERAL, institution=clinic, password="x" * 20)


def test_a_restore_brings_back_everything_but_log_ins_and_searches(
    browser: Browser, services: Services, file: Path, restore: Restore
) -> None:
    browser.log_in("medical_viewer")
    assert browser.post("/lookup", ICHIRO_TYPED).status_code == 303
    back_up(services, file)
    before = contents(services)
    add_account(services, "made-later")
    with services.database.session() as session:
        disable_account(session, "general", services.clock.now())
    services.audit.record(Event(kind=Kind.LOG_OUT, actor=SERVICE, at=services.clock.now()))
    restore()
    after = contents(services)
    assert [row[:-1] for row in after.pop("audit_event")][:-1] == [row[:-1] for row in before.pop("audit_event")]
    assert after == before
    with services.database.session() as session:
        assert session.scalar(select(func.count()).select_from(LoginSession)) == 0
        assert session.scalar(select(func.count()).select_from(StoredSearch)) == 0


def test_the_trail_goes_on_after_a_restore_with_an_event_that_tells_what_was_taken_back(
    services: Services, settings: Settings, file: Path, restore: Restore
) -> None:
    for _ in range(3):
        services.audit.record(Event(kind=Kind.LOG_IN, actor=SERVICE, at=services.clock.now()))
    back_up(services, file)
    for _ in range(2):
        services.audit.record(Event(kind=Kind.LOG_OUT, actor=SERVICE, at=services.clock.now()))
    restore()
    services.audit.record(Event(kind=Kind.LOG_IN, actor=SERVICE, at=services.clock.now()))
    assert kinds(services) == ["log_in"] * 3 + ["restored", "log_in"]
    with services.database.session() as session:
        told = session.scalars(select(AuditEvent.details).where(AuditEvent.kind == "restored")).one()
        head = read_head(session)
    assert json.loads(told) == {"made_at": services.clock.now().isoformat(), "sequence": 3, "taken_back": 2}
    services.audit.close()
    checkpoint = read_checkpoint(settings.audit_checkpoint_file, services.audit.trail.keys)
    assert checkpoint
    assert (checkpoint.head, checkpoint.restores) == (head, 1)


def test_whoever_was_logged_in_logs_in_again_after_a_restore(
    browser: Browser, services: Services, file: Path, restore: Restore
) -> None:
    back_up(services, file)
    browser.log_in("medical_viewer")
    assert browser.get("/menu").status_code == 200
    restore()
    assert browser.get("/menu").location == "/login"
    assert browser.log_in("medical_viewer").location == "/menu"


def test_new_rows_get_ids_of_their_own_after_a_restore(services: Services, file: Path, restore: Restore) -> None:
    back_up(services, file)
    restore()
    add_account(services, "made-after")
    assert "made-after" in user_ids(services)


def test_restoring_twice_is_restoring_once_more(services: Services, file: Path, restore: Restore) -> None:
    services.audit.record(Event(kind=Kind.LOG_IN, actor=SERVICE, at=services.clock.now()))
    back_up(services, file)
    restore()
    restore()
    services.audit.record(Event(kind=Kind.LOG_IN, actor=SERVICE, at=services.clock.now()))
    assert kinds(services) == ["log_in", "restored", "log_in"]


def test_a_file_that_is_there_is_never_overwritten(services: Services, file: Path) -> None:
    file.write_bytes(b"somebody's")
    with pytest.raises(BackupError, match="exists already"):
        back_up(services, file)
    assert file.read_bytes() == b"somebody's"
    assert [path.name for path in file.parent.glob(".backup-*")] == []


def test_a_backup_is_its_owners_alone(services: Services, file: Path) -> None:
    back_up(services, file)
    assert file.stat().st_mode & 0o777 == 0o600


def lines_of(file: Path) -> list[bytes]:
    return gzip.decompress(file.read_bytes()).splitlines(keepends=True)


def write(file: Path, lines: list[bytes]) -> None:
    file.write_bytes(gzip.compress(b"".join(lines)))


def test_a_backup_with_one_changed_row_is_not_restored(services: Services, file: Path, restore: Restore) -> None:
    back_up(services, file)
    lines = lines_of(file)
    changed = [line.replace(b'"role":"general"', b'"role":"administrator"') for line in lines]
    assert changed != lines
    write(file, changed)
    before = contents(services)
    with pytest.raises(BackupError, match="was changed"):
        restore()
    assert contents(services) == before


def test_a_backup_that_was_cut_short_is_not_restored(services: Services, file: Path, restore: Restore) -> None:
    back_up(services, file)
    lines = lines_of(file)
    before = contents(services)
    for kept in (0, 1, len(lines) - 2, len(lines) - 1):
        write(file, lines[:kept])
        with pytest.raises(BackupError, match="not a whole backup"):
            restore()
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(BackupError, match="cannot be read"):
        restore()
    assert contents(services) == before


def test_a_backup_without_one_of_its_rows_is_not_restored(services: Services, file: Path, restore: Restore) -> None:
    back_up(services, file)
    lines = lines_of(file)
    write(file, lines[:2] + lines[3:])
    with pytest.raises(BackupError, match="was changed"):
        restore()


def test_a_backup_to_which_a_row_was_added_after_its_signature_is_not_restored(
    services: Services, file: Path, restore: Restore
) -> None:
    back_up(services, file)
    account = next(line for line in lines_of(file) if b'"user_id":"operator"' in line)
    added = account.replace(b'"user_id":"operator"', b'"user_id":"intruder"')
    added = re.sub(rb'"id":\d+', b'"id":999', added)
    file.write_bytes(file.read_bytes() + gzip.compress(added))
    with pytest.raises(BackupError, match="was changed"):
        restore()
    assert "intruder" not in user_ids(services)


def test_a_backup_that_is_changed_between_its_check_and_its_reading_is_not_restored(
    services: Services, file: Path, restore: Restore, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(services, file)
    before = contents(services)

    def checked_and_then_changed(path: Path, keys: AuditKeys) -> Header:
        header = check(path, keys)
        write(path, [line.replace(b'"user_id":"general"', b'"user_id":"intruder"') for line in lines_of(path)])
        return header

    monkeypatch.setattr("app.backup.restore.check", checked_and_then_changed)
    with pytest.raises(BackupError, match="was changed"):
        restore()
    assert contents(services) == before


@only_on_sqlite
def test_a_backup_with_one_damaged_byte_anywhere_is_refused_as_such(
    services: Services, file: Path, restore: Restore
) -> None:
    """Whatever the decompressor makes of it. Its header and the bits that fill its last byte hold nothing."""
    back_up(services, file)
    whole = file.read_bytes()
    for place in range(30, len(whole) - 20, len(whole) // 40):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        with pytest.raises(BackupError):
            restore()


def test_where_no_checkpoint_can_be_written_nothing_is_restored(
    services: Services, settings: Settings, file: Path, restore: Restore
) -> None:
    back_up(services, file)
    add_account(services, "made-later")
    settings.audit_checkpoint_file.with_name(f"{settings.audit_checkpoint_file.name}.lock").mkdir()
    with pytest.raises(CheckpointError, match="cannot be written"):
        restore()
    assert "made-later" in user_ids(services)


@pytest.mark.parametrize("text", [b"", b"{}\n", b"no backup\n", b'{"format":"of another"}\n'])
def test_another_file_is_no_backup(file: Path, restore: Restore, text: bytes) -> None:
    file.write_bytes(gzip.compress(text))
    with pytest.raises(BackupError):
        restore()


def test_a_file_that_is_not_there_or_not_compressed_is_told(tmp_path: Path, restore: Restore) -> None:
    with pytest.raises(BackupError, match="there is no file"):
        restore(tmp_path / "nothing")
    (tmp_path / "plain").write_text("plain", encoding="utf-8")
    with pytest.raises(BackupError, match="cannot be read"):
        restore(tmp_path / "plain")


def test_a_backup_of_other_tables_is_not_restored(
    services: Services, file: Path, restore: Restore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("app.backup.make.current_revision", lambda _: "0001")
        back_up(services, file)
    with pytest.raises(BackupError, match=r"version 0001.*shikaku db upgrade"):
        restore()


def test_every_table_is_kept_or_of_a_moment() -> None:
    assert {table.name for table in kept_tables()} == set(Base.metadata.tables) - {"login_session", "stored_search"}


def test_the_backup_is_of_one_moment_though_others_write_meanwhile(
    services: Services, file: Path, monkeypatch: pytest.MonkeyPatch, restore: Restore
) -> None:
    """Somebody makes an account after the first table was read: neither it nor its event may be half in the backup."""
    done: list[datetime] = []

    def interrupted(value: object) -> object:
        if not done:
            done.append(services.clock.now())
            add_account(services, "meanwhile")
        return to_json(value)

    monkeypatch.setattr("app.backup.make.to_json", interrupted)
    before = user_ids(services)
    back_up(services, file)
    assert user_ids(services) == before | {"meanwhile"}
    restore()
    assert user_ids(services) == before


def test_times_and_bytes_come_back_as_they_were(services: Services, file: Path, restore: Restore) -> None:
    moment = services.clock.now() + timedelta(microseconds=123_457)
    with services.database.session() as session:
        account = find_account(session, "general")
        account.second_factor, account.second_factor_step = bytes(range(256)), 2**40
        account.disabled_at = moment
    back_up(services, file)
    restore()
    with services.database.session() as session:
        account = find_account(session, "general")
        assert (account.second_factor, account.second_factor_step) == (bytes(range(256)), 2**40)
        assert account.disabled_at == moment


def test_what_a_restore_would_take_back_is_told_and_nothing_is_changed(services: Services, file: Path) -> None:
    services.audit.trail.commit(lambda transaction: transaction.record(EVENT))
    back_up(services, file)
    for _ in range(3):
        services.audit.trail.commit(lambda transaction: transaction.record(EVENT))
    before = contents(services)
    outlook = foresee_restore(services.database, file, services.audit.trail.keys)
    assert outlook.taken_back == 3
    assert outlook.header == check(file, services.audit.trail.keys)
    assert contents(services) == before


def test_a_backup_of_other_tables_is_refused_before_its_restore(
    services: Services, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("app.backup.make.current_revision", lambda _connection: "of another version")
        back_up(services, file)
    with pytest.raises(BackupError, match="of another version"):
        foresee_restore(services.database, file, services.audit.trail.keys)
