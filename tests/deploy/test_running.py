"""Only the node that was started here is ever taken for it, and ended."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local_node.running import RunningNode


def a_process(*arguments: str) -> subprocess.Popen[bytes]:
    """Start a process that waits, with words on its command line as a server has them."""
    waiting = "import sys; sys.stdout.write('.'); sys.stdout.flush(); sys.stdin.read()"
    process = subprocess.Popen(
        [sys.executable, "-c", waiting, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.read(1)
    return process


@pytest.fixture
def node_process(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    with a_process(f"-Dopensearch.path.conf={tmp_path}/config") as process:
        yield process
        process.kill()


def test_a_process_with_the_nodes_configuration_folder_is_the_node(
    node_process: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    assert RunningNode(node_process.pid, 9200, f"{tmp_path}/config").is_alive()


@pytest.mark.parametrize("folder", ["other", "config-of-another", "conf"])
def test_the_node_of_another_folder_is_not_it(
    node_process: subprocess.Popen[bytes], tmp_path: Path, folder: str
) -> None:
    assert not RunningNode(node_process.pid, 9200, f"{tmp_path}/{folder}").is_alive()


def test_a_foreign_process_that_got_the_number_is_left_alone(
    node_process: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    RunningNode(node_process.pid, 9200, f"{tmp_path}/other").end()
    assert node_process.poll() is None


def test_the_node_is_ended(node_process: subprocess.Popen[bytes], tmp_path: Path) -> None:
    node = RunningNode(node_process.pid, 9200, f"{tmp_path}/config")
    node.end()
    assert not node.is_alive()
    assert node_process.wait(timeout=5) != 0


def test_what_was_written_down_is_read_back(tmp_path: Path) -> None:
    node = RunningNode(4711, 9205, "/srv/node/config")
    node.write(tmp_path / "node.json")
    assert RunningNode.read(tmp_path / "node.json") == node


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', '{"pid": 1, "port": 2, "config": "", "more": 3}'])
def test_a_damaged_record_counts_as_no_node(tmp_path: Path, text: str) -> None:
    record = tmp_path / "node.json"
    record.write_text(text)
    assert RunningNode.read(record) is None


def test_no_record_is_no_node(tmp_path: Path) -> None:
    assert RunningNode.read(tmp_path / "node.json") is None
