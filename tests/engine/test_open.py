from pathlib import Path

import pytest

from engine.contract import EngineError, EngineUnavailableError
from engine.open import open_engine, open_index_engine
from engine.opensearch.engine import OpenSearchIndexEngine, OpenSearchLookupEngine
from engine.sqlite.engine import SqliteIndexEngine, SqliteLookupEngine
from tests.engine.records import a_document, a_query


def test_what_is_built_under_a_url_is_looked_up_under_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'records'}"
    index_engine, engine = open_index_engine(url), open_engine(url)
    with pytest.raises(EngineUnavailableError):
        engine.search(a_query())

    generation = index_engine.begin()
    generation.write([a_document()])
    generation.complete()
    generation.publish()

    assert len(engine.search(a_query())) == 1
    index_engine.close()
    engine.close()


def test_a_relative_folder_lies_under_the_current_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    engine = open_index_engine("sqlite:///some/records")

    engine.begin().discard()

    assert (tmp_path / "some" / "records").is_dir()
    engine.close()


def test_the_service_gets_an_engine_that_cannot_build(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}", "http://127.0.0.1:1"):
        assert not isinstance(open_engine(url), SqliteIndexEngine | OpenSearchIndexEngine)
        assert isinstance(open_engine(url), SqliteLookupEngine | OpenSearchLookupEngine)


def test_a_file_of_trusted_certificates_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"missing\.pem"):
        open_engine("https://127.0.0.1:9200", ca_file=tmp_path / "missing.pem")
