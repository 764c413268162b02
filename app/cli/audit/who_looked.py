"""`shikaku audit who-looked`."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import click

from app.audit.chain import Link
from app.audit.event import Detail, Kind
from app.audit.inquiry import Asked, Inquiry, hashes_for_event, inquire
from app.audit.inquiry_facts import (
    By,
    FactsError,
    facts_to_ask,
    label,
    may_be_empty,
    problem_with,
    read_facts,
    read_facts_line,
)
from app.audit.inquiry_losses import losses_of_events
from app.audit.loss import Loss
from app.cli.audit.opened import OpenedAudit, open_audit
from app.cli.listing import Row, json_option, print_rows
from app.clock import JAPAN


@click.command("who-looked")
@click.option("--by", type=click.Choice([by.value for by in By]), required=True, help="What the person is known by.")
@click.option("--any-birth-date", is_flag=True, help="Tell of look-ups of the name with another birth date, too.")
@json_option
def who_looked(by: str, *, any_birth_date: bool, as_json: bool) -> None:
    """Tell who looked a person up, or saw a record, for that person's inquiry.

    Facts are asked for, or read from standard input: a JSON object a line for each person, with name (氏名) or
    name_kana (氏名（カナ）) and birth_date; or, for a record, insurer_number, symbol, number, branch_number, birth_date
    and qualified_on (資格取得日), and where branch_number is blank sex (1, 2, 3) and name_kana (else name). Names are
    found as they were typed, whatever their width and kana script; a name written with other characters is another.
    """
    people = list(_read(By(by)))
    with open_audit() as audit:
        for asked in people:
            details: dict[str, Detail] = {"by": by, "hashes": hashes_for_event(asked, audit.standing.keys)}
            audit.record(audit.event(Kind.AUDIT_ASKED_WHO_LOOKED, {**details, "any_birth_date": any_birth_date}))
        audit.trail.checkpoint(audit.clock.now())
        found = [_inquire(audit, asked) for asked in people]
        with audit.standing.database.session() as session:
            losses = losses_of_events(session)
    if as_json:
        answers = [_as_json(inquiry, losses, any_birth_date=any_birth_date) for inquiry in found]
        click.echo(json.dumps(answers, ensure_ascii=False, indent=2))
        return
    for number, inquiry in enumerate(found, 1):
        _print(inquiry, f"Person {number}: " if len(found) > 1 else "", any_birth_date=any_birth_date)
    click.echo(_other_ways(By(by)))
    for loss in losses:
        click.echo(f"Not all can be found. {_when(loss.at)}: {loss.text}; look-ups among them are not told here.")


def _read(by: By) -> Iterator[Asked]:
    if sys.stdin.isatty():
        yield _ask(by)
        return
    lines = [(number, line) for number, line in enumerate(sys.stdin, 1) if line.strip()]
    if not lines:
        raise FactsError("standard input has no facts; it takes a JSON object a line")
    for number, line in lines:
        try:
            yield read_facts_line(by, line)
        except FactsError as error:
            raise FactsError(f"line {number}: {error}") from None


def _ask(by: By) -> Asked:
    """At a terminal. What is typed goes to no shell history."""
    return read_facts(by, {fact: _ask_for(by, fact) for fact in facts_to_ask(by)})


def _ask_for(by: By, fact: str) -> str:
    """Again and again, until it is one that can be used."""

    def checked(text: str) -> str:
        problem = problem_with(by, fact, text)
        if problem:
            raise click.UsageError(problem)
        return text

    default = "" if may_be_empty(by, fact) else None
    return str(click.prompt(label(fact), default=default, show_default=False, err=True, value_proc=checked))


def _inquire(audit: OpenedAudit, asked: Asked) -> Inquiry:
    with audit.standing.database.session() as session:
        return inquire(session, asked, audit.standing.keys)


def _as_json(inquiry: Inquiry, losses: Sequence[Loss], *, any_birth_date: bool) -> dict[str, Any]:
    answer: dict[str, Any] = {"looked": _rows(inquiry.looked)}
    if any_birth_date:
        answer["other_birth_date"] = _rows(inquiry.other_birth_date)
    answer["events_lost"] = [
        {"time_in_japan": _when(loss.at), "after": loss.after, "text": loss.text} for loss in losses
    ]
    return answer


def _print(inquiry: Inquiry, whose: str, *, any_birth_date: bool) -> None:
    click.echo(f"{whose}{len(inquiry.looked)} event(s)")
    print_rows(_rows(inquiry.looked), as_json=False)
    if any_birth_date:
        click.echo(f"{whose}{len(inquiry.other_birth_date)} event(s) with the name and another birth date")
        print_rows(_rows(inquiry.other_birth_date), as_json=False)


def _other_ways(by: By) -> str:
    others = " and ".join(f"--by {other.value}" for other in By if other is not by)
    return f"This is what --by {by.value} finds. Ask {others}, too: a look-up may be found by one of them alone."


def _rows(links: Sequence[Link]) -> list[Row]:
    return [
        {
            "time_in_japan": _when(link.at),
            "institution": link.institution,
            "account": link.user_id,
            "kind": link.kind,
            "outcome": link.outcome,
            "address": link.address,
            "event": link.sequence,
        }
        for link in links
    ]


def _when(at: datetime) -> str:
    return at.astimezone(JAPAN).isoformat(sep=" ", timespec="seconds")
