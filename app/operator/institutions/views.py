"""[医療機関等]: the list, one of them, a new one, a change, and a file of new ones."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app.audit.event import Kind
from app.audit.transaction import Transaction
from app.institutions import InstitutionError, change_institution, create_institution, find_institution
from app.operator.changes import about, commit, event_of, typed
from app.operator.form_page import FormError, FormPage, at, read_form
from app.operator.institutions.importing import MOST_LINES, enter, read_file
from app.operator.institutions.listing import institutions_like, view_institution
from app.operator.institutions.schemas import ChangeSchema, NewSchema
from app.operator.paging import page_number, paginate
from app.services import services
from app.state.models import Institution

blueprint = Blueprint("institutions", __name__, url_prefix="/institutions")


@blueprint.get("")
def list_page() -> ResponseReturnValue:
    """All of them, or those that the search finds."""
    searched = request.args.get("q", "")
    with services().database.session() as session:
        page = paginate(session, institutions_like(searched), page_number())
    return render_template("operator/institutions/list.html", page=page, searched=searched)


@blueprint.get("/<code>")
def page(code: str) -> ResponseReturnValue:
    """One institution."""
    with services().database.session() as session:
        view = view_institution(session, _found(session, code))
    return render_template("operator/institutions/institution.html", view=view, now=services().clock.now())


@blueprint.get("/new")
def new_page() -> ResponseReturnValue:
    """The form for a new one."""
    return _new(FormPage())


@blueprint.post("/new")
def create() -> ResponseReturnValue:
    """Enter it."""
    try:
        read = read_form(NewSchema(), typed())
        event = event_of(Kind.INSTITUTION_CREATED, {"name": str(read["name"])})

        def work(transaction: Transaction) -> str:
            try:
                made = create_institution(
                    transaction.session, read["code"], read["name"], mail_address=read["mail_address"]
                )
            except InstitutionError as error:
                raise at("code", error) from error
            transaction.record(about(event, f"institution:{made.code}"))
            return made.code

        code = commit(work)
    except FormError as error:
        return _new(FormPage(typed(), error.errors)), 422
    flash("医療機関等を登録しました。")
    return redirect(url_for("operator.institutions.page", code=code), 303)


@blueprint.get("/<code>/edit")
def edit_page(code: str) -> ResponseReturnValue:
    """The form that changes one."""
    with services().database.session() as session:
        institution = _found(session, code)
    values = {"name": institution.name, "mail_address": institution.mail_address or ""}
    return _edit(institution, FormPage(values))


@blueprint.post("/<code>/edit")
def change(code: str) -> ResponseReturnValue:
    """Change it."""
    with services().database.session() as session:
        institution = _found(session, code)
    try:
        read = read_form(ChangeSchema(), typed())
        event = event_of(Kind.INSTITUTION_CHANGED)

        def work(transaction: Transaction) -> None:
            try:
                found = find_institution(transaction.session, code)
                changed = [name for name, value in read.items() if getattr(found, name) != value]
                change_institution(transaction.session, code, name=read["name"], mail_address=read["mail_address"])
            except InstitutionError as error:
                raise at("name", error) from error
            transaction.record(about(event, f"institution:{code}", changed=changed, name=str(read["name"])))

        commit(work)
    except FormError as error:
        return _edit(institution, FormPage(typed(), error.errors)), 422
    flash("医療機関等の登録を変更しました。")
    return redirect(url_for("operator.institutions.page", code=code), 303)


@blueprint.get("/import")
def import_page() -> ResponseReturnValue:
    """The form for a file of new ones."""
    return _import(FormPage())


@blueprint.post("/import")
def import_file() -> ResponseReturnValue:
    """Enter all that the file names, or none of them."""
    sent = request.files.get("file")
    try:
        institutions = read_file(sent.read() if sent and sent.filename else None)
        event = event_of(Kind.INSTITUTION_CREATED)

        def work(transaction: Transaction) -> None:
            enter(transaction.session, institutions)
            for one in institutions:
                transaction.record(about(event, f"institution:{one.code}", name=one.name, imported=True))

        commit(work)
    except FormError as error:
        return _import(FormPage({}, error.errors)), 422
    flash(f"{len(institutions):,}件の医療機関等を登録しました。")
    return redirect(url_for("operator.institutions.list_page"), 303)


def _found(session: Session, code: str) -> Institution:
    try:
        return find_institution(session, code)
    except InstitutionError:
        abort(404)


def _new(form: FormPage) -> str:
    return render_template("operator/institutions/new.html", form=form)


def _edit(institution: Institution, form: FormPage) -> str:
    return render_template("operator/institutions/edit.html", institution=institution, form=form)


def _import(form: FormPage) -> str:
    return render_template("operator/institutions/import.html", form=form, most_lines=MOST_LINES)
