"""One service and one Chromium for the whole folder; windows of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser import people
from tests.browser.desk import CHROMIUM_FLAGS, Desk, LogIns, a_desk
from tests.browser.service import Installation, install, served

_SAMPLE_RECORDS = 300


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """It holds an event loop, so it ends with this folder."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def chromium(playwright: Playwright, chromium_path: Path) -> Iterator[Browser]:
    """A real Chromium."""
    browser = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_FLAGS, timeout=60_000)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def installation(chromium_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """One installation with the sample and the tests' own people; made only where there is a Chromium."""
    installation = install(tmp_path_factory.mktemp("service"))
    sample = installation.feeds / "sample.csv"
    installation.shikaku_indexer("sample", "--records", str(_SAMPLE_RECORDS), "--out", str(sample))
    for name, feed in (("others", people.feed()), ("moves", people.feed_of_who_moves("東京都港区1"))):
        (installation.feeds / f"{name}.csv").write_text(feed, encoding="utf-8")
    installation.load()
    return installation


@pytest.fixture(scope="package")
def address(installation: Installation) -> Iterator[str]:
    """Where the service answers."""
    with served(installation) as address:
        yield address


@pytest.fixture(scope="package")
def log_ins() -> LogIns:
    """Kept between tests, so that not each of them must log in."""
    return {}


@pytest.fixture
def desk(chromium: Browser, address: str, log_ins: LogIns) -> Iterator[Desk]:
    """A clinic's desk with nothing open yet."""
    with a_desk(chromium, address, log_ins) as desk:
        yield desk
