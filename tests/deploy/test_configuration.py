"""The configuration a local node is started with."""

from pathlib import Path

import pytest
import yaml

from deploy.local_node.configuration import NodeFolders, jvm_options, opensearch_yml

FOLDERS = NodeFolders(Path("/srv/node"))
SHIPPED = """\
# heap
-Xms1g
-Xmx1g
-XX:HeapDumpPath=data
9-:-Xlog:gc*,safepoint:file=logs/gc.log:utctime
20-:--add-modules=jdk.incubator.vector
"""


def test_the_node_listens_on_loopback_only_and_forms_no_cluster() -> None:
    settings = yaml.safe_load(opensearch_yml(FOLDERS, http_port=9250, transport_port=9350))
    assert settings["network.host"] == "127.0.0.1"
    assert settings["discovery.type"] == "single-node"
    assert (settings["http.port"], settings["transport.port"]) == (9250, 9350)


def test_the_node_keeps_its_files_in_its_home() -> None:
    settings = yaml.safe_load(opensearch_yml(FOLDERS, http_port=9250, transport_port=9350))
    assert (settings["path.data"], settings["path.logs"]) == ("/srv/node/data", "/srv/node/logs")


def test_no_write_makes_an_index_of_our_names_by_itself() -> None:
    settings = yaml.safe_load(opensearch_yml(FOLDERS, http_port=9250, transport_port=9350))
    assert settings["action.auto_create_index"].split(",")[0] == "-shikaku*"


def test_the_heap_asked_for_replaces_the_shipped_one() -> None:
    options = jvm_options(SHIPPED, FOLDERS, heap="512m", modules={"jdk.incubator.vector"}).splitlines()
    assert [option for option in options if option.startswith("-Xm")] == ["-Xms512m", "-Xmx512m"]


def test_logs_and_heap_dumps_go_to_the_node_not_to_the_servers_files() -> None:
    options = jvm_options(SHIPPED, FOLDERS, heap="1g", modules=()).splitlines()
    assert "-XX:HeapDumpPath=/srv/node/data" in options
    assert "9-:-Xlog:gc*,safepoint:file=/srv/node/logs/gc.log:utctime" in options


@pytest.mark.parametrize("has_vector", [True, False])
def test_the_vector_module_is_asked_for_only_where_the_java_has_it(*, has_vector: bool) -> None:
    modules = {"jdk.incubator.vector"} if has_vector else set()
    options = jvm_options(SHIPPED, FOLDERS, heap="1g", modules=modules)
    assert ("jdk.incubator.vector" in options) is has_vector
