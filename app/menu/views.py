"""[メニュー]: what the account and its institution may open now."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import RULES, sees_item
from app.login.logged_in import logged_in
from app.menu.notices import notices
from app.notices.reading import count_unread, newest_headings
from app.notices.views import reader_of_request
from app.roles import Role
from app.services import services
from app.windows import coming_windows_of, open_windows_of

blueprint = Blueprint("menu", __name__)


@blueprint.get("/")
def root() -> ResponseReturnValue:
    """The service's address alone leads to the menu."""
    return redirect(url_for("menu.page"), 303)


@blueprint.get("/menu")
def page() -> ResponseReturnValue:
    """The menu, when the look-up may be used, and the notices, those that this account has not read first.

    The 実施機関 has its console in its place.
    """
    user = logged_in()
    if user is None:
        abort(404)
    if user.account.role is Role.OPERATOR:
        return redirect(url_for("operator.overview.page"), 303)
    now, account = services().clock.now(), user.account
    with services().database.session() as session:
        opened = open_windows_of(session, account.institution_id, now)
        coming = coming_windows_of(session, account.institution_id, now)
        reader = reader_of_request() if sees_item(RULES["notices.list_page"], account.role, window_open=True) else None
        newest = newest_headings(session, reader) if reader else ()
        unread = count_unread(session, reader) if reader else 0
    rule = RULES["lookup.form_page"]
    return render_template(
        "menu.html",
        lookup_item=sees_item(rule, account.role, window_open=bool(opened)),
        accounts_item=sees_item(RULES["accounts.list_of_accounts"], account.role, window_open=bool(opened)),
        notices=notices(opened, coming) if sees_item(rule, account.role, window_open=True) else [],
        newest=newest,
        unread=unread,
    )
