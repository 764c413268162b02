import json
import os
import pty
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from app.audit.event import Detail, Event, Kind
from app.audit.hashes import record_hash
from app.audit.inquiry_facts import By, facts_to_ask, label
from app.state.models import AuditEvent
from engine.identity import record_id
from engine.query import Conditions
from engine.record import Sex
from tests.app.cli.audit.conftest import AT, DESK, Service
from tests.app.databases import only_on_sqlite
from tests.app.processes import ROOT
from tests.app.records import ICHIRO, TARO_IN_MINATO

TARO = Conditions(
    name="新橋　太郎",
    name_kana="ｼﾝﾊﾞｼ ﾀﾛｳ",
    birth_date=date(1954, 3, 26),
    sex=Sex.MALE,
    address="東京都",
    as_of=date(2025, 11, 12),
)
JIRO = replace(TARO, name="新橋　次郎", name_kana="シンバシジロウ")
OTHER_TARO = replace(TARO, birth_date=date(1960, 1, 1))
ASKED = {
    "name": {"name": "新橋太郎", "birth_date": "1954-03-26"},
    "kana": {"name_kana": "しんばし たろう", "birth_date": "19540326"},
    "record": {
        "insurer_number": "06139000",
        "symbol": "９５５０",
        "number": "012346",
        "branch_number": "1",
        "birth_date": "1954-03-26",
        "qualified_on": "2021-02-01",
    },
}
RECORD = record_id(TARO_IN_MINATO)


@pytest.fixture
def looked(service: Service) -> Service:
    """1, 2: of 太郎, and his record opened. 3: of 次郎. 4: another 太郎. 5: 太郎 in the list of another search."""
    hidden = record_hash(RECORD, service.keys.newest)
    listed = Event(kind=Kind.LIST_VIEWED, actor=DESK, at=AT, subject="search:9", details={"records": [hidden]})
    service.record(
        service.look_up(TARO, records=(RECORD,)),
        service.view(RECORD),
        service.look_up(JIRO, subject="search:3"),
        service.look_up(OTHER_TARO, subject="search:4"),
        listed,
    )
    return service


def ask(service: Service, by: str, facts: object, *arguments: str) -> list[dict[str, Any]]:
    lines = facts if isinstance(facts, str) else json.dumps(facts, ensure_ascii=False)
    result = service.run("audit", "who-looked", "--by", by, "--json", *arguments, stdin=lines)
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def events(answer: dict[str, Any], section: str = "looked") -> list[int]:
    return [row["event"] for row in answer[section]]


@pytest.mark.parametrize(("by", "found"), [("name", [1, 2]), ("kana", [1, 2]), ("record", [1, 2, 5])])
def test_look_ups_lists_and_views_of_the_person_are_found(looked: Service, by: str, found: list[int]) -> None:
    (answer,) = ask(looked, by, ASKED[by])
    assert events(answer) == found


def test_time_institution_account_kind_outcome_and_address_are_told(looked: Service) -> None:
    (answer,) = ask(looked, "name", ASKED["name"])
    japan = (AT + timedelta(hours=9)).strftime("%Y-%m-%d %H:%M:%S+09:00")
    assert answer["looked"][0] == {
        "time_in_japan": japan,
        "institution": "1312345678",
        "account": "desk1",
        "kind": "look_up",
        "outcome": "candidates",
        "address": "192.0.2.7",
        "event": 1,
    }


def test_another_birth_date_is_told_only_on_request_and_apart(looked: Service) -> None:
    (answer,) = ask(looked, "name", ASKED["name"])
    assert set(answer) == {"looked", "events_lost"}
    (answer,) = ask(looked, "name", ASKED["name"], "--any-birth-date")
    assert (events(answer), events(answer, "other_birth_date")) == ([1, 2], [4])


