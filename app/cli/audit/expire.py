"""`shikaku audit expire`."""

import click

from app.audit.event import Kind
from app.audit.expiry import expire as expiry
from app.audit.expiry import find_expired, years_before
from app.cli.audit.opened import open_audit
from app.clock import JAPAN


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def expire(*, yes: bool) -> None:
    """Remove the events that are older than SHIKAKU_AUDIT_RETENTION_YEARS, from the beginning on.

    The trail tells of the range that was removed. Nothing else can be recorded meanwhile, so choose a quiet hour.
    """
    with open_audit() as audit:
        before = years_before(audit.clock.now(), audit.settings.audit_retention_years)
        with audit.standing.database.session() as session:
            found = find_expired(session, before)
        if found is None:
            click.echo("No event is that old.")
            return
        day = f"{before.astimezone(JAPAN):%Y-%m-%d}"
        if not yes:
            question = f"Remove events {found.first} to {found.last.sequence}, from before {day}, for good?"
            click.confirm(question, abort=True, err=True)
        expired = audit.trail.commit(expiry(before, audit.event(Kind.AUDIT_EXPIRED, {})))
        audit.trail.checkpoint(audit.clock.now())
        audit.standing.database.forget_erased()
    if expired:
        click.echo(f"Removed events {expired.first} to {expired.last.sequence}.")
