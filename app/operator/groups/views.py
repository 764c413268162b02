"""[グループ]: the list, one group and its institutions, a new one, another name, and its removal."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.groups import GroupError, find_group
from app.operator.changes import commit, typed
from app.operator.form_page import FormError, FormPage, read_form
from app.operator.groups.changes import adding, making, removing, removing_members, renaming
from app.operator.groups.listing import groups_with_counts, members_of
from app.operator.groups.schemas import MembersSchema, NameSchema
from app.operator.paging import page_number, paginate, paginate_rows
from app.services import services
from app.state.models import InstitutionGroup

blueprint = Blueprint("groups", __name__, url_prefix="/groups")


@blueprint.get("")
def list_page() -> ResponseReturnValue:
    """All of them."""
    with services().database.session() as session:
        page = paginate_rows(session, groups_with_counts(), page_number())
    return render_template("operator/groups/list.html", page=page)


@blueprint.get("/new")
def new_page() -> ResponseReturnValue:
    """The form for a new one."""
    return render_template("operator/groups/new.html", form=FormPage())


@blueprint.post("/new")
def create() -> ResponseReturnValue:
    """Make it."""
    try:
        group = commit(making(read_form(NameSchema(), typed())["name"]))
    except FormError as error:
        return render_template("operator/groups/new.html", form=FormPage(typed(), error.errors)), 422
    flash("グループを登録しました。続けて、含める医療機関等を追加してください。")
    return _to_page(group.id)


@blueprint.get("/<int(max=2147483647):group_id>")
def page(group_id: int) -> ResponseReturnValue:
    """One group and its institutions."""
    group = _found(group_id)
    with services().database.session() as session:
        members = paginate(session, members_of(group_id), page_number())
    return render_template("operator/groups/group.html", group=group, page=members)


@blueprint.get("/<int(max=2147483647):group_id>/edit")
def edit_page(group_id: int) -> ResponseReturnValue:
    """The form for another name."""
    group = _found(group_id)
    return render_template("operator/groups/edit.html", group=group, form=FormPage({"name": group.name}))


@blueprint.post("/<int(max=2147483647):group_id>/edit")
def rename(group_id: int) -> ResponseReturnValue:
    """Give it the name."""
    group = _found(group_id)
    try:
        commit(renaming(group_id, read_form(NameSchema(), typed())["name"]))
    except FormError as error:
        return render_template("operator/groups/edit.html", group=group, form=FormPage(typed(), error.errors)), 422
    flash("グループの名称を変更しました。")
    return _to_page(group_id)


@blueprint.get("/<int(max=2147483647):group_id>/members")
def members_page(group_id: int) -> ResponseReturnValue:
    """The form that takes institutions in and out."""
    return render_template("operator/groups/members.html", group=_found(group_id), form=FormPage())


@blueprint.post("/<int(max=2147483647):group_id>/members")
def change_members(group_id: int) -> ResponseReturnValue:
    """Put institutions in, or take them out."""
    group, sent = _found(group_id), typed()
    try:
        codes = read_form(MembersSchema(), sent)["codes"]
        if sent.get("action") == "remove":
            flash(f"{commit(removing_members(group_id, codes)):,}件の医療機関等を除外しました。")
        else:
            added = commit(adding(group_id, codes))
            flash(f"{added:,}件の医療機関等を追加しました。{_already(len(codes) - added)}")
    except FormError as error:
        form = FormPage(sent, error.errors)
        return render_template("operator/groups/members.html", group=group, form=form), 422
    return _to_page(group_id)


@blueprint.get("/<int(max=2147483647):group_id>/delete")
def delete_page(group_id: int) -> ResponseReturnValue:
    """What removing it means."""
    return render_template("operator/groups/delete.html", group=_found(group_id), form=FormPage())


@blueprint.post("/<int(max=2147483647):group_id>/delete")
def delete(group_id: int) -> ResponseReturnValue:
    """Remove it."""
    group = _found(group_id)
    try:
        commit(removing(group_id))
    except FormError as error:
        return render_template("operator/groups/delete.html", group=group, form=FormPage({}, error.errors)), 422
    flash(f"グループ「{group.name}」を削除しました。")
    return redirect(url_for("operator.groups.list_page"), 303)


def _already(count: int) -> str:
    return f"{count:,}件はすでに含まれています。" if count else ""


def _found(group_id: int) -> InstitutionGroup:
    with services().database.session() as session:
        try:
            return find_group(session, group_id)
        except GroupError:
            abort(404)


def _to_page(group_id: int) -> ResponseReturnValue:
    return redirect(url_for("operator.groups.page", group_id=group_id), 303)
