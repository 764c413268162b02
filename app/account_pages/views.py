"""The pages, one set for both addresses; which accounts they are about is the scope of whoever is logged in."""

from typing import Final

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app.account_changes import Action, add_account, change_account
from app.account_pages.filters import Filters
from app.account_pages.form import NewAccount, read_new_account
from app.account_pages.listing import Row, list_page, rows_of
from app.account_pages.scope import NoSuchAccountError, Scope
from app.account_pages.states import State
from app.account_pages.words import WORDS
from app.accounts import ONE_TIME_FOR, AccountError, temporary_password
from app.audit.event import Kind
from app.audit.keys import AuditKey
from app.audit.request_event import actor_of_request, request_event
from app.audit.transaction import Transaction
from app.error_pages import error_page
from app.error_texts import BY_STATUS
from app.institutions import InstitutionError, find_institution
from app.login.logged_in import logged_in, session_limits
from app.login_sessions import living_sessions
from app.operator.form_page import FormError, FormPage, at
from app.operator.paging import page_number
from app.services import services
from app.state.models import Account, Institution

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")

_DONE: Final = "account_done"
"""What was just done, told once on the account's page; the cookie carries this word and no more."""

_ANY: Final = ("", "すべて")

_ACCOUNT: Final = "<int(max=2147483647):account_id>"


@blueprint.get("")
def list_of_accounts() -> ResponseReturnValue:
    """All that are managed, or those that the filters let through."""
    filters = Filters.of(request.args)
    with services().database.session() as db:
        page = list_page(db, _scope(), filters, page_number(), now=services().clock.now(), key=_audit_key())
    return _render("accounts/list.html", page=page, form=FormPage(filters.typed))


@blueprint.get("/new")
def form() -> ResponseReturnValue:
    """The form of a new account."""
    return _render("accounts/new.html", form=FormPage())


@blueprint.post("/new")
def create() -> ResponseReturnValue:
    """Make it, and show its one-time password on this answer and nowhere else."""
    scope = _scope()
    try:
        account, password = _create(scope, read_new_account(scope, request.form))
    except FormError as error:
        return _render("accounts/new.html", form=FormPage(request.form, error.errors)), 422
    return _password_page(account.id, account.user_id, password)


@blueprint.get(f"/{_ACCOUNT}")
def page(account_id: int) -> ResponseReturnValue:
    """One account: how it stands, and what can be done to it."""
    done = session.pop(_DONE, None)
    return _account_page(account_id, done=WORDS[Action(done)].done if done in set(Action) else "")


@blueprint.get(f"/{_ACCOUNT}/<action>")
def confirmation(account_id: int, action: str) -> ResponseReturnValue:
    """What it will do, before it is done."""
    words = WORDS[_action(action)]
    try:
        with services().database.session() as db:
            account = _scope().find_to_change(db, account_id)
    except AccountError as error:
        return _account_page(account_id, error=error.japanese), 422
    return _render("accounts/confirmation.html", user_id=account.user_id, account_id=account_id, words=words)


@blueprint.post(f"/{_ACCOUNT}/<action>")
def act(account_id: int, action: str) -> ResponseReturnValue:
    """Do it. A new one-time password is shown on this answer and nowhere else."""
    asked = _action(action)
    try:
        user_id, password = _change(_scope(), account_id, asked)
    except AccountError as error:
        return _account_page(account_id, error=error.japanese), 422
    if password:
        return _password_page(account_id, user_id, password)
    session[_DONE] = asked.value
    return redirect(url_for(".page", account_id=account_id), 303)


@blueprint.errorhandler(NoSuchAccountError)
def no_such_account(_error: NoSuchAccountError) -> ResponseReturnValue:
    """Another institution's account is answered, and recorded, as one that is not there."""
    details = {"endpoint": request.endpoint, "method": request.method}
    services().audit.record(request_event(Kind.ACCESS_REFUSED, outcome="no_such_account", details=details))
    return error_page(BY_STATUS[404], 404)


def _create(scope: Scope, asked: NewAccount) -> tuple[Account, str]:
    password = temporary_password()
    actor, now = actor_of_request(), services().clock.now()

    def work(transaction: Transaction) -> Account:
        scope.require_in_use(transaction.session)
        return add_account(
            transaction,
            user_id=asked.user_id,
            role=asked.role,
            institution=_institution(transaction.session, scope, asked),
            password=password,
            must_change_password=True,
            actor=actor,
            now=now,
        )

    try:
        return services().audit.commit(work), password
    except InstitutionError as error:
        raise at("institution", error) from None
    except AccountError as error:
        raise at(error.field, error) from None


def _institution(db: Session, scope: Scope, asked: NewAccount) -> Institution | None:
    if scope.is_everything:
        return find_institution(db, asked.institution) if asked.institution else None
    return db.get(Institution, scope.institution_id)


def _change(scope: Scope, account_id: int, action: Action) -> tuple[str, str]:
    """The account's ユーザID, and its new one-time password if it has one."""
    actor, now, key = actor_of_request(), services().clock.now(), _audit_key()

    def work(transaction: Transaction) -> tuple[str, str]:
        user_id = scope.find_to_change(transaction.session, account_id).user_id
        return user_id, change_account(transaction, action, user_id, actor=actor, now=now, key=key)

    return services().audit.commit(work)


def _account_page(account_id: int, *, done: str = "", error: str = "") -> str:
    scope, now = _scope(), services().clock.now()
    with services().database.session() as db:
        (account,) = rows_of(db, [scope.find(db, account_id)], now=now, key=_audit_key())
        sessions = len(living_sessions(db, account_id, now, session_limits(services())))
    offered = [] if account_id == scope.acting_id else _offered(scope, account, sessions)
    actions = [(action.value, WORDS[action]) for action in offered]
    return _render("accounts/account.html", account=account, sessions=sessions, actions=actions, done=done, error=error)


def _password_page(account_id: int, user_id: str, password: str) -> str:
    days = ONE_TIME_FOR.days
    return _render("accounts/password.html", user_id=user_id, account_id=account_id, password=password, days=days)


def _offered(scope: Scope, account: Row, sessions: int) -> list[Action]:
    disabled, by_operator = (state in account.states for state in (State.DISABLED, State.DISABLED_BY_OPERATOR))
    offered = {
        Action.UNLOCK: State.LOCKED in account.states,
        Action.RESET: True,
        Action.END_SESSIONS: sessions > 0,
        Action.DISABLE: not disabled or (scope.is_everything and not by_operator),
        Action.ENABLE: disabled and (scope.is_everything or not by_operator),
    }
    return [action for action, is_offered in offered.items() if is_offered]


def _action(name: str) -> Action:
    if name not in set(Action):
        abort(404)
    return Action(name)


def _scope() -> Scope:
    user = logged_in()
    if user is None:
        raise NoSuchAccountError
    return Scope.of(user.account)


def _audit_key() -> AuditKey:
    return services().audit.trail.keys.newest


def _choices(scope: Scope) -> dict[str, list[tuple[str, str]]]:
    """Values and names of what is chosen from."""
    roles = [(role.value, role.label) for role in scope.roles]
    states = [(state.value, state.label) for state in State]
    return {"roles": roles, "any_role": [_ANY, *roles], "any_state": [_ANY, *states]}


def _render(template: str, **context: object) -> str:
    """In the console's frame for the 実施機関, in the service's own for an administrator."""
    scope = _scope()
    layout = "operator/base.html" if scope.is_everything else "accounts/base.html"
    return render_template(template, layout=layout, scope=scope, **_choices(scope), **context)
