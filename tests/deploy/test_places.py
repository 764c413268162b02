"""Where the local node's files lie, and on which port it listens."""

import socket
from pathlib import Path

import pytest

from deploy.local_node import places
from deploy.local_node.errors import LocalNodeError
from deploy.local_node.places import accessible_folder
from deploy.local_node.ports import LOOPBACK, is_free, next_free
from deploy.local_node.service_user import ServiceUser


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.setattr(places, "_ELSEWHERE", folder)
    return folder


class _ShutOutUser(ServiceUser):
    """A service user for whom every folder is closed."""

    def can_enter(self, folder: Path) -> bool:
        del folder
        return False


def test_the_folder_asked_for_is_used_where_the_node_can_get_there(tmp_path: Path, elsewhere: Path) -> None:
    assert accessible_folder(tmp_path / "var" / "opensearch", user=None) == tmp_path / "var" / "opensearch"
    assert list(elsewhere.iterdir()) == []


def test_a_closed_folder_above_sends_the_files_elsewhere_always_to_the_same_place(
    tmp_path: Path, elsewhere: Path
) -> None:
    shut_out = _ShutOutUser(uid=1, gid=1)
    stand_in = accessible_folder(tmp_path / "a" / "opensearch", shut_out)
    assert stand_in.parent == elsewhere
    assert stand_in.stat().st_mode & 0o777 == 0o755
    assert accessible_folder(tmp_path / "a" / "opensearch", shut_out) == stand_in
    assert accessible_folder(tmp_path / "b" / "opensearch", shut_out) != stand_in


def test_white_space_in_the_path_sends_the_files_elsewhere(tmp_path: Path, elsewhere: Path) -> None:
    stand_in = accessible_folder(tmp_path / "my work" / "open search", user=None)
    assert stand_in.parent == elsewhere
    assert " " not in stand_in.name


def test_a_stand_in_that_is_somebody_elses_link_is_not_followed(tmp_path: Path, elsewhere: Path) -> None:
    shut_out = _ShutOutUser(uid=1, gid=1)
    stand_in = accessible_folder(tmp_path / "opensearch", shut_out)
    stand_in.rmdir()
    (tmp_path / "trap").mkdir()
    stand_in.symlink_to(tmp_path / "trap")
    with pytest.raises(LocalNodeError, match="not ours"):
        accessible_folder(tmp_path / "opensearch", shut_out)


def test_a_taken_port_is_passed_over() -> None:
    with socket.socket() as server:
        server.bind((LOOPBACK, 0))
        server.listen()
        taken = int(server.getsockname()[1])
        assert not is_free(taken)
        assert next_free(taken) > taken
    assert next_free(taken) == taken
