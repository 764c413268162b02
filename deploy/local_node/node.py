"""One local node: start it or find it, and stop it."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from deploy.local_node.answering import answered_version
from deploy.local_node.configuration import NodeFolders, jvm_options, opensearch_yml
from deploy.local_node.distribution import unpacked_server
from deploy.local_node.errors import LocalNodeError
from deploy.local_node.exclusion import only_one_at_a_time
from deploy.local_node.jdk import Jdk, find_jdk
from deploy.local_node.places import CHECKOUT, accessible_folder
from deploy.local_node.ports import LOOPBACK, USUAL_HTTP_PORT, USUAL_TRANSPORT_PORT, is_free, next_free
from deploy.local_node.running import RunningNode
from deploy.local_node.service_user import ServiceUser

_SECONDS_TO_START = 120
_SECONDS_BETWEEN_LOOKS = 0.5
_LINES_OF_LOG = 30


class LocalNode:
    """The node whose configuration, indices and logs lie in the folder `home`; a home has one node at most.

    `port` is the HTTP port wanted (None: 9200, or the next free one); `heap` is the Java heap, e.g. "1g".
    `report` is told in a few words what takes long. `was_started_here` says whether our `start` started it.
    """

    def __init__(
        self,
        home: Path,
        port: int | None = None,
        heap: str = "1g",
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._user = ServiceUser.if_root()
        self._folders = NodeFolders(accessible_folder(home, self._user))
        self._port = port
        self._heap = heap
        self._report = report
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> Path:
        """Where its files really lie."""
        return self._folders.home

    @property
    def was_started_here(self) -> bool:
        """Whether this object started the node, rather than found it running."""
        return self._process is not None

    def start(self) -> str:
        """Start the node, unless it runs, and give its address (`http://127.0.0.1:PORT`) once it answers.

        Raises:
            NoSuitableJdkError: no Java here can run it.
            LocalNodeError: it runs on another port than the wanted one, that port is taken, or it fails.
        """
        with only_one_at_a_time(self.home):
            running = self._found() or self._launch()
            if self._port not in {None, running.port}:
                raise LocalNodeError(f"the node of {self.home} runs on port {running.port} already; stop it first")
            self._wait_until_it_answers(running)
        return _address(running)

    def address(self) -> str | None:
        """Give the address of the node if it runs."""
        running = self._found()
        return None if running is None else _address(running)

    def stop(self) -> bool:
        """End the node if it runs; say whether it did. No process but the one that was started is touched."""
        running = self._found()
        if running is None:
            return False
        running.end()
        if self._process is not None:
            self._process.wait()
            self._process = None
        self._record.unlink(missing_ok=True)
        return True

    @property
    def _record(self) -> Path:
        return self.home / "node.json"

    def _found(self) -> RunningNode | None:
        running = RunningNode.read(self._record)
        return running if running is not None and running.is_alive() else None

    def _launch(self) -> RunningNode:
        jdk = find_jdk()
        if self._port is not None and not is_free(self._port):
            raise LocalNodeError(f"port {self._port} is taken; choose another or leave the choice to the command")
        port = self._port or next_free(USUAL_HTTP_PORT)
        self._report("Fetching OpenSearch if it is not here yet")
        server = unpacked_server(accessible_folder(CHECKOUT / "var" / "opensearch-server", self._user))
        self._prepare(server, jdk, port)
        self._report(f"Starting OpenSearch on port {port} with Java {jdk.version} ({self.home})")
        self._process = self._spawn(server, jdk)
        running = RunningNode(self._process.pid, port, str(self._folders.config))
        running.write(self._record)
        return running

    def _prepare(self, server: Path, jdk: Jdk, port: int) -> None:
        folders = self._folders
        shutil.rmtree(folders.config, ignore_errors=True)
        shutil.copytree(server / "config", folders.config)
        for folder in folders.all():
            folder.mkdir(exist_ok=True)
        (folders.config / "opensearch.yml").write_text(
            opensearch_yml(folders, http_port=port, transport_port=next_free(USUAL_TRANSPORT_PORT))
        )
        shipped = (server / "config" / "jvm.options").read_text()
        (folders.config / "jvm.options").write_text(jvm_options(shipped, folders, self._heap, jdk.modules))
        if self._user is not None:
            for folder in folders.all():
                self._user.own(folder)

    def _spawn(self, server: Path, jdk: Jdk) -> subprocess.Popen[bytes]:
        command = [str(server / "bin" / "opensearch")]
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "LC_ALL": "C.UTF-8",
            "OPENSEARCH_JAVA_HOME": str(jdk.home),
            "OPENSEARCH_PATH_CONF": str(self._folders.config),
            "OPENSEARCH_TMPDIR": str(self._folders.temporary),
        }
        with self._folders.console_log.open("wb") as console:
            return subprocess.Popen(  # noqa: S603 - the server's own start script
                command if self._user is None else self._user.command(*command),
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd=server,
                env=environment,
            )

    def _wait_until_it_answers(self, running: RunningNode) -> None:
        deadline = time.monotonic() + _SECONDS_TO_START
        while answered_version(running.port) is None:
            if self._process is not None and self._process.poll() is not None:
                raise self._failure("ended while starting")
            if time.monotonic() > deadline:
                self._give_up()
                raise self._failure(f"did not answer within {_SECONDS_TO_START} seconds")
            time.sleep(_SECONDS_BETWEEN_LOOKS)

    def _give_up(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _failure(self, what: str) -> LocalNodeError:
        log = self._folders.console_log
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-_LINES_OF_LOG:])
        return LocalNodeError(f"OpenSearch {what}. The end of {log}:\n{tail}")


def _address(running: RunningNode) -> str:
    return f"http://{LOOPBACK}:{running.port}"
