"""[利用状況]: an overview with charts, and each table by itself, a page at a time or whole as CSV."""

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.audit.event import Detail, Kind
from app.audit.request_event import request_event
from app.operator.form_page import FormError, FormPage, read_form
from app.operator.paging import page_number
from app.operator.usage.csv_file import csv_file
from app.operator.usage.filters import Filters, FiltersSchema, form_of, typed_from
from app.operator.usage.outcomes import LOOKED_UP, REFUSED
from app.operator.usage.overview import overview
from app.operator.usage.table import Question, Table
from app.operator.usage.tables import TABLES
from app.services import services
from app.state.models import Account, Institution

blueprint = Blueprint("usage", __name__, url_prefix="/usage")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Charts and the most important numbers."""
    try:
        question = _question()
    except FormError as error:
        return _wrong(error), 422
    with services().database.session() as session:
        shown = overview(session, question)
    _record(Kind.USAGE_VIEWED, "overview", question.filters)
    return _render("operator/usage/overview.html", form_of(question.filters), question.filters, shown=shown)


@blueprint.get("/<name>")
def table_page(name: str) -> ResponseReturnValue:
    """One table; with ``format=csv`` all its rows as a file."""
    table = TABLES.get(name)
    if table is None:
        abort(404)
    try:
        question = _question()
    except FormError as error:
        return _wrong(error, table), 422
    if request.args.get("format") == "csv":
        return _download(table, question)
    with services().database.session() as session:
        rows = table.page(session, question, page_number())
    _record(Kind.USAGE_VIEWED, name, question.filters, rows.number)
    form = form_of(question.filters)
    return _render("operator/usage/table.html", form, question.filters, heading=table.heading, rows=rows)


def _download(table: Table, question: Question) -> Response:
    with services().database.session() as session:
        content, rows = csv_file(table.heading.columns, table.every(session, question))
    _record(Kind.USAGE_EXPORTED, table.heading.name, question.filters, rows)
    days = f"{question.filters.first_day:%Y%m%d}-{question.filters.last_day:%Y%m%d}"
    answer = Response(content, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="usage-{table.heading.name}-{days}.csv"'
    return answer


def _record(kind: Kind, name: str, filters: Filters, number: int = 1) -> None:
    """``number``: of the page, or of the rows of a file."""
    counted = "rows" if kind is Kind.USAGE_EXPORTED else "page"
    details: dict[str, Detail] = {"filters": filters.as_details(), counted: number}
    services().audit.record(request_event(kind, subject=f"usage:{name}", details=details))


def _question() -> Question:
    """What the address asks for.

    Raises :class:`app.operator.form_page.FormError`.
    """
    parts = services()
    filters: Filters = read_form(FiltersSchema(), _typed())  # type: ignore[assignment]
    with parts.database.session() as session:
        _require_known(session, filters)
    return Question(filters=filters, settings=parts.settings, now=parts.clock.now())


def _require_known(session: Session, filters: Filters) -> None:
    """Numbers of nobody would look like somebody who did nothing."""
    unknown = {}
    institution = exists().where(Institution.code == filters.institution)
    account = exists().where(Account.user_id == filters.account)
    if filters.institution and not session.scalar(select(institution)):
        unknown["institution"] = ("この医療機関コードは登録されていません。",)
    if filters.account and not session.scalar(select(account)):
        unknown["account"] = ("このユーザIDは登録されていません。",)
    if unknown:
        raise FormError(unknown)


def _typed() -> dict[str, str]:
    return typed_from(request.args, services().clock.today_in_japan())


def _wrong(error: FormError, table: Table | None = None) -> str:
    """The form as typed, with what is wrong; nothing is counted."""
    form = FormPage(values=_typed(), errors=error.errors)
    return _render("operator/usage/wrong.html", form, None, heading=table.heading if table else None)


def _render(template: str, form: FormPage, filters: Filters | None, **values: object) -> str:
    outcomes = [("", "すべて"), *LOOKED_UP.items(), *((value, f"拒否：{words}") for value, words in REFUSED.items())]
    return render_template(
        template,
        form=form,
        parameters=filters.as_parameters() if filters else {},
        outcomes=outcomes,
        headings=[table.heading for table in TABLES.values()],
        **values,
    )
