"""docs/access.md, written from the access table and the routes: ``python -m app.access_document > docs/access.md``."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Flask

from app.access import RULES, Decision, Rule, decide
from app.log_in_stages import Stage
from app.roles import Role

_HEAD: Final = """# Access

Who may do what, on which page and while which window state. This page is written from the table in `app/access.py`
(`python -m app.access_document`), which the service itself reads on every request; a test fails when they differ, or
when a route is not in the table. What is not in the table is denied.

- **yes**: allowed. **open**: allowed while a window is open for the institution, else 403 with the reason.
- **told**: 403, and with which account to log in again (also 403 while no window is open).
- **-**: 404, as if there were no such page. **log-in**: sent to the log-in page.
- A log-in that is not complete (second factor, first password) opens nothing but what its column names.
"""

_STAGES: Final = {
    Stage.SECOND_FACTOR: "code asked for",
    Stage.ENROLMENT: "second factor to set up",
    Stage.NEW_PASSWORD: "password to change",
}
_COLUMNS: Final = ("method", "address", "nobody", *(role.value for role in Role), "log-in not complete")


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one address, and the endpoint that answers it."""

    method: str
    address: str
    endpoint: str


def routes_of(app: Flask) -> list[Route]:
    """Every method of every address of the application, in order. ``HEAD`` goes with ``GET``."""
    return sorted(
        (
            Route(method, rule.rule, rule.endpoint)
            for rule in app.url_map.iter_rules()
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        ),
        key=lambda route: (route.address, route.method),
    )


def document(routes: Iterable[Route]) -> str:
    """The page, in Markdown."""
    lines = [_line(_COLUMNS), _line(["---"] * len(_COLUMNS)), *(_line(_cells(route)) for route in routes)]
    return "\n".join([_HEAD, *lines, ""])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(route: Route) -> list[str]:
    rule = RULES.get(route.endpoint)
    return [
        route.method,
        f"`{route.address}`",
        _cell(rule, route.method, None),
        *(_cell(rule, route.method, role) for role in Role),
        _stages(rule),
    ]


def _cell(rule: Rule | None, method: str, role: Role | None) -> str:
    opened = decide(rule, method, role, window_open=True)
    closed = decide(rule, method, role, window_open=False)
    match opened:
        case Decision.ALLOW:
            return "yes" if closed is Decision.ALLOW else "open"
        case Decision.REFUSED_ROLE:
            return "told"
        case Decision.LOGIN:
            return "log-in"
        case _:
            return "-"


def _stages(rule: Rule | None) -> str:
    if rule is None or rule.public:
        return "yes" if rule else "-"
    named = [words for stage, words in _STAGES.items() if stage in rule.stages]
    return "yes" if len(named) == len(_STAGES) else ", ".join(named) or "-"


def main() -> None:
    """Write the page to standard output."""
    from app.factory import BLUEPRINTS  # noqa: PLC0415 -- the application's parts are needed here alone

    app = Flask("app")
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    sys.stdout.write(document(routes_of(app)))


if __name__ == "__main__":
    main()
