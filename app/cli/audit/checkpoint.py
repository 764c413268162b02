"""`shikaku audit checkpoint`."""

from pathlib import Path

import click

from app.audit.chain import BEGINNING
from app.audit.checkpoint import Checkpoint, CheckpointError, copy_checkpoint
from app.audit.event import Kind
from app.audit.loss import accept_loss
from app.audit.standing import TrailError
from app.audit.table import read_head
from app.cli.audit.opened import OpenedAudit, open_audit
from app.service_error import ServiceError


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a copy here, for safe keeping; its folder must exist.",
)
@click.option(
    "--accept-loss",
    is_flag=True,
    help="Go on though the trail lacks events, or has no checkpoint that can be read. The trail tells of it for ever.",
)
def checkpoint(out: Path | None, *, accept_loss: bool) -> None:
    """Sign how far the trail has come, so that whoever cuts its end off is found out.

    Keep copies where nobody who may change the database can change them.
    """
    if out and not out.parent.is_dir():
        raise ServiceError(f"{out} cannot be written: there is no folder {out.parent}")
    with open_audit() as audit:
        try:
            _require_proof(audit)
            taken = _take(audit)
        except (TrailError, CheckpointError) as error:
            if not accept_loss:
                raise ServiceError(f"{error}; to go on without what is lost: --accept-loss") from None
            taken = _accept_loss(audit)
    if out:
        copy_checkpoint(out, taken)
    where = f"a copy is in {out}" if out else f"it is in {audit.settings.audit_checkpoint_file}"
    click.echo(f"The checkpoint tells of event {taken.sequence}; {where}.")


def _require_proof(audit: OpenedAudit) -> None:
    """The trail holds what its checkpoint tells of, and there is one."""
    if audit.standing.require_whole() is None:
        with audit.standing.database.session() as session:
            if read_head(session) != BEGINNING:
                raise TrailError(f"there is no checkpoint {audit.settings.audit_checkpoint_file}")


def _take(audit: OpenedAudit) -> Checkpoint:
    audit.record(audit.event(Kind.CHECKPOINT_TAKEN, {}))
    taken = audit.trail.checkpoint(audit.clock.now())
    if taken is None:
        raise CheckpointError("nothing was recorded yet, so there is nothing to tell of")
    return taken


def _accept_loss(audit: OpenedAudit) -> Checkpoint:
    loss, taken = accept_loss(audit.standing, audit.event(Kind.CHECKPOINT_TAKEN, {}))
    if loss:
        click.echo(f"Recorded: {loss.text}. If the service runs and answers 503, start it anew.", err=True)
    return taken
