"""A form of the log-in that is sent again when its stage is over, as by a reload of the page that answered it.

Its CSRF token was dropped with the session's former token, so it never gets to the view. It was not refused, though:
what it asked for is done.
"""

from typing import Final

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from app.log_in_stages import Stage
from app.login.logged_in import LoggedIn, logged_in
from app.second_factor.messages import ALREADY_SET
from app.services import services
from app.state.models import Account

_TOLD: Final = "second_factor_already_set"


def answer_to_form_sent_again() -> ResponseReturnValue | None:
    """To the present stage; ``None`` if the current request is no such form. Nothing of what it says is done."""
    if request.endpoint != "login.log_in":
        return None
    stage, user = _stage_of_form(), logged_in()
    if user is None or stage is None or stage is user.stage:
        return None
    if stage is Stage.ENROLMENT and _has_second_factor(user):
        session[_TOLD] = True
        page = "own_account.page" if user.stage is Stage.COMPLETE else "login.page"
        return redirect(url_for(page), 303)
    return redirect(url_for("login.page"), 303)


def take_already_set_text() -> str | None:
    """What to tell, once, whoever sent the form of an enrolment again; ``None`` if there is nothing."""
    return ALREADY_SET if session.pop(_TOLD, False) else None


def _stage_of_form() -> Stage | None:
    if "sealed" in request.form:
        return Stage.ENROLMENT
    if "code" in request.form:
        return Stage.SECOND_FACTOR
    return Stage.NEW_PASSWORD if "new_password" in request.form else None


def _has_second_factor(user: LoggedIn) -> bool:
    with services().database.session() as db:
        return db.get_one(Account, user.account.id).second_factor is not None