def test_look_ups_made_with_an_older_key_are_found(looked: Service) -> None:
    assert looked.run("keys", "rotate").exit_code == 0
    looked.record(looked.look_up(TARO, subject="search:new"))
    (answer,) = ask(looked, "name", ASKED["name"])
    assert events(answer)[:2] == [1, 2]
    assert len(events(answer)) == 3


def test_a_refused_look_up_is_found_too(service: Service) -> None:
    service.record(replace(service.look_up(TARO), kind=Kind.LOOK_UP_REFUSED, outcome="account_limit"))
    (answer,) = ask(service, "name", ASKED["name"])
    assert [row["outcome"] for row in answer["looked"]] == ["account_limit"]


def test_a_record_without_branch_number_is_known_by_sex_and_reading(service: Service) -> None:
    twin = replace(ICHIRO, branch_number="")
    service.record(service.view(record_id(twin)))
    facts = {
        "insurer_number": twin.insurer_number,
        "symbol": twin.symbol,
        "number": twin.number,
        "birth_date": twin.birth_date.isoformat(),
        "qualified_on": twin.qualified_on.isoformat(),
        "sex": twin.sex.value,
        "name_kana": "しんばし いちろう",
    }
    assert events(ask(service, "record", facts)[0]) == [1]
    assert events(ask(service, "record", {**facts, "sex": "2"})[0]) == []


def test_several_people_are_asked_for_a_line_each(looked: Service) -> None:
    lines = "\n".join(json.dumps(facts) for facts in (ASKED["name"], {"name": "新橋次郎", "birth_date": "1954-03-26"}))
    assert [events(answer) for answer in ask(looked, "name", lines)] == [[1, 2], [3]]


def test_the_inquiry_itself_is_recorded_without_a_fact(looked: Service) -> None:
    ask(looked, "name", ASKED["name"])
    assert looked.kinds()[5:] == ["audit_asked_who_looked"]
    told = looked.details()[5]
    assert "新橋" not in told
    assert "1954" not in told
    assert set(json.loads(told)["hashes"]) == {"name", "birth_date"}


def test_who_asks_twice_does_not_find_the_first_inquiry(looked: Service) -> None:
    ask(looked, "record", ASKED["record"])
    assert events(ask(looked, "record", ASKED["record"])[0]) == [1, 2, 5]


@pytest.mark.parametrize(
    ("by", "line", "said"),
    [
        ("name", "", "no facts"),
        ("name", "太郎", "line 1: not a line of JSON"),
        ("name", "[]", "line 1: not a JSON object"),
        ("name", '{"name": "太郎"}', "birth_date"),
        ("name", '{"name": " ", "birth_date": "1954-03-26"}', "name: must not be blank"),
        ("name", '{"name": "・", "birth_date": "1954-03-26"}', "name: has no letter"),
        ("name", '{"name": "太郎", "birth_date": "S29.3.26"}', "birth_date: not a day"),
        ("name", '{"name": "太郎", "birth_date": 19540326}', "birth_date: not a day"),
        ("name", '{"name": "太郎", "birth_date": "1954-03-26", "sex": "1"}', "sex: Unknown field"),
        ("record", json.dumps({**ASKED["record"], "branch_number": "00"}), "sex: is needed"),
        ("record", json.dumps({**ASKED["record"], "branch_number": "", "sex": "1"}), "name_kana: or name is needed"),
    ],
)
def test_wrong_facts_are_named_never_repeated_and_nothing_is_recorded(
    service: Service, by: str, line: str, said: str
) -> None:
    before = service.kinds()
    result = service.run("audit", "who-looked", "--by", by, stdin=line)
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr
    assert "太郎" not in result.stderr
    assert "29" not in result.stderr
    assert service.kinds() == before


def test_people_read_a_table(looked: Service) -> None:
    facts = json.dumps(ASKED["name"])
    result = looked.run("audit", "who-looked", "--by", "name", "--any-birth-date", stdin=facts)
    first, header, *_ = result.stdout.splitlines()
    assert first == "2 event(s)"
    assert header.split("\t") == ["time_in_japan", "institution", "account", "kind", "outcome", "address", "event"]
    assert "1 event(s) with the name and another birth date" in result.stdout


