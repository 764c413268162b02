"""Which Java the local node is run with."""

from pathlib import Path

import pytest

from deploy.local_node.errors import NoSuitableJdkError
from deploy.local_node.jdk import Jdk, choose, find_jdk, parse_modules, parse_version

FULL = frozenset({"java.base", "jdk.localedata"})


def a_java(folder: Path, version: str, modules: str = "java.base@{0}\njdk.localedata@{0}") -> Path:
    """Make a folder whose `bin/java` answers as the real command does."""
    java = folder / "bin" / "java"
    java.parent.mkdir(parents=True)
    listed = modules.format(version)
    java.write_text(
        f"#!/bin/sh\ncase $1 in\n"
        f"-version) echo 'openjdk version \"{version}\" 2025-10-21' >&2 ;;\n"
        f"--list-modules) echo '{listed}' ;;\nesac\n"
    )
    java.chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("printed", "version"),
    [
        ('openjdk version "25.0.1" 2025-10-21\nOpenJDK Runtime Environment', 25),
        ('openjdk version "21" 2023-09-19', 21),
        ('openjdk version "26-ea" 2026-03-17', 26),
        ('java version "1.8.0_392"', 8),
        ('Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "17.0.12" 2024-07-16', 17),
        ("bash: java: command not found", None),
    ],
)
def test_the_feature_version_is_read_from_what_java_prints(printed: str, version: int | None) -> None:
    assert parse_version(printed) == version


def test_module_names_are_read_without_their_versions() -> None:
    assert parse_modules("java.base@25.0.1\njdk.incubator.vector@25.0.1\n") == {
        "java.base",
        "jdk.incubator.vector",
    }


def test_the_first_java_without_shortcoming_is_chosen() -> None:
    old = Jdk(Path("/old"), 17, frozenset())
    good = Jdk(Path("/good"), 21, FULL)
    newer = Jdk(Path("/newer"), 25, FULL)
    assert choose([(old.home, old), (Path("/none"), None), (good.home, good), (newer.home, newer)]) is good


def test_a_java_without_locale_data_is_refused_since_every_index_would_fail() -> None:
    reduced = Jdk(Path("/reduced"), 25, frozenset({"java.base"}))
    with pytest.raises(NoSuitableJdkError, match=r"/reduced .*jdk\.localedata"):
        choose([(reduced.home, reduced)])


def test_the_refusal_names_what_was_found_and_what_to_install() -> None:
    old = Jdk(Path("/old"), 17, frozenset())
    with pytest.raises(NoSuitableJdkError) as refusal:
        choose([(old.home, old), (Path("/none"), None)])
    assert "/old (version 17, too old)" in str(refusal.value)
    assert "/none (no Java there)" in str(refusal.value)
    assert "openjdk-21-jdk-headless" in str(refusal.value)
    assert refusal.value.exit_status == 3


def test_the_systems_folder_is_searched_when_the_usual_java_is_too_old(tmp_path: Path) -> None:
    usual = a_java(tmp_path / "usual", "17.0.1")
    newer = a_java(tmp_path / "system" / "temurin-25", "25.0.1")
    found = find_jdk({"PATH": str(usual / "bin")}, system_folder=tmp_path / "system")
    assert (found.home, found.version, found.modules) == (newer, 25, FULL)


def test_java_home_comes_before_path(tmp_path: Path) -> None:
    on_path = a_java(tmp_path / "on-path", "21.0.1")
    java_home = a_java(tmp_path / "java-home", "25.0.1")
    environment = {"PATH": str(on_path / "bin"), "JAVA_HOME": str(java_home)}
    assert find_jdk(environment, system_folder=tmp_path / "none").home == java_home


def test_a_java_named_for_us_alone_is_taken_or_refused_never_replaced(tmp_path: Path) -> None:
    named = a_java(tmp_path / "named", "17.0.1")
    other = a_java(tmp_path / "other", "25.0.1")
    environment = {"SHIKAKU_JAVA_HOME": str(named), "JAVA_HOME": str(other)}
    with pytest.raises(NoSuitableJdkError, match="version 17"):
        find_jdk(environment, system_folder=tmp_path / "none")


def test_no_java_at_all_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NoSuitableJdkError, match="no Java at all"):
        find_jdk({"PATH": str(tmp_path)}, system_folder=tmp_path / "none")
