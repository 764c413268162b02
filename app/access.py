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


def _lookup(methods: frozenset[str]) -> Rule:
    return Rule(methods=methods, roles=_MAY_LOOK_UP, told=_TOLD, needs_window=True)


def _console(methods: frozenset[str]) -> Rule:
    return Rule(methods=methods, roles=frozenset({Role.OPERATOR}))


RULES: Final[Mapping[str, Rule]] = {
    "static": Rule(methods=_GET, public=True),
    "health.alive": Rule(methods=_GET, public=True),
    "health.ready": Rule(methods=_GET, public=True),
    "login.page": Rule(methods=_GET, public=True),
    "login.log_in": Rule(methods=_POST, public=True),
    "login.log_out": Rule(methods=_POST, roles=_EVERYONE, stages=frozenset(Stage)),
    "menu.root": Rule(methods=_GET, roles=_EVERYONE),
    "menu.page": Rule(methods=_GET, roles=_EVERYONE),
    "lookup.form_page": _lookup(_GET),
    "lookup.submit": _lookup(_POST),
    "lookup.search_page": _lookup(_GET),
    "lookup.result_page": _lookup(_GET),
    "operator.overview.page": _console(_GET),
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
