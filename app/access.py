"""Who may do what: one table, and the rule that reads it. What is not in the table is denied."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from app.log_in_stages import Stage
from app.roles import Role


class Decision(Enum):
    """What becomes of a request."""

    ALLOW = auto()
    LOGIN = auto()
    """Nobody is logged in: to the log-in page."""
    STAGE = auto()
    """The log-in is not complete: to the page of its stage."""
    REFUSED_ROLE = auto()
    """The function is there, but this account must log in again as another."""
    NOT_OPEN = auto()
    """The account may use the function, but no window is open for its institution."""
    NOT_FOUND = auto()
    """As if there were no such page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Access to one endpoint.

    ``roles`` may use it; ``told`` see that it exists and are told to log in with another account; for every
    other role there is no such page. ``public``: for anyone, logged in or not.
    """

    methods: frozenset[str]
    public: bool = False
    roles: frozenset[Role] = frozenset()
    told: frozenset[Role] = frozenset()
    needs_window: bool = False
    stages: frozenset[Stage] = frozenset({Stage.COMPLETE})
    """Sessions at these stages of the log-in may use it."""


_GET: Final = frozenset({"GET", "HEAD"})
_POST: Final = frozenset({"POST"})
_EVERYONE: Final = frozenset(Role)
_MAY_LOOK_UP: Final = frozenset({Role.MEDICAL_VIEWER, Role.ADMINISTRATOR})
_TOLD: Final = frozenset({Role.GENERAL})

_OWN_ACCOUNT_PAGES: Final = ("page", "password_page", "second_factor_page", "recovery_codes_page")
_OWN_ACCOUNT_CHANGES: Final = ("change_password", "set_second_factor", "make_recovery_codes", "log_out_everywhere")


def _lookup(methods: frozenset[str]) -> Rule:
    return Rule(methods=methods, roles=_MAY_LOOK_UP, told=_TOLD, needs_window=True)


def _console(methods: frozenset[str]) -> Rule:
    return Rule(methods=methods, roles=frozenset({Role.OPERATOR}))


def _of_accounts(pages: str, role: Role) -> dict[str, Rule]:
    """The pages of accounts stand at two addresses, each for one role."""
    shown, done = ("list_of_accounts", "form", "page", "confirmation"), ("create", "act")
    methods = {**dict.fromkeys(shown, _GET), **dict.fromkeys(done, _POST)}
    return {f"{pages}.{page}": Rule(methods=allowed, roles=frozenset({role})) for page, allowed in methods.items()}


RULES: Final[Mapping[str, Rule]] = {
    "static": Rule(methods=_GET, public=True),
    "health.alive": Rule(methods=_GET, public=True),
    "health.ready": Rule(methods=_GET, public=True),
    "login.page": Rule(methods=_GET, public=True),
    "login.log_in": Rule(methods=_POST, public=True),
    "login.log_out": Rule(methods=_POST, roles=_EVERYONE, stages=frozenset(Stage)),
    **{f"own_account.{page}": Rule(methods=_GET, roles=_EVERYONE) for page in _OWN_ACCOUNT_PAGES},
    **{f"own_account.{change}": Rule(methods=_POST, roles=_EVERYONE) for change in _OWN_ACCOUNT_CHANGES},
    "menu.root": Rule(methods=_GET, roles=_EVERYONE),
    "menu.page": Rule(methods=_GET, roles=_EVERYONE),
    "lookup.form_page": _lookup(_GET),
    "lookup.submit": _lookup(_POST),
    "lookup.search_page": _lookup(_GET),
    "lookup.result_page": _lookup(_GET),
    "notices.list_page": Rule(methods=_GET, roles=_MAY_LOOK_UP | _TOLD),
    "notices.notice_page": Rule(methods=_GET, roles=_MAY_LOOK_UP | _TOLD),
    "operator.overview.page": _console(_GET),
    "operator.windows.list_page": _console(_GET),
    "operator.windows.page": _console(_GET),
    "operator.windows.new_page": _console(_GET),
    "operator.windows.open_": _console(_POST),
    "operator.windows.edit_page": _console(_GET),
    "operator.windows.change": _console(_POST),
    "operator.windows.close_page": _console(_GET),
    "operator.windows.close": _console(_POST),
    "operator.notices.list_page": _console(_GET),
    "operator.notices.page": _console(_GET),
    "operator.notices.new_page": _console(_GET),
    "operator.notices.give": _console(_POST),
    "operator.institutions.list_page": _console(_GET),
    "operator.institutions.page": _console(_GET),
    "operator.institutions.new_page": _console(_GET),
    "operator.institutions.create": _console(_POST),
    "operator.institutions.edit_page": _console(_GET),
    "operator.institutions.change": _console(_POST),
    "operator.institutions.import_page": _console(_GET),
    "operator.institutions.import_file": _console(_POST),
    "operator.groups.list_page": _console(_GET),
    "operator.groups.page": _console(_GET),
    "operator.groups.new_page": _console(_GET),
    "operator.groups.create": _console(_POST),
    "operator.groups.edit_page": _console(_GET),
    "operator.groups.rename": _console(_POST),
    "operator.groups.members_page": _console(_GET),
    "operator.groups.change_members": _console(_POST),
    "operator.groups.delete_page": _console(_GET),
    "operator.groups.delete": _console(_POST),
    "operator.usage.page": _console(_GET),
    "operator.usage.table_page": _console(_GET),
    **_of_accounts("operator.accounts", Role.OPERATOR),
    **_of_accounts("accounts", Role.ADMINISTRATOR),
}
"""Every endpoint of the application; a test fails when one is missing here."""


STAGE_PAGES: Final[Mapping[Stage, str]] = {
    Stage.SECOND_FACTOR: "login.page",
    Stage.ENROLMENT: "login.page",
    Stage.NEW_PASSWORD: "login.page",
    Stage.COMPLETE: "menu.page",
}
"""The endpoint that each stage leads to."""


def decide(
    rule: Rule | None, method: str, role: Role | None, *, window_open: bool, stage: Stage = Stage.COMPLETE
) -> Decision:
    """Decide on a request.

    ``rule``: the table's for the endpoint, ``None`` if it has none. ``role``: of the account logged in,
    ``None`` if nobody is. ``window_open``: whether a window is open for the account's institution now.
    ``stage``: how far the log-in has come.
    """
    if rule is None or method not in rule.methods:
        return Decision.NOT_FOUND
    if rule.public:
        return Decision.ALLOW
    if role is None:
        return Decision.LOGIN
    if stage not in rule.stages:
        return Decision.NOT_FOUND if stage is Stage.COMPLETE else Decision.STAGE
    return _decide_on_role(rule, role, window_open=window_open)


def _decide_on_role(rule: Rule, role: Role, *, window_open: bool) -> Decision:
    if role not in rule.roles | rule.told:
        return Decision.NOT_FOUND
    if rule.needs_window and not window_open:
        return Decision.NOT_OPEN
    return Decision.ALLOW if role in rule.roles else Decision.REFUSED_ROLE


def sees_item(rule: Rule, role: Role, *, window_open: bool) -> bool:
    """Whether the menu shows the function to this role now."""
    return decide(rule, "GET", role, window_open=window_open) in {Decision.ALLOW, Decision.REFUSED_ROLE}
