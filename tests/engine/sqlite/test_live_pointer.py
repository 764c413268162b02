from pathlib import Path

import pytest

from engine.contract import EngineUnavailableError
from engine.sqlite.folder import Folder
from engine.sqlite.live_pointer import live_name, point_to

ONE = "records-20260701t093005123456z-1f0a9c3e"
OTHER = "records-20260702t093005123456z-2f0a9c3e"


def test_without_a_pointer_nothing_is_live(tmp_path: Path) -> None:
    assert live_name(Folder(tmp_path)) is None
    assert live_name(Folder(tmp_path / "missing")) is None


def test_it_names_what_it_was_last_pointed_to(tmp_path: Path) -> None:
    folder = Folder(tmp_path)

    for name in (ONE, OTHER, ONE):
        point_to(folder, name)
        assert live_name(folder) == name

    assert [file.name for file in tmp_path.iterdir()] == ["live"]


def test_a_crash_before_the_replacement_leaves_the_old_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(tmp_path)
    point_to(folder, ONE)

    def crash(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", crash)
    with pytest.raises(OSError, match="no space left"):
        point_to(folder, OTHER)

    assert live_name(folder) == ONE
    assert [file.name for file in tmp_path.iterdir()] == ["live"]


def test_the_new_name_is_on_the_disk_before_it_replaces_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    replace = Path.replace

    def noting_replace(self: Path, target: Path) -> Path:
        steps.append("replace")
        return replace(self, target)

    monkeypatch.setattr("os.fsync", lambda _: steps.append("sync"))
    monkeypatch.setattr(Path, "replace", noting_replace)
    point_to(Folder(tmp_path), ONE)

    assert steps == ["sync", "replace", "sync"]


@pytest.mark.parametrize(
    "content", ["", "\n", "records-latest", "../" + ONE, ONE + "\n" + OTHER, ONE + ".sqlite", "あ"]
)
def test_a_damaged_pointer_is_no_answer(tmp_path: Path, content: str) -> None:
    (tmp_path / "live").write_text(content, encoding="utf-8")

    with pytest.raises(EngineUnavailableError):
        live_name(Folder(tmp_path))


def test_a_pointer_that_cannot_be_read_is_no_answer(tmp_path: Path) -> None:
    (tmp_path / "live").mkdir()

    with pytest.raises(EngineUnavailableError):
        live_name(Folder(tmp_path))
