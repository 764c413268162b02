"""Finding a Java that can run the server: version 21 or newer, with locale data for every language."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.local_node.errors import NoSuitableJdkError

MINIMUM_VERSION = 21
LOCALE_MODULE = "jdk.localedata"
VECTOR_MODULE = "jdk.incubator.vector"
_EXPLICIT = "SHIKAKU_JAVA_HOME"
_SYSTEM_FOLDER = Path("/usr/lib/jvm")
_SECONDS_TO_ANSWER = 30


@dataclass(frozen=True)
class Jdk:
    """A Java installation: its folder, its feature version (21, 25, …) and the names of its modules."""

    home: Path
    version: int
    modules: frozenset[str]

    @property
    def shortcoming(self) -> str | None:
        """What keeps this one from running the server, in a few words; None if nothing does.

        Without `jdk.localedata` the server's Thai analyzer, and with it every index, fails.
        """
        if self.version < MINIMUM_VERSION:
            return f"version {self.version}, too old"
        if LOCALE_MODULE not in self.modules:
            return f"version {self.version}, but without locale data ({LOCALE_MODULE})"
        return None


def find_jdk(environment: Mapping[str, str] = os.environ, system_folder: Path = _SYSTEM_FOLDER) -> Jdk:
    """Give the first Java that can run the server.

    Looked at in this order: `SHIKAKU_JAVA_HOME` (and nothing else if it is set), `JAVA_HOME`, `java` on PATH,
    the system's folder of Java installations.

    Raises:
        NoSuitableJdkError: none can; the message lists what was found.
    """
    if explicit := environment.get(_EXPLICIT):
        return choose(inspect_all([Path(explicit)]))
    return choose(inspect_all(_candidate_homes(environment, system_folder)))


def choose(candidates: Iterable[tuple[Path, Jdk | None]]) -> Jdk:
    """Give the first Java without shortcoming; a candidate is a folder and the Java found there, if any."""
    refused = []
    for home, jdk in candidates:
        if jdk is not None and jdk.shortcoming is None:
            return jdk
        refused.append(f"{home} ({'no Java there' if jdk is None else jdk.shortcoming})")
    looked_at = "; ".join(refused) or "no Java at all"
    raise NoSuitableJdkError(
        f"OpenSearch needs a full JDK {MINIMUM_VERSION} or newer. Found: {looked_at}. "
        "Install one (Debian: openjdk-21-jdk-headless or newer; or Temurin), "
        f"or name its folder in {_EXPLICIT}."
    )


def parse_version(printed: str) -> int | None:
    """Read the feature version from what `java -version` prints: 1.8.0_392 is 8, 21.0.4 is 21, 25-ea 25."""
    found = re.search(r'version "(?:1\.)?(\d+)', printed)
    return int(found[1]) if found else None


def parse_modules(printed: str) -> frozenset[str]:
    """Read the names from what `java --list-modules` prints, one `name@version` a line."""
    return frozenset(line.split("@", 1)[0].strip() for line in printed.splitlines() if line.strip())


def inspect_all(homes: Iterable[Path]) -> Iterator[tuple[Path, Jdk | None]]:
    """Ask each folder's Java for its version and modules, each real folder once."""
    seen = set()
    for home in homes:
        real = home.resolve()
        if real not in seen:
            seen.add(real)
            yield home, _inspect(real)


def _candidate_homes(environment: Mapping[str, str], system_folder: Path) -> Iterator[Path]:
    if java_home := environment.get("JAVA_HOME"):
        yield Path(java_home)
    if java := shutil.which("java", path=environment.get("PATH", "")):
        yield Path(java).resolve().parents[1]
    if system_folder.is_dir():
        yield from sorted(folder for folder in system_folder.iterdir() if folder.is_dir())


def _inspect(home: Path) -> Jdk | None:
    java = home / "bin" / "java"
    if not os.access(java, os.X_OK):
        return None
    version = parse_version(_ask(java, "-version"))
    if version is None:
        return None
    has_modules = version >= MINIMUM_VERSION
    modules = parse_modules(_ask(java, "--list-modules")) if has_modules else frozenset()
    return Jdk(home=home, version=version, modules=modules)


def _ask(java: Path, option: str) -> str:
    try:
        answer = subprocess.run(  # noqa: S603 - a Java of this machine, with one option
            [java, option],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_SECONDS_TO_ANSWER,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout
