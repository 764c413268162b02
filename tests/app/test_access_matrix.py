"""Route × method × role × window state × stage of the log-in, generated from the one table and asked through HTTP.

`test_access.py` says in words of its own what the table must say; this says that the service does what the table says,
for every route there is.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from app.access import RULES, Decision, decide
from app.access_document import document, routes_of
from app.log_in_stages import Stage
from app.roles import Role
from app.state.models import LoginSession
from tests.app.conftest import services_of
from tests.app.databases import only_on_sqlite
from tests.app.moments import StoppedClock
from tests.app.test_access import log_in_then_probe, requests_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "access.md"

STATUS = {
    Decision.ALLOW: 200,
    Decision.LOGIN: 303,
    Decision.STAGE: 303,
    Decision.REFUSED_ROLE: 403,
    Decision.NOT_OPEN: 403,
    Decision.NOT_FOUND: 404,
}

pytestmark = only_on_sqlite


@pytest.fixture
def probed(app: Flask) -> Flask:
    """The service without its CSRF check, so that every POST comes to the guard alone."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.mark.parametrize("window_open", [True, False])
@pytest.mark.parametrize("role", [*Role, None])
def test_every_route_answers_as_the_table_says(
    probed: Flask, clock: StoppedClock, role: Role | None, *, window_open: bool
) -> None:
    if not window_open:
        clock.advance(timedelta(days=40))
    browser = log_in_then_probe(probed, role)
    for endpoint, method, path in requests_of(probed):
        decision = decide(RULES[endpoint], method, role, window_open=window_open)
        assert browser.client.open(path, method=method).status_code == STATUS[decision], (endpoint, method)


@pytest.mark.parametrize("stage", set(Stage) - {Stage.COMPLETE})
@pytest.mark.parametrize("role", Role)
def test_a_log_in_that_is_not_complete_opens_nothing_but_what_the_table_names(
    probed: Flask, role: Role, stage: Stage
) -> None:
    browser = log_in_then_probe(probed, role)
    with services_of(probed).database.session() as session:
        session.execute(update(LoginSession).values(stage=stage))
    for endpoint, method, path in requests_of(probed):
        rule = RULES[endpoint]
        expected = 200 if rule.public or stage in rule.stages else 303
        answer = browser.client.open(path, method=method)
        assert answer.status_code == expected, (endpoint, method)
        assert expected == 200 or answer.location == "/login", (endpoint, method)


def test_the_page_in_docs_is_what_the_table_says(app: Flask) -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    assert written == document(routes_of(app)), "python -m app.access_document > docs/access.md"


def test_the_page_shows_a_route_that_the_table_does_not_name_as_denied_to_all(app: Flask) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "")
    (line,) = [line for line in document(routes_of(app)).splitlines() if "/forgotten" in line]
    assert line == f"| GET | `/forgotten` |{' - |' * 7}"
