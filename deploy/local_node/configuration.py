"""The texts of a node's configuration files."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from deploy.local_node.jdk import VECTOR_MODULE
from deploy.local_node.ports import LOOPBACK


@dataclass(frozen=True)
class NodeFolders:
    """The folders of one node under its home; only the node's user writes in them."""

    home: Path

    @property
    def config(self) -> Path:
        """Its settings and its keystore."""
        return self.home / "config"

    @property
    def data(self) -> Path:
        """Its indices."""
        return self.home / "data"

    @property
    def logs(self) -> Path:
        """Its logs, and what it printed."""
        return self.home / "logs"

    @property
    def temporary(self) -> Path:
        """Its temporary files."""
        return self.home / "tmp"

    @property
    def console_log(self) -> Path:
        """What the start script and the server printed, since the last start."""
        return self.logs / "console.log"

    def all(self) -> tuple[Path, ...]:
        """Every folder that has to exist before a start."""
        return (self.config, self.data, self.logs, self.temporary)


def opensearch_yml(folders: NodeFolders, http_port: int, transport_port: int) -> str:
    """Give the text of `opensearch.yml`: one node, loopback only.

    A stray write must never make an index of our names, and a nearly full disk must not make a development
    node refuse.
    """
    return "".join(
        f"{name}: {value}\n"
        for name, value in {
            "cluster.name": "shikaku-local",
            "node.name": f"shikaku-local-{http_port}",
            "discovery.type": "single-node",
            "network.host": LOOPBACK,
            "http.port": http_port,
            "transport.port": transport_port,
            "path.data": folders.data,
            "path.logs": folders.logs,
            "action.auto_create_index": '"-shikaku*,+*"',
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }.items()
    )


def jvm_options(shipped: str, folders: NodeFolders, heap: str, modules: Collection[str]) -> str:
    """Give the text of `jvm.options`: as shipped, but with this node's folders and heap.

    The line asking for a module that the Java lacks (`modules` are those it has) is left out.
    """
    kept = []
    for line in shipped.splitlines():
        is_heap = line.startswith(("-Xms", "-Xmx"))
        is_missing_module = f"--add-modules={VECTOR_MODULE}" in line and VECTOR_MODULE not in modules
        if not is_heap and not is_missing_module:
            kept.append(
                line.replace("=logs/", f"={folders.logs}/").replace("HeapDumpPath=data", f"HeapDumpPath={folders.data}")
            )
    return "\n".join([*kept, f"-Xms{heap}", f"-Xmx{heap}", ""])
