"""The server's files: resolved as a Maven artifact, checked, unpacked whole or not at all."""

import hashlib
import tempfile
import zipfile
from pathlib import Path

from jgo.maven import MavenContext

from deploy.local_node.errors import LocalNodeError
from deploy.local_node.exclusion import only_one_at_a_time

VERSION = "3.8.0"
# As published beside the artifact (`opensearch-3.8.0.zip.sha512`).
SHA512 = (
    "8470fc447309e84216f9359030db53a85b087492e161e5ce1a29276e776d4725"
    "b802f93ba8d218ea88e4a7999addadb863be93b8e1f89e9a292163e636e62de3"
)
_GROUP, _ARTIFACT, _PACKAGING = "org.opensearch.distribution.integ-test-zip", "opensearch", "zip"
_SECONDS_OF_SILENCE = 60
_READABLE, _RUNNABLE = 0o644, 0o755


def unpacked_server(folder: Path) -> Path:
    """Give the folder of the unpacked server under `folder`, fetching it first if it is not there.

    All is done in a folder aside, and a single rename puts the result in place: what is there is whole.
    """
    server = folder / f"opensearch-{VERSION}"
    with only_one_at_a_time(folder):
        if not server.is_dir():
            with tempfile.TemporaryDirectory(prefix=".incomplete-", dir=folder) as aside:
                archive = _fetch(Path(aside) / "archive")
                check(archive, SHA512)
                unpack(archive, Path(aside) / "files")
                (Path(aside) / "files" / server.name).rename(server)
    return server


def check(archive: Path, sha512: str) -> None:
    """Compare the archive with its published checksum; LocalNodeError if it is not the file we mean."""
    with archive.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha512").hexdigest()
    if found != sha512:
        raise LocalNodeError(f"{archive.name} arrived damaged or is not OpenSearch {VERSION}; try again")


def unpack(archive: Path, folder: Path) -> None:
    """Unpack a zip file so that everyone may read it all, and run what lies in a `bin` folder.

    The access rights are set here because the zipfile module does not restore those in the archive.
    """
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(_RUNNABLE if path.is_dir() or path.parent.name == "bin" else _READABLE)


def _fetch(cache: Path) -> Path:
    context = MavenContext(repo_cache=cache, local_repos=[], timeout=_SECONDS_OF_SILENCE)
    artifact = context.project(_GROUP, _ARTIFACT).at_version(VERSION).artifact(packaging=_PACKAGING)
    try:
        return Path(artifact.resolve())
    except (OSError, RuntimeError) as error:
        raise LocalNodeError(f"cannot fetch the Maven artifact {_GROUP}:{_ARTIFACT}:{VERSION}: {error}") from error
