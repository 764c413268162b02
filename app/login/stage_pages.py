"""The pages between a right password and the menu: the code, the set-up of a second factor, the new password."""

from typing import Final

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.log_in_stages import Stage
from app.login import new_password
from app.login.chosen_password import PasswordAccount, Wrong, read_new_password
from app.login.enrolment import enrol
from app.login.logged_in import LoggedIn
from app.login.second_factor import try_code
from app.login.sent_again import take_already_set_text
from app.login.visit import let_in
from app.second_factor import enrolment
from app.second_factor.enrolment import Enrolment, ShownAt
from app.second_factor.messages import WRONG_CODE, WRONG_FIRST_CODE
from app.second_factor.page import EnrolmentPage
from app.services import services
from app.state.models import Account

FIELDS: Final = frozenset({"code", "new_password"})
"""What these pages send, each at least one, and the first page does not."""


def show(user: LoggedIn) -> ResponseReturnValue:
    """The page of the stage."""
    match user.stage:
        case Stage.SECOND_FACTOR:
            return render_template("login/code.html", error=None, told=take_already_set_text())
        case Stage.ENROLMENT:
            return _enrolment_page(user, _new_enrolment(user))
        case _:
            told = take_already_set_text()
            return render_template("login/new_password.html", errors={}, account=_account(user), told=told)


def submit(user: LoggedIn) -> ResponseReturnValue:
    """What was typed there; what was typed anywhere else leads there."""
    match user.stage:
        case Stage.SECOND_FACTOR if "code" in request.form:
            return _take_code(user)
        case Stage.ENROLMENT if "sealed" in request.form:
            return _confirm(user)
        case Stage.NEW_PASSWORD if "new_password" in request.form:
            return _take_password(user)
        case _:
            return redirect(url_for("login.page"), 303)


def _take_code(user: LoggedIn) -> ResponseReturnValue:
    entered = try_code(user, request.form["code"])
    if entered is None:
        return render_template("login/code.html", error=WRONG_CODE, told=None), 401
    let_in(entered.user)
    if entered.recovery_codes_left is not None:
        return render_template("login/recovered.html", left=entered.recovery_codes_left)
    return _go_on(entered.user)


def _confirm(user: LoggedIn) -> ResponseReturnValue:
    now, sealer = services().clock.now(), services().second_factors
    begun = enrolment.read(sealer, request.form["sealed"], user.session_id, now)
    if begun is None:
        return redirect(url_for("login.page"), 303)
    step = enrolment.confirmed_step(begun, request.form.get("code", ""), now)
    if step is None:
        return _enrolment_page(user, begun, WRONG_FIRST_CODE), 422
    enrolled = enrol(user, begun, step)
    if enrolled is None:
        return redirect(url_for("login.page"), 303)
    let_in(enrolled.user)
    return render_template("login/recovery_codes.html", codes=enrolled.recovery_codes)


def _take_password(user: LoggedIn) -> ResponseReturnValue:
    account = _account(user)
    chosen = read_new_password(request.form, account)
    if isinstance(chosen, Wrong):
        return render_template("login/new_password.html", errors=chosen.errors, account=account, told=None), 422
    entered = new_password.take_password(user, chosen)
    if entered is None:
        return redirect(url_for("login.page"), 303)
    let_in(entered)
    return _go_on(entered)


def _go_on(user: LoggedIn) -> ResponseReturnValue:
    return redirect(url_for("menu.page" if user.stage is Stage.COMPLETE else "login.page"), 303)


def _new_enrolment(user: LoggedIn) -> Enrolment:
    sealer, now = services().second_factors, services().clock.now()
    with services().database.session() as db:
        present = db.get_one(Account, user.account.id).second_factor
    return enrolment.begin(sealer, user.session_id, now, page=ShownAt.LOG_IN, present=present)


def _enrolment_page(user: LoggedIn, begun: Enrolment, error: str | None = None) -> str:
    return render_template("login/enrolment.html", page=EnrolmentPage.of(begun, user.account.user_id), error=error)


def _account(user: LoggedIn) -> PasswordAccount:
    with services().database.session() as db:
        found = db.get(Account, user.account.id)
    return PasswordAccount.of(found) if found else abort(404)
