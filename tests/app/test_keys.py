import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from app.keys import Key, KeyFileError, Purpose, create_key_file, read_key_file, retire_key, rotate_keys
from app.sealer import SealBrokenError, Sealer
from tests.app.moments import NOON_IN_JAPAN

LATER = NOON_IN_JAPAN + timedelta(days=365)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "keys.json"
    create_key_file(path, NOON_IN_JAPAN)
    return path


def a_key(name: str) -> Key:
    return Key(name, Fernet.generate_key().decode(), NOON_IN_JAPAN)


def test_a_new_key_file_is_its_owners_alone(key_file: Path) -> None:
    assert key_file.stat().st_mode & 0o777 == 0o600


def test_every_purpose_has_a_key_of_its_own(key_file: Path) -> None:
    ring = read_key_file(key_file)
    assert set(ring) == set(Purpose)
    assert len({key.key for keys in ring.values() for key in keys}) == len(Purpose)
    assert all(key.created == NOON_IN_JAPAN for keys in ring.values() for key in keys)


def test_a_key_file_is_never_overwritten(key_file: Path) -> None:
    before = key_file.read_bytes()
    with pytest.raises(KeyFileError, match="exists already"):
        create_key_file(key_file, NOON_IN_JAPAN)
    assert key_file.read_bytes() == before
    assert [path.name for path in key_file.parent.iterdir()] == ["keys.json"]


def test_a_key_file_that_cannot_be_made_or_changed_is_told_and_left_as_it_was(
    key_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = key_file.read_bytes()
    old = rotate_keys(key_file, [Purpose.SESSION], LATER)[Purpose.SESSION][1].id
    rotated = key_file.read_bytes()
    assert rotated != before
    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(KeyFileError, match=r"cannot be written \(No space left"):
        rotate_keys(key_file, [Purpose.AUDIT], LATER)
    with pytest.raises(KeyFileError, match=r"cannot be written \(No space left"):
        retire_key(key_file, old)
    with pytest.raises(KeyFileError, match=r"cannot be written \(No space left"):
        create_key_file(tmp_path / "others.json", NOON_IN_JAPAN)
    assert key_file.read_bytes() == rotated
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


def test_new_keys_are_on_the_disk_before_anything_is_sealed_with_them(
    key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a power cut could bring the file of before back, and what was signed since would be nobody's."""
    synced: list[int] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    rotate_keys(key_file, [Purpose.AUDIT], LATER)
    assert synced == [key_file.stat().st_ino, key_file.parent.stat().st_ino]
    another = key_file.with_name("another.json")
    create_key_file(another, NOON_IN_JAPAN)
    assert synced[2:] == [another.stat().st_ino, another.parent.stat().st_ino]


def test_a_missing_key_file_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="shikaku keys create"):
        read_key_file(tmp_path / "keys.json")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_key_file_open_to_others_is_refused(key_file: Path, mode: int) -> None:
    key_file.chmod(mode)
    with pytest.raises(KeyFileError, match="open to others"):
        read_key_file(key_file)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"session": []}', "\x00", '{"session": [{"id": "a"}]}'])
def test_what_is_not_a_whole_key_file_is_refused(key_file: Path, text: str) -> None:
    key_file.write_text(text)
    with pytest.raises(KeyFileError, match="not a whole key file"):
        read_key_file(key_file)


def test_a_damaged_key_is_refused_and_not_shown(key_file: Path) -> None:
    ring = json.loads(key_file.read_text())
    ring["audit"][0]["key"] = "canary"
    key_file.write_text(json.dumps(ring))
    with pytest.raises(KeyFileError) as error:
        read_key_file(key_file)
    assert "canary" not in str(error.value)


def test_a_keys_text_is_not_printed_with_it(key_file: Path) -> None:
    (key,) = read_key_file(key_file)[Purpose.SESSION]
    assert key.key not in repr(key)


@given(st.binary())
def test_what_was_sealed_opens_again_and_cannot_be_read_sealed(plain: bytes) -> None:
    sealer = Sealer([a_key("one")])
    sealed = sealer.seal(plain)
    assert sealer.open(sealed) == plain
    assert len(plain) < 4 or plain not in sealed


def test_after_a_rotation_old_seals_open_and_new_ones_need_the_new_key() -> None:
    old, new = a_key("old"), a_key("new")
    rotated = Sealer([new, old])
    assert rotated.open(Sealer([old]).seal(b"memo")) == b"memo"
    with pytest.raises(SealBrokenError):
        Sealer([old]).open(rotated.seal(b"memo"))


def test_an_altered_seal_does_not_open() -> None:
    sealer = Sealer([a_key("one")])
    sealed = bytearray(sealer.seal(b"memo"))
    sealed[-10] ^= 1
    with pytest.raises(SealBrokenError):
        sealer.open(bytes(sealed))


def test_a_rotation_puts_a_new_key_first_and_keeps_the_older_ones(key_file: Path) -> None:
    before = read_key_file(key_file)
    given = rotate_keys(key_file, {Purpose.AUDIT, Purpose.SESSION}, LATER)
    after = read_key_file(key_file)
    assert after == given
    for purpose in Purpose:
        rotated = purpose in {Purpose.AUDIT, Purpose.SESSION}
        assert after[purpose][rotated:] == before[purpose]
        assert len(after[purpose]) == 1 + rotated
    assert after[Purpose.AUDIT][0].created == LATER
    assert len({key.key for keys in after.values() for key in keys}) == len(Purpose) + 2


def test_a_rotated_key_file_is_still_its_owners_alone_and_leaves_no_draft(key_file: Path) -> None:
    rotate_keys(key_file, set(Purpose), LATER)
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in key_file.parent.iterdir()] == [key_file.name]


@pytest.mark.parametrize("purpose", [Purpose.SESSION, Purpose.SEARCHES])
def test_an_older_key_of_what_ends_with_a_log_in_can_be_retired(key_file: Path, purpose: Purpose) -> None:
    (old,) = read_key_file(key_file)[purpose]
    rotate_keys(key_file, {purpose}, LATER)
    assert retire_key(key_file, old.id) is purpose
    (new,) = read_key_file(key_file)[purpose]
    assert new.created == LATER


def test_the_key_in_use_is_never_retired(key_file: Path) -> None:
    rotate_keys(key_file, {Purpose.SESSION}, LATER)
    newest = read_key_file(key_file)[Purpose.SESSION][0]
    with pytest.raises(KeyFileError, match="in use"):
        retire_key(key_file, newest.id)


@pytest.mark.parametrize("purpose", [Purpose.AUDIT, Purpose.SECOND_FACTOR, Purpose.MEMO])
def test_a_key_that_something_lasting_needs_is_never_retired(key_file: Path, purpose: Purpose) -> None:
    (old,) = read_key_file(key_file)[purpose]
    rotate_keys(key_file, {purpose}, LATER)
    before = key_file.read_bytes()
    with pytest.raises(KeyFileError, match="never retired"):
        retire_key(key_file, old.id)
    assert key_file.read_bytes() == before


def test_a_key_that_is_not_there_cannot_be_retired(key_file: Path) -> None:
    with pytest.raises(KeyFileError, match="shikaku keys list"):
        retire_key(key_file, "unknown")


def test_what_is_derived_depends_on_the_newest_key_and_on_each_part() -> None:
    new, old = a_key("new"), a_key("old")
    derived = Sealer([new, old]).derive("a", "b")
    assert Sealer([new]).derive("a", "b") == derived
    others = {Sealer([old, new]).derive("a", "b")} | {Sealer([new]).derive(*parts) for parts in ("ab", "ba", ["ab"])}
    assert derived in others
    assert len(others) == 4
