"""[ログイン], from ユーザID and パスワード to the last stage, all at one address; and the way out."""

from typing import Final

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.audit.event import Kind
from app.audit.request_event import request_event
from app.audit.transaction import Transaction
from app.log_in_stages import Stage
from app.login import stage_pages
from app.login.ended import note_ended_session, take_ended_text
from app.login.leaving import farewell
from app.login.logged_in import logged_in
from app.login.password import try_password
from app.login.too_often import refuse_too_many
from app.login.visit import let_in
from app.login_sessions import end_session
from app.services import services

blueprint = Blueprint("login", __name__)

REFUSAL: Final = (
    "ユーザID又はパスワードが違うか、このアカウントは利用できません。入力内容を確認して、もう一度入力してください。"
    "誤りが続くと、しばらくの間（15分以内）、正しいパスワードでもログインできません。"
)
"""One message for an unknown ユーザID, a wrong password, a locked and a disabled account."""


@blueprint.get("/login")
def page() -> ResponseReturnValue:
    """The page of the stage that the log-in has come to; whoever is in already goes to the menu."""
    user = logged_in()
    if user is None:
        note_ended_session()
        return render_template("login/password.html", error=take_ended_text(), user_id="")
    if user.stage is Stage.COMPLETE:
        return redirect(url_for("menu.page"), 303)
    return stage_pages.show(user)


@blueprint.post("/login")
def log_in() -> ResponseReturnValue:
    """Whatever the stage asks for. It is counted before it is checked, however that ends.

    What was typed on the page of a stage that is over leads to the page of the present one.
    """
    refuse_too_many()
    user = logged_in()
    if user and user.stage is not Stage.COMPLETE:
        return stage_pages.submit(user)
    if stage_pages.FIELDS & request.form.keys():
        return redirect(url_for("login.page"), 303)
    user_id = request.form.get("user_id", "").strip()
    entered = try_password(user_id, request.form.get("password", ""))
    if entered is None:
        return render_template("login/password.html", error=REFUSAL, user_id=user_id), 401
    let_in(entered)
    return redirect(url_for("menu.page" if entered.stage is Stage.COMPLETE else "login.page"), 303)


@blueprint.post("/logout")
def log_out() -> ResponseReturnValue:
    """End the session on the server, erase its searches, and have the browser forget all it holds of us."""
    user = logged_in()
    session.clear()
    if user:
        left = request_event(Kind.LOG_OUT, subject=f"account:{user.account.user_id}")

        def end(transaction: Transaction) -> None:
            end_session(transaction.session, user.token)
            transaction.record(left)

        services().audit.commit(end)
    return farewell()
