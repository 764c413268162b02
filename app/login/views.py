"""[ログイン], and the way out."""

from typing import Final

from flask import Blueprint, abort, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user

from app.accounts import authenticate
from app.login.logged_in import LoggedIn, LoggedInAccount, logged_in, session_limits
from app.login_sessions import end_expired, end_session, session_id, start_session
from app.services import services

blueprint = Blueprint("login", __name__)

REFUSAL: Final = (
    "ユーザID又はパスワードが違うか、このアカウントは利用できません。入力内容を確認して、もう一度入力してください。"
)
"""One message for an unknown ユーザID, a wrong password and a disabled account."""

ENDED: Final = (
    "ログインの有効期間が終わりました。直前の操作（検索など）は行われていません。もう一度ログインしてください。"
)
"""Told once to whoever comes with a session that has ended."""


@blueprint.get("/login")
def page() -> ResponseReturnValue:
    """The form; whoever is logged in already goes to the menu."""
    if logged_in():
        return redirect(url_for("menu.page"), 303)
    return render_template("login.html", error=ENDED if session.pop("ended", None) else None, user_id="")


@blueprint.post("/login")
def log_in() -> ResponseReturnValue:
    """A right password begins a new session with a new token; whatever the browser held before is dropped.

    A log-in is counted before its password is checked, however that ends.
    """
    if not services().log_ins.allow(request.remote_addr):
        abort(429)
    user_id = request.form.get("user_id", "").strip()
    user = _start(user_id, request.form.get("password", ""))
    if user is None:
        return render_template("login.html", error=REFUSAL, user_id=user_id), 401
    session.clear()
    login_user(user)
    session.pop("_id", None)  # Flask-Login's fingerprint of address and browser, which nothing here reads
    return redirect(url_for("menu.page"), 303)


@blueprint.post("/logout")
def log_out() -> ResponseReturnValue:
    """End the session on the server, erase its searches, and have the browser forget all it holds of us."""
    user = logged_in()
    if user:
        with services().database.session() as db:
            end_session(db, user.token)
    session.clear()
    response = make_response(redirect(url_for("login.page"), 303))
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def _start(user_id: str, password: str) -> LoggedIn | None:
    now = services().clock.now()
    earlier = logged_in()
    with services().database.session() as db:
        account = authenticate(db, user_id, password)
        if account is None:
            return None
        end_expired(db, now, session_limits(services()))
        if earlier:
            end_session(db, earlier.token)
        token = start_session(db, account.id, now)
        return LoggedIn(token, session_id(token), LoggedInAccount.of(account))
