"""The file of the latest checkpoint."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.audit.chain import Head
from app.audit.checkpoint import (
    Checkpoint,
    CheckpointError,
    copy_checkpoint,
    read_checkpoint,
    read_unproved,
    require_place,
    take_checkpoint,
    write_checkpoint,
)
from app.audit.keys import AuditKeys
from tests.app.audit.chains import FOREIGN_KEY, KEYS, OLD_KEY, START


def taken(sequence: int = 5, restores: int = 0, keys: AuditKeys = KEYS) -> Checkpoint:
    return take_checkpoint(Head(sequence, "ab" * 32), START, restores, keys)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "checkpoint.json"


def test_it_is_read_as_it_was_written(file: Path) -> None:
    write_checkpoint(file, taken())
    assert read_checkpoint(file, KEYS) == taken()


def test_one_signed_by_an_older_key_counts(file: Path) -> None:
    older = taken(keys=AuditKeys((OLD_KEY,)))
    write_checkpoint(file, older)
    assert read_checkpoint(file, KEYS) == older


def test_no_file_is_no_checkpoint(file: Path) -> None:
    assert read_checkpoint(file, KEYS) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sequence", 4),
        ("mac", "0" * 64),
        ("at", "2020-01-01T00:00:00+00:00"),
        ("restores", 1),
        ("key_id", OLD_KEY.id),
        ("key_id", "nobody's"),
        ("signature", "0" * 64),
        ("signature", "署名"),
        ("mac", "\ud800"),
    ],
)
def test_a_changed_one_is_refused(file: Path, field: str, value: object) -> None:
    write_checkpoint(file, taken())
    file.write_text(json.dumps({**json.loads(file.read_text()), field: value}))
    with pytest.raises(CheckpointError, match="signed by none"):
        read_checkpoint(file, KEYS)


def test_one_signed_with_another_key_is_refused(file: Path) -> None:
    forged = replace(taken(keys=AuditKeys((FOREIGN_KEY,))), key_id=KEYS.newest.id)
    write_checkpoint(file, forged)
    with pytest.raises(CheckpointError, match="signed by none"):
        read_checkpoint(file, KEYS)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"7", b"{", b"\xff\xfe", b'{"sequence": "5"}', b"null"])
def test_what_is_no_checkpoint_is_refused_and_replaced(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(CheckpointError, match="is not a checkpoint"):
        read_checkpoint(file, KEYS)
    assert read_unproved(file) is None
    write_checkpoint(file, taken())
    assert read_checkpoint(file, KEYS) == taken()


@settings(max_examples=25)  # each writes to the disk
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 20)), min_size=1, max_size=6))
def test_an_older_one_never_replaces_a_newer_one(
    tmp_path_factory: pytest.TempPathFactory, written: list[tuple[int, int]]
) -> None:
    """Newer is what had more restores, and with as many, more events."""
    file = tmp_path_factory.mktemp("checkpoint") / "checkpoint.json"
    for restores, sequence in written:
        write_checkpoint(file, taken(sequence, restores))
    found = read_checkpoint(file, KEYS)
    assert found
    assert (found.restores, found.sequence) == max(written)


def test_a_copy_replaces_whatever_is_there(file: Path) -> None:
    write_checkpoint(file, taken(9))
    copy_checkpoint(file, taken(5))
    assert read_checkpoint(file, KEYS) == taken(5)


@pytest.mark.parametrize("step", ["fsync", "fdopen"])
def test_a_write_that_fails_leaves_the_former_one_whole(file: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    write_checkpoint(file, taken(5))

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, step, fail)
        with pytest.raises(CheckpointError, match="No space left on device"):
            write_checkpoint(file, taken(6))
    assert read_checkpoint(file, KEYS) == taken(5)
    assert {path.name for path in file.parent.iterdir()} <= {"checkpoint.json", "checkpoint.json.lock"}


def test_only_its_owner_reads_it(file: Path) -> None:
    write_checkpoint(file, taken())
    assert file.stat().st_mode & 0o777 == 0o600


def test_whether_there_is_a_place_for_it_is_found_out_without_one(file: Path, tmp_path: Path) -> None:
    require_place(file)
    assert not file.exists()
    (tmp_path / "no folder").write_text("")
    with pytest.raises(CheckpointError, match="SHIKAKU_AUDIT_CHECKPOINT_FILE"):
        require_place(tmp_path / "no folder" / "checkpoint.json")


def test_what_root_writes_belongs_to_the_folders_owner(file: Path) -> None:
    """The service must be able to replace what a command of root's wrote."""
    file.parent.mkdir()
    if os.geteuid() == 0:
        os.chown(file.parent, 65534, 65534)
    write_checkpoint(file, taken())
    owner = file.parent.stat().st_uid
    assert {path.stat().st_uid for path in file.parent.iterdir()} == {owner}
    assert len(list(file.parent.iterdir())) == 2, "the checkpoint and its lock"
