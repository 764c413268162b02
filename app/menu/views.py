"""[メニュー]: what the account and its institution may open now."""

from collections.abc import Sequence

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import RULES, sees_item
from app.login.logged_in import logged_in
from app.services import services
from app.state.models import Window
from app.windows import open_windows_of

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
        windows = open_windows_of(session, user.account.institution_id, today)
    seen = sees_item(RULES["lookup.form_page"], user.account.role, window_open=bool(windows))
    return render_template("menu.html", lookup_item=seen, notices=_notices(windows) if seen else [])


def _notices(windows: Sequence[Window]) -> list[str]:
    last_day = max(window.closes_on for window in windows)
    item = "「緊急時医療情報・資格確認機能」の資格情報照会（システム障害時）"
    return [f"{item}を、{last_day.year}年{last_day.month}月{last_day.day}日まで利用できます。"]
