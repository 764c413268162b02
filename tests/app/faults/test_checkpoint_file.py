"""The checkpoint file is removed, filled with garbage or forged, under a service that runs or that starts."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from flask import Flask

from app.audit.checkpoint import read_checkpoint
from app.services import Services
from app.settings import Settings
from tests.app.browser import Browser
from tests.app.conftest import services_of
from tests.app.databases import only_on_sqlite
from tests.app.faults.desk import (
    Answer,
    Desk,
    assert_all_is_shown,
    assert_nothing_is_shown,
    assert_the_chain_is_whole,
)

pytestmark = only_on_sqlite

Harm = Callable[[Path, Services], None]


def remove(file: Path, _services: Services) -> None:
    file.unlink()


def fill_with_garbage(file: Path, _services: Services) -> None:
    file.write_bytes(b"\0\xff not a checkpoint")


def forge(file: Path, services: Services) -> None:
    """One that claims to be the latest of all times, with the signature of another."""
    present = read_checkpoint(file, services.audit.trail.keys)
    assert present
    file.write_text(json.dumps({**asdict(present), "at": present.at.isoformat(), "restores": 999, "sequence": 10**6}))


@pytest.mark.parametrize("harm", [remove, fill_with_garbage, forge])
def test_the_service_that_runs_replaces_it_by_its_own(
    desk: Desk, app: Flask, harm: Harm, capsys: pytest.CaptureFixture[str]
) -> None:
    """It knows itself how far the trail has come, so it goes on; the log tells of what was there."""
    services = services_of(app)
    services.audit.close()
    harm(services.settings.audit_checkpoint_file, services)
    assert_all_is_shown(desk)
    assert_the_chain_is_whole(app)
    found = read_checkpoint(services.settings.audit_checkpoint_file, services.audit.trail.keys)
    assert found
    assert (found.sequence, found.restores) == (desk.stored().events, 0)
    assert ("checkpoint_not_ours" in capsys.readouterr().err) == (harm is not remove)


@pytest.mark.parametrize("harm", [fill_with_garbage, forge])
def test_a_service_that_starts_shows_nothing_until_the_right_one_is_back(
    make_app: Callable[..., Flask], settings: Settings, harm: Harm
) -> None:
    first = make_app()
    assert Browser(first).log_in("medical_viewer").status_code == 303
    services_of(first).audit.close()
    right = settings.audit_checkpoint_file.read_bytes()
    harm(settings.audit_checkpoint_file, services_of(first))
    later = make_app()
    assert_nothing_is_shown(Answer.of(Browser(later).log_in("medical_viewer")))
    settings.audit_checkpoint_file.write_bytes(right)
    assert_all_is_shown(Desk.at(later))
    assert_the_chain_is_whole(later)
