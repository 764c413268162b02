"""The pages of the look-up. Who may see them is decided before, in :mod:`app.access`."""

from dataclasses import asdict, replace

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.audit.transaction import Transaction
from app.audit.unavailable import AuditUnavailableError
from app.error_pages import RETRY_AFTER, error_page
from app.exception_log import log_exception
from app.login.logged_in import logged_in
from app.lookup import audited, messages
from app.lookup.confirmation import confirmation
from app.lookup.form import Typed, blank, read, shown_as_of, typed_from, with_offered_day
from app.lookup.form_page import FormPage
from app.lookup.kept import KeptResult, KeptSearch
from app.lookup.store import Handles, SearchStore
from app.services import services
from engine.answer import Answer, Outcome
from engine.contract import EngineUnavailableError
from engine.lookup import Changed, confirm, look_up
from engine.query import Conditions

blueprint = Blueprint("lookup", __name__, url_prefix="/lookup")


@blueprint.get("")
def form_page() -> ResponseReturnValue:
    """The form, empty."""
    return _form(FormPage(typed=blank(services().clock.today_in_japan())))


@blueprint.post("")
def submit() -> ResponseReturnValue:
    """検索 (no ``action``), クリア (``clear``) or 次の患者へ (``next``)."""
    if request.form.get("action") in {"clear", "next"}:
        _store().erase(request.form.get("search", ""))
        return redirect(url_for("lookup.form_page"), 303)
    return _search()


@blueprint.get("/searches/<handle>")
def search_page(handle: str) -> ResponseReturnValue:
    """The form as it was, and under it what the search found."""
    found = _store().search(handle)
    if found is None:
        return error_page(messages.GONE, 404)
    if found.outcome is Outcome.CANDIDATES:
        services().audit.record(audited.list_viewed(handle, found))
    return _form(FormPage(typed=found.typed, search=handle, found=found))


@blueprint.get("/results/<handle>")
def result_page(handle: str) -> ResponseReturnValue:
    """資格情報確認: the record, read again and unchanged."""
    kept = _store().result(handle)
    if kept is None:
        return error_page(messages.GONE, 404)
    row = confirm(services().engine, kept.record_id, kept.birth_date, kept.digest, kept.as_of)
    if isinstance(row, Changed):
        services().audit.record(audited.record_viewed(kept, "changed"))
        return _changed(kept)
    services().audit.record(audited.record_viewed(kept, row.validity.value))
    shown = confirmation(row, kept.as_of, services().clock.today_in_japan())
    return render_template("lookup/result.html", shown=shown, search=kept.search)


def _search() -> ResponseReturnValue:
    today = services().clock.today_in_japan()
    refines = request.form.get("search", "")
    typed = with_offered_day(typed_from(request.form, today), request.form.get("offered_day", ""), today)
    if not services().look_ups.allow(request.remote_addr):
        services().audit.record(audited.refused("too_often"))
        return _nothing_looked_up(typed, refines, messages.TOO_OFTEN), 429, RETRY_AFTER
    conditions = read(typed, today)
    if not isinstance(conditions, Conditions):
        return _form(FormPage(typed=typed, errors=conditions, search=refines)), 422
    try:
        return _look_up(shown_as_of(typed, conditions.as_of), conditions, refines)
    except AuditUnavailableError as error:
        log_exception("audit_unavailable", error)
        return _nothing_looked_up(typed, refines, messages.NOT_RECORDED), 503, RETRY_AFTER


def _look_up(typed: Typed, conditions: Conditions, refines: str) -> ResponseReturnValue:
    """Answer with the address of what was found, so that a reload repeats no look-up."""
    try:
        answer = look_up(services().engine, conditions)
    except EngineUnavailableError as error:
        log_exception("engine_unavailable", error)
        services().audit.record(audited.looked_up(conditions, audited.UNAVAILABLE))
        return _nothing_looked_up(typed, refines, messages.UNAVAILABLE), 503, RETRY_AFTER
    handles = _keep(typed, conditions, answer, refines)
    if answer.outcome is Outcome.IDENTIFIED:
        return redirect(url_for("lookup.result_page", handle=handles.results[0]), 303)
    return redirect(url_for("lookup.search_page", handle=handles.search), 303)


def _keep(typed: Typed, conditions: Conditions, answer: Answer, refines: str) -> Handles:
    """Keep the search for the page that shows it, and record it: both or neither."""
    store = _store()
    search = KeptSearch(typed=typed, outcome=answer.outcome, rows=(), records=tuple(audited.record_hashes(answer)))
    event = audited.looked_up(conditions, answer.outcome.value, answer)

    def keep(transaction: Transaction) -> Handles:
        handles = store.keep(transaction.session, search, answer, conditions.as_of, refines=refines)
        transaction.record(replace(event, subject=audited.subject_of(handles.search)))
        return handles

    return services().audit.commit(keep)


def _nothing_looked_up(typed: Typed, refines: str, notice: str) -> str:
    """The form as typed, and why nobody was looked up."""
    return _form(FormPage(typed=typed, search=refines, notice=notice))


def _form(page: FormPage) -> str:
    return render_template("lookup/form.html", page=page)


def _changed(kept: KeptResult) -> ResponseReturnValue:
    search = _store().search(kept.search)
    if search is None:
        return error_page(messages.GONE, 404)
    page = render_template(
        "lookup/changed.html", message=messages.CHANGED, typed=asdict(search.typed), search=kept.search
    )
    return page, 409


def _store() -> SearchStore:
    user = logged_in()
    if user is None:
        abort(404)
    parts = services()
    return SearchStore(parts.database, parts.sealer, parts.clock, user.session_id)
