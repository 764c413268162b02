"""The pages of the look-up. Who may see them is decided before, in :mod:`app.access`."""

import math
from dataclasses import asdict, replace

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.audit.event import Event
from app.audit.transaction import Transaction
from app.audit.unavailable import AuditUnavailableError
from app.eras import western
from app.error_pages import RETRY_AFTER, error_page
from app.exception_log import log_exception
from app.limit_refusal import refuse
from app.limit_texts import refusal_words
from app.limits import ReachedLimit, reached_limits
from app.login.logged_in import logged_in
from app.lookup import audited, messages
from app.lookup.confirmation import confirmation
from app.lookup.field_error import FieldError
from app.lookup.form import Typed, blank, read, shown_as_of, typed_from, with_offered_day
from app.lookup.form_page import FormPage
from app.lookup.kept import KeptResult, KeptSearch
from app.lookup.open_outages import open_outages
from app.lookup.store import Handles, SearchStore
from app.services import services
from app.state.database import DATABASE_ERRORS
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
    """検索 (no ``action``), クリア (``clear``), 次の患者へ (``next``), or a day of the outage for 資格確認日."""
    if request.form.get("action") in {"clear", "next"}:
        _store().erase(request.form.get("search", ""))
        return redirect(url_for("lookup.form_page"), 303)
    if "outage_day" in request.form:
        return _form(_with_outage_day(request.form["outage_day"]))
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
    outages = open_outages()
    outside = messages.outside_outage(western(kept.as_of), outages.words) if outages.leaves_out(kept.as_of) else ""
    return render_template("lookup/result.html", shown=shown, search=kept.search, outside_outage=outside)


def _with_outage_day(day: str) -> FormPage:
    """The form as typed, but with a day of the outage (ISO) as 資格確認日; any other day changes nothing."""
    today = services().clock.today_in_japan()
    typed = with_offered_day(typed_from(request.form, today), request.form.get("offered_day", ""), today)
    taken = [shown_as_of(typed, offered) for offered in open_outages().offered_days if offered.isoformat() == day]
    return FormPage(typed=taken[0] if taken else typed, search=request.form.get("search", ""), as_of_taken=True)


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
        if open_outages().refuses(conditions.as_of):
            return _outside_outage(typed, conditions, refines)
        return _look_up(shown_as_of(typed, conditions.as_of), conditions, refines)
    except (AuditUnavailableError, *DATABASE_ERRORS) as error:
        log_exception("audit_unavailable", error)
        return _nothing_looked_up(typed, refines, messages.NOT_RECORDED), 503, RETRY_AFTER


def _outside_outage(typed: Typed, conditions: Conditions, refines: str) -> ResponseReturnValue:
    services().audit.record(audited.refused(audited.OUTSIDE_OUTAGE, conditions))
    words = messages.outside_outage_refused(western(conditions.as_of), open_outages().words)
    return _form(FormPage(typed=typed, errors=(FieldError(("as_of",), words),), search=refines)), 422


def _look_up(typed: Typed, conditions: Conditions, refines: str) -> ResponseReturnValue:
    """Answer with the address of what was found, so that a reload repeats no look-up."""
    refusal = audited.refused("", conditions)
    reached = _refuse_over_limit(refusal)
    if reached:
        return _over_limit(typed, refines, reached)
    try:
        answer = look_up(services().engine, conditions)
    except EngineUnavailableError as error:
        log_exception("engine_unavailable", error)
        services().audit.record(audited.looked_up(conditions, audited.UNAVAILABLE))
        return _nothing_looked_up(typed, refines, messages.UNAVAILABLE), 503, RETRY_AFTER
    handles = _keep(typed, conditions, answer, refines, refusal)
    if not isinstance(handles, Handles):
        return _over_limit(typed, refines, handles)
    if answer.outcome is Outcome.IDENTIFIED:
        return redirect(url_for("lookup.result_page", handle=handles.results[0]), 303)
    return redirect(url_for("lookup.search_page", handle=handles.search), 303)


def _refuse_over_limit(refusal: Event) -> tuple[ReachedLimit, ...]:
    """The limits that leave no look-up now; then that is recorded."""
    parts = services()
    with parts.database.session() as session:
        reached = reached_limits(session, parts.settings, refusal.actor, refusal.at)
    if reached:
        parts.audit.commit(lambda transaction: refuse(transaction, parts.settings, refusal, reached))
    return reached


def _keep(
    typed: Typed, conditions: Conditions, answer: Answer, refines: str, refusal: Event
) -> Handles | tuple[ReachedLimit, ...]:
    """Keep the search for the page that shows it, and record it: both or neither.

    Where other look-ups reached a limit meanwhile, what was found is not kept and ``refusal`` is recorded; then the
    limits come back.
    """
    store, settings = _store(), services().settings
    records = audited.record_hashes(answer)
    search = KeptSearch(typed=typed, outcome=answer.outcome, rows=(), records=records)
    event = audited.looked_up(conditions, answer.outcome.value, records)

    def keep(transaction: Transaction) -> Handles | tuple[ReachedLimit, ...]:
        reached = reached_limits(transaction.session, settings, event.actor, event.at)
        if reached:
            refuse(transaction, settings, replace(refusal, at=event.at), reached)
            return reached
        handles = store.keep(transaction.session, search, answer, conditions.as_of, refines=refines)
        transaction.record(replace(event, subject=audited.subject_of(handles.search)))
        return handles

    return services().audit.commit(keep)


def _over_limit(typed: Typed, refines: str, reached: tuple[ReachedLimit, ...]) -> ResponseReturnValue:
    longest = reached[0]
    seconds = math.ceil((longest.until - services().clock.now()).total_seconds())
    retry_after = {"Retry-After": str(max(seconds, 1))}
    return _nothing_looked_up(typed, refines, refusal_words(longest)), 429, retry_after


def _nothing_looked_up(typed: Typed, refines: str, notice: str) -> str:
    """The form as typed, and why nobody was looked up."""
    return _form(FormPage(typed=typed, search=refines, notice=notice))


def _form(page: FormPage) -> str:
    return render_template("lookup/form.html", page=replace(page, outages=open_outages()))


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
