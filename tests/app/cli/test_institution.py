import json

from sqlalchemy import select

from app.state.database import Database
from app.state.models import AuditEvent
from tests.app.cli.conftest import Run


def institutions(run: Run) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run("institution", "list", "--json").stdout)
    return found


def test_an_institution_may_have_an_address_for_notices(run: Run, migrated: Database) -> None:
    created = run("institution", "create", "1398765432", "サンプル薬局", "--mail", "desk@clinic.example")
    assert (created.exit_code, created.output) == (0, "Created institution 1398765432.\n")
    assert institutions(run) == [
        {"code": "1312345678", "name": "サンプル医療機関", "mail": None},
        {"code": "1398765432", "name": "サンプル薬局", "mail": "desk@clinic.example"},
    ]


def test_what_no_option_names_stays_as_it_is(run: Run, migrated: Database) -> None:
    expected = {"code": "1312345678", "name": "サンプル医療機関", "mail": None}
    for arguments, change in (
        (("--mail", "desk@clinic.example"), {"mail": "desk@clinic.example"}),
        (("--name", "別の医療機関"), {"name": "別の医療機関"}),
        (("--mail", ""), {"mail": None}),
    ):
        assert run("institution", "change", "1312345678", *arguments).exit_code == 0
        expected |= change
        assert institutions(run) == [expected]


def test_every_change_is_recorded(run: Run, migrated: Database) -> None:
    run("institution", "change", "1312345678", "--name", "サンプル医療機関", "--mail", "desk@clinic.example")
    with migrated.session() as session:
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.sequence)).all()
    assert [(event.kind, event.subject, json.loads(event.details)) for event in events] == [
        ("institution_created", "institution:1312345678", {"name": "サンプル医療機関"}),
        (
            "institution_changed",
            "institution:1312345678",
            {"name": "サンプル医療機関", "changed": ["mail_address"]},
        ),
    ]


def test_it_must_be_said_what_to_change(run: Run, migrated: Database) -> None:
    assert run("institution", "change", "1312345678").exit_code == 2


def test_an_institution_that_is_not_there_is_named(run: Run, migrated: Database) -> None:
    result = run("institution", "change", "0000000000", "--name", "別の医療機関")
    assert (result.exit_code, "no institution 0000000000" in result.stderr) == (1, True)
