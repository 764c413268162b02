"""The real parts tests may ask for: an OpenSearch node, a Chromium and a PostgreSQL server.

Their fixtures are `opensearch_url`, `chromium_path` and `postgresql_server`. A test that uses one carries its marker
(`opensearch`, `browser`, `postgresql`) by itself; one that runs once for each kind of database carries the marker with
that parameter. Where a part cannot be had the test is skipped and says why; but it fails if the environment variable
SHIKAKU_REQUIRE, a list parted by commas, names the part, and so does a run in which no test of a required part ran.
Every run ends by saying how many did.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPException
from pathlib import Path
from typing import NoReturn
from urllib.request import urlopen

import pytest

from deploy.local_node import LocalNode, LocalNodeError, default_home
from tests.postgresql_server import PostgreSQLServerError, require_server_at, running_server

PARTS = {"opensearch": "OpenSearch", "browser": "browser", "postgresql": "PostgreSQL"}
_FIXTURES = {"opensearch_url": "opensearch", "chromium_path": "browser", "postgresql_server": "postgresql"}
_REQUIRE = "SHIKAKU_REQUIRE"
_CHROMIUM_COMMANDS = ("chromium", "chromium-browser", "google-chrome")
_PROPERTY = "real_part"


def required_parts() -> set[str]:
    """Read SHIKAKU_REQUIRE; a name that is no part is wrong usage, not a wish to be forgotten."""
    required = {name.strip() for name in os.environ.get(_REQUIRE, "").split(",")} - {""}
    if unknown := sorted(required - set(PARTS)):
        raise pytest.UsageError(f"{_REQUIRE} names {', '.join(unknown)}; there are: {', '.join(PARTS)}")
    return required


@pytest.fixture(scope="session")
def opensearch_url() -> Iterator[str]:
    """Give the address of a real OpenSearch node.

    It is SHIKAKU_TEST_OPENSEARCH_URL, else that of the node `make opensearch` started, else that of one
    started here and stopped after the last test.
    """
    if given := os.environ.get("SHIKAKU_TEST_OPENSEARCH_URL"):
        _check_that_it_answers(given)
        yield given
        return
    try:
        node = LocalNode(default_home())
        address = node.start()
    except LocalNodeError as error:
        _do_without("opensearch", str(error))
    yield address
    if node.was_started_here:
        node.stop()


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """Give the command of a real Chromium: SHIKAKU_CHROMIUM, else the first of the usual names on PATH."""
    names = [given] if (given := os.environ.get("SHIKAKU_CHROMIUM")) else _CHROMIUM_COMMANDS
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        _do_without("browser", f"no Chromium: looked for {', '.join(names)}; install one or set SHIKAKU_CHROMIUM")
    return Path(found)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Give the address of a real PostgreSQL server, with a user who may create databases.

    It is SHIKAKU_TEST_POSTGRESQL_URL, else that of a server started here and stopped after the last test.
    """
    with ExitStack() as until_the_end:
        try:
            if address := os.environ.get("SHIKAKU_TEST_POSTGRESQL_URL"):
                require_server_at(address)
            else:
                address = until_the_end.enter_context(running_server())
        except PostgreSQLServerError as error:
            _do_without("postgresql", str(error))
        yield address


def pytest_configure(config: pytest.Config) -> None:
    """Count from the start, and refuse an unknown part at once."""
    config.pluginmanager.register(_RealPartsCount(required_parts()), "real-parts-count")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark each test with the real parts it asks for, so that no marker is forgotten."""
    for fixture in getattr(item, "fixturenames", ()):
        if fixture in _FIXTURES:
            item.add_marker(_FIXTURES[fixture])
    for part in PARTS:
        if item.get_closest_marker(part):
            item.user_properties.append((_PROPERTY, part))


class _RealPartsCount:
    """Counts the tests of each part that ran to an end, good or bad; lets no required part go untested."""

    def __init__(self, required: set[str]) -> None:
        self._required = required
        self._ran: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and not report.skipped:
            self._ran.update(str(value) for name, value in report.user_properties if name == _PROPERTY)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._untested() and session.exitstatus == pytest.ExitCode.OK and not session.config.option.collectonly:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
        yield
        for part, name in PARTS.items():
            missing = " - REQUIRED, so this run fails" if part in self._untested() else ""
            terminalreporter.write_line(f"real {name} tests: {self._ran[part]} ran{missing}")

    def _untested(self) -> set[str]:
        return {part for part in self._required if not self._ran[part]}


def _check_that_it_answers(url: str) -> None:
    try:
        with urlopen(url, timeout=10):  # noqa: S310 - the address of a test node, from whoever runs the tests
            pass
    except (OSError, HTTPException, ValueError) as error:
        _do_without("opensearch", f"nothing answers at SHIKAKU_TEST_OPENSEARCH_URL: {error}")


def _do_without(part: str, reason: str) -> NoReturn:
    if part in required_parts():
        pytest.fail(f"{reason} ({_REQUIRE} asks for {part})", pytrace=False)
    pytest.skip(reason)
