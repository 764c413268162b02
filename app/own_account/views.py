"""[アカウント設定]."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.login.chosen_password import PasswordAccount, Wrong, read_new_password
from app.login.leaving import farewell
from app.login.logged_in import LoggedIn, logged_in
from app.login.sent_again import take_already_set_text
from app.login.visit import let_in
from app.own_account import changes
from app.own_account.overview import overview
from app.own_account.reauthentication import is_own_password
from app.second_factor import enrolment
from app.second_factor.check import has_secret
from app.second_factor.enrolment import Enrolment, ShownAt
from app.second_factor.messages import ALREADY_SET, WRONG_FIRST_CODE
from app.second_factor.page import EnrolmentPage
from app.services import services
from app.state.models import Account

blueprint = Blueprint("own_account", __name__, url_prefix="/account")

REFUSAL: Final = (
    "今のパスワードが違います。もう一度入力してください。"
    "誤りが続くと、しばらくの間（15分以内）、正しいパスワードでも受け付けられません。"
)
_DONE: Final = "own_account_done"
_DONE_TEXTS: Final[Mapping[str, str]] = {
    "password": "パスワードを変更しました。ほかの端末のログインは終了しました。",
    "second_factor": ALREADY_SET,
}


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Second factor, sessions, and what can be changed."""
    user = _user()
    with services().database.session() as db:
        shown = overview(db, user)
    done = take_already_set_text() or _DONE_TEXTS.get(session.pop(_DONE, ""))
    return render_template("own_account/page.html", account=user.account, shown=shown, done=done)


@blueprint.get("/password")
def password_page() -> ResponseReturnValue:
    """The form for another password."""
    return render_template("own_account/password.html", errors={}, account=_account(_user()))


@blueprint.post("/password")
def change_password() -> ResponseReturnValue:
    """The present password, and the new one twice."""
    user = _user()
    account = _account(user)
    if not is_own_password(user, request.form.get("password", "")):
        return render_template("own_account/password.html", errors={"password": REFUSAL}, account=account), 422
    chosen = read_new_password(request.form, account)
    if isinstance(chosen, Wrong):
        return render_template("own_account/password.html", errors=chosen.errors, account=account), 422
    changed = changes.change_password(user, chosen)
    if changed:
        let_in(changed)
        session[_DONE] = "password"
    return redirect(url_for("own_account.page"), 303)


@blueprint.get("/second-factor")
def second_factor_page() -> ResponseReturnValue:
    """Before the secret is shown the password is asked again."""
    return render_template("own_account/second_factor.html", errors={}, account=_account(_user()))


@blueprint.post("/second-factor")
def set_second_factor() -> ResponseReturnValue:
    """The password, answered by a secret; then the first code made with it, answered by recovery codes."""
    user = _user()
    if "sealed" in request.form:
        return _confirm(user)
    if not is_own_password(user, request.form.get("password", "")):
        errors = {"password": REFUSAL}
        return render_template("own_account/second_factor.html", errors=errors, account=_account(user)), 422
    return _enrolment_page(user, _new_enrolment(user))


@blueprint.get("/recovery-codes")
def recovery_codes_page() -> ResponseReturnValue:
    """Before new ones are made the password is asked again."""
    account = _account(_user())
    if not account.has_second_factor:
        abort(404)
    return render_template("own_account/recovery_codes.html", errors={})


@blueprint.post("/recovery-codes")
def make_recovery_codes() -> ResponseReturnValue:
    """New ones, shown this once."""
    user = _user()
    if not is_own_password(user, request.form.get("password", "")):
        return render_template("own_account/recovery_codes.html", errors={"password": REFUSAL}), 422
    return _codes_page(changes.make_recovery_codes(user))


@blueprint.post("/log-out-everywhere")
def log_out_everywhere() -> ResponseReturnValue:
    """《すべての端末からログアウト》."""
    user = _user()
    session.clear()
    changes.log_out_everywhere(user)
    return farewell()


def _confirm(user: LoggedIn) -> ResponseReturnValue:
    now = services().clock.now()
    begun = enrolment.read(services().second_factors, request.form["sealed"], user.session_id, now)
    if begun is None:
        return redirect(url_for("own_account.second_factor_page"), 303)
    if _is_set(user, begun):
        session[_DONE] = "second_factor"
        return redirect(url_for("own_account.page"), 303)
    step = enrolment.confirmed_step(begun, request.form.get("code", ""), now)
    if step is None:
        return _enrolment_page(user, begun, WRONG_FIRST_CODE), 422
    return _codes_page(changes.set_second_factor(user, begun, step))


def _codes_page(codes: tuple[str, ...] | None) -> ResponseReturnValue:
    if codes is None:
        return redirect(url_for("own_account.page"), 303)
    return render_template("own_account/new_recovery_codes.html", codes=codes)


def _new_enrolment(user: LoggedIn) -> Enrolment:
    sealer, now = services().second_factors, services().clock.now()
    with services().database.session() as db:
        present = db.get_one(Account, user.account.id).second_factor
    return enrolment.begin(sealer, user.session_id, now, page=ShownAt.OWN_ACCOUNT, present=present)


def _is_set(user: LoggedIn, begun: Enrolment) -> bool:
    """Whether the form was sent before, as by a reload of the page with the recovery codes."""
    with services().database.session() as db:
        return has_secret(db.get_one(Account, user.account.id), begun.secret, services().second_factors)


def _enrolment_page(user: LoggedIn, begun: Enrolment, error: str | None = None) -> str:
    shown = EnrolmentPage.of(begun, user.account.user_id)
    return render_template("own_account/enrolment.html", page=shown, error=error)


def _user() -> LoggedIn:
    return logged_in() or abort(404)


def _account(user: LoggedIn) -> PasswordAccount:
    with services().database.session() as db:
        return PasswordAccount.of(db.get_one(Account, user.account.id))
