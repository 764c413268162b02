"""A second installation for this folder, with the same accounts and records."""

from collections.abc import Iterator

import pytest

from tests.browser.desk import LogIns
from tests.browser.service import Installation, served


@pytest.fixture(scope="package")
def installation(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A copy of the one that all others use."""
    return installation.copy_to(tmp_path_factory.mktemp("operator") / "service")


@pytest.fixture(scope="package")
def address(installation: Installation) -> Iterator[str]:
    """Where the copy answers."""
    with served(installation) as address:
        yield address


@pytest.fixture(scope="package")
def log_ins() -> LogIns:
    """Those at the copy."""
    return {}
