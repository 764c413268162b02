"""`shikaku audit verify`."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click
from sqlalchemy.exc import SQLAlchemyError

from app.audit.event import Detail, Kind
from app.audit.stored_verification import Finding, verify_stored
from app.audit.unavailable import AuditUnavailableError, TrailBehindError
from app.audit.verification import How
from app.cli.audit.opened import OpenedAudit, open_audit
from app.cli.listing import json_option
from app.clock import JAPAN
from app.service_error import ServiceError

_HOW: Final = {
    How.CHANGED: "is not as it was written: it was changed or moved, or it is the last one and was added",
    How.REMOVED: "is missing: it was removed, alone or with others after it",
    How.INSERTED: "was inserted: the event after it follows the one before it",
    How.TRUNCATED: "is not the one that the checkpoint tells of: the end of the trail was cut off or replaced",
    How.KEY_UNKNOWN: "was signed with a key that the key file does not have: changed, or the key was thrown away",
    How.BEGINNING_MISSING: "is missing, with those after it, and no event tells that its time was over",
}


@click.command()
@click.option(
    "--checkpoint",
    "copies",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    help="A checkpoint kept elsewhere, to verify against as well; may be given several times.",
)
@json_option
def verify(copies: tuple[Path, ...], *, as_json: bool) -> None:
    """Tell whether the trail is as it was written; exit status 1 if not.

    Names the first broken link. Changes nothing but leaves an event; the service may run meanwhile.
    """
    with open_audit() as audit:
        finding = verify_stored(audit.standing, copies)
        unrecorded = _record(audit, finding)
    click.echo(json.dumps(_as_json(finding), ensure_ascii=False, indent=2) if as_json else _as_text(finding))
    if unrecorded:
        click.echo(f"This verification itself could not be recorded in the trail ({unrecorded}).", err=True)
    if not finding.is_intact:
        raise click.exceptions.Exit(1)


def _record(audit: OpenedAudit, finding: Finding) -> str | None:
    """Why it could not be recorded, if so. A broken trail gets no new checkpoint, which would hide what is missing."""
    found = finding.verification
    details: dict[str, Detail] = {"events": found.events}
    if found.broken:
        details |= {"sequence": found.broken.sequence, "how": found.broken.how.value}
    event = audit.event(Kind.AUDIT_VERIFIED, details, outcome="intact" if finding.is_intact else "broken")
    try:
        if finding.is_intact:
            audit.record_and_prove(event)
        elif finding.checkpoint_problem is None:
            audit.record(event)
        else:
            return "without a checkpoint nothing is written before shikaku audit checkpoint --accept-loss"
    except TrailBehindError:
        return "it ends before its checkpoint"
    except (AuditUnavailableError, SQLAlchemyError) as error:
        return type(error).__name__
    except ServiceError as error:
        return str(error)
    return None


def _as_text(finding: Finding) -> str:
    found = finding.verification
    lines = [f"note: event {note.sequence}, {_when(note.at)}: {note.text}" for note in found.notes]
    if finding.checkpoint_problem:
        lines.append(f"NO PROOF: {finding.checkpoint_problem}")
    if found.broken:
        when = f" (time here: {_when(found.broken.at)})" if found.broken.at else ""
        lines.append(f"BROKEN: event {found.broken.sequence}{when} {_HOW[found.broken.how]}")
    if finding.is_intact:
        lines.append(f"Intact: {found.events} event(s), the last one is number {found.last.sequence}.")
    return "\n".join(lines)


def _as_json(finding: Finding) -> dict[str, Any]:
    found = finding.verification
    broken = found.broken
    return {
        "intact": finding.is_intact,
        "events": found.events,
        "last": found.last.sequence,
        "broken": broken
        and {"sequence": broken.sequence, "at": broken.at and broken.at.isoformat(), "how": broken.how.value},
        "checkpoint_problem": finding.checkpoint_problem,
        "notes": [
            {"what": note.what.value, "sequence": note.sequence, "at": note.at.isoformat(), "text": note.text}
            for note in found.notes
        ],
    }


def _when(at: datetime) -> str:
    return at.astimezone(JAPAN).isoformat(sep=" ", timespec="seconds")
