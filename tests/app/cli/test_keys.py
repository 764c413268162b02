"""`shikaku keys`: rotation is recorded, and what older keys signed and sealed stays readable."""

import json

from sqlalchemy import select

from app.keys import Purpose
from app.state.database import Database
from app.state.models import AuditEvent
from tests.app.cli.conftest import Run


def listed(run: Run) -> list[dict[str, object]]:
    keys: list[dict[str, object]] = json.loads(run("keys", "list", "--json").stdout)
    return keys


def test_the_list_tells_which_key_of_a_purpose_is_in_use_and_never_a_key(run: Run, migrated: Database) -> None:
    assert run("keys", "rotate", "--purpose", "audit").exit_code == 0
    audit = [key for key in listed(run) if key["purpose"] == "audit"]
    assert [key["in_use"] for key in audit] == [True, False]
    assert all(set(key) == {"purpose", "id", "created", "in_use"} for key in audit)


def test_a_rotation_without_purpose_is_of_all(run: Run, migrated: Database) -> None:
    result = run("keys", "rotate")
    assert "restart the service" in result.stdout
    assert len(listed(run)) == 2 * len(Purpose)


def test_a_rotation_is_recorded_and_the_trail_verifies_with_both_keys(run: Run, migrated: Database) -> None:
    assert run("keys", "rotate", "--purpose", "audit").exit_code == 0
    assert run("institution", "create", "1312345679", "別の医療機関").exit_code == 0
    with migrated.session() as session:
        kinds = list(session.scalars(select(AuditEvent.kind).order_by(AuditEvent.sequence)))
        key_ids = set(session.scalars(select(AuditEvent.key_id)))
    assert kinds[-2:] == ["keys_rotated", "institution_created"]
    assert len(key_ids) == 2
    assert run("audit", "verify").exit_code == 0


def test_retiring_is_recorded(run: Run, migrated: Database) -> None:
    old = next(str(key["id"]) for key in listed(run) if key["purpose"] == "session")
    assert run("keys", "retire", old).exit_code == 1
    assert run("keys", "rotate", "--purpose", "session").exit_code == 0
    assert run("keys", "retire", old).exit_code == 0
    assert old not in {key["id"] for key in listed(run)}
    with migrated.session() as session:
        details = session.scalars(select(AuditEvent.details).order_by(AuditEvent.sequence.desc()).limit(1)).one()
    assert json.loads(details) == {"purpose": "session", "retired": old}
