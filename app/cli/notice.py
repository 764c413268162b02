"""`shikaku notice …`."""

import sys

import click
from sqlalchemy.orm import Session

from app.audit.event import Kind
from app.audit.transaction import Transaction
from app.cli.command_event import command_event
from app.cli.command_group import CommandGroup
from app.cli.listing import json_option, print_rows
from app.cli.opened import open_session, open_trail, read_settings
from app.clock import Clock
from app.groups import find_group
from app.institutions import find_institution
from app.mail.listing import MailRow, list_mails
from app.mail.outbox import mail_configured
from app.notices.giving import NoticeKind, NoticeText, give_notice
from app.notices.listing import GivenNotice, list_given_notices
from app.notices.recorded import details_of, subject_of
from app.state.models import Institution, InstitutionGroup, Notice


@click.group(cls=CommandGroup)
def notice() -> None:
    """お知らせ to institutions, on the menu and by e-mail."""


@notice.command()
@click.option("--institution", "code", help="Ten-digit code of the one institution.")
@click.option("--group", "group_name", help="Name of the group of institutions.")
@click.option("--all", "for_all", is_flag=True, help="To every institution.")
@click.option("--title", required=True, help="件名, one line.")
def give(code: str | None, group_name: str | None, title: str, *, for_all: bool) -> None:
    """Give a notice whose text is read from standard input."""
    if (code is not None) + (group_name is not None) + for_all != 1:
        raise click.UsageError("give one of --institution CODE, --group NAME and --all")
    text = NoticeText(title, sys.stdin.read())
    by_mail, now = mail_configured(read_settings()), Clock().now()

    def work(transaction: Transaction) -> Notice:
        institution, group = _find_target(transaction.session, code, group_name)
        given = give_notice(
            transaction.session,
            kind=NoticeKind.MESSAGE,
            text=text,
            institution=institution,
            group=group,
            now=now,
            mail=by_mail,
        )
        details = details_of(transaction.session, given)
        transaction.record(command_event(Kind.NOTICE_GIVEN, now, subject_of(given), details))
        return given

    with open_trail() as trail:
        given = trail.commit(work)
    click.echo(f"Gave notice {given.id}{'' if by_mail else '; no e-mail: SHIKAKU_SMTP_URL is not set'}.")


@notice.command("list")
@json_option
def list_command(*, as_json: bool) -> None:
    """List all notices, the newest first."""
    with open_session() as session:
        rows = [_row(given) for given in list_given_notices(session)]
    print_rows(rows, as_json=as_json)


@notice.command("mail")
@click.option("--unsent", is_flag=True, help="Only those that are not sent yet.")
@json_option
def mail_command(*, unsent: bool, as_json: bool) -> None:
    """List e-mails and how they stand, the newest first."""
    with open_session() as session:
        rows = [_mail_row(found) for found in list_mails(session, unsent_only=unsent)]
    print_rows(rows, as_json=as_json)


def _find_target(
    session: Session, code: str | None, group_name: str | None
) -> tuple[Institution | None, InstitutionGroup | None]:
    institution = None if code is None else find_institution(session, code)
    group = None if group_name is None else find_group(session, group_name)
    return institution, group


def _row(given: GivenNotice) -> dict[str, str | int | None]:
    return {
        "id": given.notice.id,
        "given_at": given.notice.created_at.isoformat(),
        "kind": given.notice.kind,
        "window": given.notice.window_id,
        "institution": given.institution.code if given.institution else None,
        "group": given.group.name if given.group else None,
        "title": given.notice.title,
        "readers": given.readers,
        "mails_sent": given.mails.sent,
        "mails_waiting": given.mails.waiting,
        "mails_failing": given.mails.failing,
    }


def _mail_row(found: MailRow) -> dict[str, str | int | None]:
    return {
        "id": found.id,
        "notice": found.notice_id,
        "institution": found.institution,
        "to": found.to_address,
        "state": found.state.value,
        "problem": found.problem.value if found.problem else None,
        "tries": found.tries,
        "next_try_at": None if found.sent_at else found.next_try_at.isoformat(),
        "sent_at": found.sent_at.isoformat() if found.sent_at else None,
    }
