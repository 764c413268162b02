"""[メニュー]: what the account and its institution may open now."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import RULES, sees_item
from app.login.logged_in import logged_in
from app.menu.notices import notices
from app.services import services
from app.windows import coming_windows_of, open_windows_of

blueprint = Blueprint("menu", __name__)


@blueprint.get("/")
def root() -> ResponseReturnValue:
    """The service's address alone leads to the menu."""
    return redirect(url_for("menu.page"), 303)


@blueprint.get("/menu")
def page() -> ResponseReturnValue:
    """The menu, and when the look-up may be used."""
    user = logged_in()
    if user is None:
        abort(404)
    today = services().clock.today_in_japan()
    with services().database.session() as session:
        opened = open_windows_of(session, user.account.institution_id, today)
        coming = coming_windows_of(session, user.account.institution_id, today)
    rule, role = RULES["lookup.form_page"], user.account.role
    told = notices(opened, coming) if sees_item(rule, role, window_open=True) else []
    return render_template("menu.html", lookup_item=sees_item(rule, role, window_open=bool(opened)), notices=told)
