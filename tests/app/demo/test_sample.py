from pathlib import Path

import pytest

from analyzers import KEY_VERSION
from app.demo import sample
from app.demo.sample import SampleError, prepare_sample
from app.settings import Settings
from tests.app.records import publish_records


def settings_at(url: str) -> Settings:
    return Settings(engine_url=url, database_url="", key_file=Path(), audit_checkpoint_file=Path())


def test_what_somebody_published_is_never_replaced(tmp_path: Path) -> None:
    url = publish_records(tmp_path / "engine")
    before = sorted(path.name for path in (tmp_path / "engine").iterdir())
    said: list[str] = []
    assert not prepare_sample(settings_at(url), said.append)
    assert said == []
    assert sorted(path.name for path in (tmp_path / "engine").iterdir()) == before


def test_records_of_another_key_version_are_left_alone_too_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = publish_records(tmp_path / "engine")
    monkeypatch.setattr(sample, "KEY_VERSION", KEY_VERSION + 1)
    with pytest.raises(SampleError, match="another version"):
        prepare_sample(settings_at(url), print)


def test_an_engine_that_is_away_is_not_taken_for_an_empty_one(unused_port: int) -> None:
    with pytest.raises(SampleError, match="cannot be used"):
        prepare_sample(settings_at(f"http://127.0.0.1:{unused_port}"), print)


def test_a_loading_is_told_before_it_begins_and_one_that_fails_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample, "RECORDS", -1)
    said: list[str] = []
    with pytest.raises(SampleError, match="shikaku-indexer sample failed with exit status"):
        prepare_sample(settings_at(f"sqlite:///{tmp_path / 'engine'}"), said.append)
    assert len(said) == 1
    assert said[0].startswith("No records are there")