@pytest.mark.parametrize(("by", "others"), [("name", ("kana", "record")), ("record", ("name", "kana"))])
def test_people_are_told_to_ask_in_the_other_ways_too(looked: Service, by: str, others: tuple[str, str]) -> None:
    result = looked.run("audit", "who-looked", "--by", by, stdin=json.dumps(ASKED[by]))
    assert f"Ask --by {others[0]} and --by {others[1]}, too" in result.stdout.splitlines()[-1]


def test_look_ups_that_a_restore_took_back_are_told_of(service: Service, tmp_path: Path) -> None:
    file = str(tmp_path / "state.backup")
    assert service.run("backup", file).exit_code == 0
    service.record(service.look_up(TARO))
    assert service.run("restore", "--yes", file).exit_code == 0
    (answer,) = ask(service, "name", ASKED["name"])
    assert answer["looked"] == []
    assert [lost["text"] for lost in answer["events_lost"]] == ["a backup was restored: 2 event(s) after 0 went"]
    result = service.run("audit", "who-looked", "--by", "name", stdin=json.dumps(ASKED["name"]))
    last = result.stdout.splitlines()[-1]
    assert last.startswith("Not all can be found.")
    assert "a backup was restored: 2 event(s) after 0 went" in last


def test_a_loss_that_was_accepted_is_told_of(looked: Service) -> None:
    with looked.database.session() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.sequence > 2))
    assert looked.run("audit", "checkpoint", "--accept-loss").exit_code == 0
    (answer,) = ask(looked, "name", ASKED["name"])
    assert [lost["after"] for lost in answer["events_lost"]] == [2]


def test_a_restore_that_took_nothing_back_and_an_ordinary_checkpoint_are_no_loss(looked: Service) -> None:
    nothing: dict[str, Detail] = {"made_at": AT.isoformat(), "sequence": 5, "taken_back": 0}
    looked.record(Event(kind=Kind.RESTORED, actor=DESK, at=AT, details=nothing))
    assert looked.run("audit", "checkpoint").exit_code == 0
    (answer,) = ask(looked, "name", ASKED["name"])
    assert answer["events_lost"] == []
    result = looked.run("audit", "who-looked", "--by", "name", stdin=json.dumps(ASKED["name"]))
    assert "Not all can be found" not in result.stdout


@pytest.mark.parametrize("by", By)
def test_every_fact_that_is_asked_for_has_a_name_in_english_and_in_japanese(by: By) -> None:
    for fact in facts_to_ask(by):
        assert re.fullmatch(r"[A-Z][a-z ]+ \(.*[一-龠].*\)", label(fact))


def test_what_cannot_be_recorded_is_not_shown(looked: Service) -> None:
    looked.checkpoint_file.write_text("{}")
    result = looked.run("audit", "who-looked", "--by", "name", stdin=json.dumps(ASKED["name"]))
    assert (result.exit_code, result.stdout) == (1, "")


@only_on_sqlite
def test_at_a_terminal_it_asks_until_a_fact_is_right_and_the_facts_are_no_arguments(
    looked: Service, environ: dict[str, str]
) -> None:
    master, terminal = pty.openpty()
    command = "from app.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", command, "audit", "who-looked", "--by", "name", "--json"],
        cwd=ROOT,
        env={**os.environ, **environ},
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        os.write(master, "新橋太郎\nS29.3.26\n1954-03-26\n".encode())
        try:
            out, asked = process.communicate(timeout=60)
        finally:
            process.kill()
            os.close(master)
            os.close(terminal)
    birth_date = "Birth date (生年月日, YYYY-MM-DD): "
    told = f"Name (氏名): {birth_date}Error: not a day as YYYY-MM-DD or YYYYMMDD\n{birth_date}"
    assert (process.returncode, asked.decode()) == (0, told)
    assert events(json.loads(out)[0]) == [1, 2]
