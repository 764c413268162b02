"""The files that start the checks: `make`, `.ci/run` and the hooks before a commit."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from deploy.local_node.places import CHECKOUT

TARGETS = [
    "install",
    "run",
    "test",
    "lint",
    "format",
    "typecheck",
    "bench",
    "lock",
    "opensearch",
    "opensearch-stop",
]


@pytest.mark.parametrize("target", [*TARGETS, "clean"])
def test_make_knows_the_target_and_explains_it(target: str) -> None:
    listed = subprocess.run(["make", "help"], cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
    assert re.search(rf"^  make {target} +\S", listed, re.MULTILINE)


def test_the_demo_gets_the_port_it_is_asked_for() -> None:
    planned = subprocess.run(
        ["make", "--dry-run", "run", "PORT=8123"], cwd=CHECKOUT, check=True, capture_output=True, text=True
    ).stdout
    assert planned.splitlines()[-1] == "PORT=8123 exec .venv/bin/shikaku demo"


def test_a_python_that_is_too_old_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    refused = subprocess.run(
        ["make", "--file", CHECKOUT / "Makefile", ".venv/stamp-created", "PYTHON=false"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert refused.returncode != 0
    assert "Python 3.11 or newer is needed" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_ci_requires_every_real_part_and_runs_what_make_test_runs() -> None:
    script = CHECKOUT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)
    assert re.search(r"SHIKAKU_REQUIRE=opensearch,browser,postgresql timeout .* make test", script.read_text())


def test_the_hooks_before_a_commit_fetch_nothing() -> None:
    path = CHECKOUT / ".pre-commit-config.yaml"
    repositories = yaml.safe_load(path.read_text())["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    assert {hook["language"] for hook in repositories[0]["hooks"]} == {"system"}
    subprocess.run([sys.executable, "-m", "pre_commit", "validate-config", path], check=True)
