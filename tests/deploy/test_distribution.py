"""The server's files are there whole or not at all."""

import hashlib
import os
import zipfile
from pathlib import Path

import pytest

from deploy.local_node import distribution
from deploy.local_node.errors import LocalNodeError


def an_archive(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("opensearch-3.8.0/bin/opensearch", "#!/bin/sh\n")
        archive.writestr("opensearch-3.8.0/config/opensearch.yml", "")
    return path


def test_an_archive_with_the_published_checksum_is_accepted_and_any_other_refused(tmp_path: Path) -> None:
    archive = an_archive(tmp_path / "server.zip")
    published = hashlib.sha512(archive.read_bytes()).hexdigest()
    distribution.check(archive, published)
    archive.write_bytes(archive.read_bytes()[:-1])
    with pytest.raises(LocalNodeError, match="damaged"):
        distribution.check(archive, published)


def test_commands_can_be_run_and_settings_read_by_everyone(tmp_path: Path) -> None:
    distribution.unpack(an_archive(tmp_path / "server.zip"), tmp_path / "files")
    command = tmp_path / "files" / "opensearch-3.8.0" / "bin" / "opensearch"
    settings = tmp_path / "files" / "opensearch-3.8.0" / "config" / "opensearch.yml"
    assert os.access(command, os.X_OK)
    assert command.stat().st_mode & 0o777 == 0o755
    assert settings.stat().st_mode & 0o777 == 0o644


def test_a_damaged_download_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distribution, "_fetch", lambda cache: an_archive(cache / "server.zip"))
    with pytest.raises(LocalNodeError):
        distribution.unpacked_server(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def test_a_server_that_is_there_is_not_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched = []

    def fetch(cache: Path) -> Path:
        fetched.append(cache)
        return an_archive(cache / "server.zip")

    monkeypatch.setattr(distribution, "_fetch", fetch)
    monkeypatch.setattr(distribution, "check", lambda *_: None)
    first = distribution.unpacked_server(tmp_path)
    again = distribution.unpacked_server(tmp_path)
    assert first == again == tmp_path / "opensearch-3.8.0"
    assert (first / "bin" / "opensearch").is_file()
    assert len(fetched) == 1
