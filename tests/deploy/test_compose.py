"""The composed service: a valid file, no secret others could know, nobody with more rights than needed."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.local_node.places import CHECKOUT
from deploy.opensearch.make_secrets import PASSWORDS
from engine.opensearch.engine import PREFIX

ENGINE = CHECKOUT / "deploy" / "opensearch"
TEXT = (CHECKOUT / "docker-compose.yml").read_text()
DOCKERFILE = (CHECKOUT / "deploy" / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)


def engine_file(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ENGINE / name).read_text())
    del content["_meta"]
    return content


def test_the_file_is_what_the_compose_specification_defines() -> None:
    checked = subprocess.run(
        [
            sys.executable,
            "-m",
            "check_jsonschema",
            "--builtin-schema",
            "vendor.compose-spec",
            "docker-compose.yml",
        ],
        cwd=CHECKOUT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout


def test_every_password_is_asked_for_and_has_no_default() -> None:
    used = re.findall(r"\$\{(\w*PASSWORD\w*)(\S\S)?", TEXT)
    assert used
    assert {operator for _, operator in used} == {":?"}
    assert {name for name, _ in used} == set(PASSWORDS)


def test_no_password_is_written_down() -> None:
    for service in COMPOSE["services"].values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name:
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), name
    for user in engine_file("internal_users.yml").values():
        assert re.fullmatch(r"\$\{envbc\.\w+\}", user["hash"])


def test_the_engine_keeps_no_look_ups_of_its_own() -> None:
    environment = COMPOSE["services"]["opensearch"]["environment"]
    insights = {name: value for name, value in environment.items() if name.startswith("search.insights.top_queries.")}
    assert insights.pop("search.insights.top_queries.exporter.type") == "none"
    assert {name.split(".")[-2]: value for name, value in insights.items()} == dict.fromkeys(
        ("latency", "cpu", "memory"), "false"
    )


def test_secret_files_lie_where_no_commit_and_no_image_takes_them() -> None:
    assert "var/" in (CHECKOUT / ".gitignore").read_text().split()
    assert (CHECKOUT / ".dockerignore").read_text().splitlines()[1] == "*"
    for secret in COMPOSE["secrets"].values():
        assert secret["file"].startswith("./var/secrets/")


def test_only_the_service_is_published_and_only_to_this_machine() -> None:
    published = {name: service["ports"] for name, service in COMPOSE["services"].items() if "ports" in service}
    assert list(published) == ["service"]
    assert all(port.startswith("127.0.0.1:") for port in published["service"])


@pytest.mark.parametrize("name", ["opensearch", "database", "service"])
def test_what_keeps_running_says_whether_it_is_well(name: str) -> None:
    assert COMPOSE["services"][name]["healthcheck"]["test"]


def test_the_service_starts_only_after_its_database_is_upgraded_and_its_engine_is_well() -> None:
    assert COMPOSE["services"]["service"]["depends_on"] == {
        "upgrade": {"condition": "service_completed_successfully"},
        "opensearch": {"condition": "service_healthy"},
    }


@pytest.mark.parametrize(("service", "user"), [("service", "lookup"), ("indexer", "indexer")])
def test_each_side_logs_in_over_tls_as_its_own_user(service: str, user: str) -> None:
    environment = COMPOSE["services"][service]["environment"]
    assert environment["SHIKAKU_ENGINE_URL"].startswith(f"https://{user}:${{SHIKAKU_{user.upper()}_PASSWORD:?")
    assert environment["SHIKAKU_ENGINE_CA_FILE"] == "/run/secrets/engine_ca"


def test_the_engine_has_exactly_those_users_with_a_role_each() -> None:
    assert set(engine_file("internal_users.yml")) == {"lookup", "indexer"}
    mapped = {role: mapping["users"] for role, mapping in engine_file("roles_mapping.yml").items()}
    assert mapped == {"shikaku_lookup": ["lookup"], "shikaku_indexer": ["indexer"]}
    assert set(engine_file("roles.yml")) == set(mapped)


@pytest.mark.parametrize(
    ("role", "patterns"),
    [("shikaku_lookup", ["shikaku-records"]), ("shikaku_indexer", ["shikaku", "shikaku-*"])],
)
def test_the_indexer_reaches_our_indexes_alone_and_the_service_only_what_is_published(
    role: str, patterns: list[str]
) -> None:
    permissions = engine_file("roles.yml")[role]["index_permissions"]
    assert [permission["index_patterns"] for permission in permissions] == [patterns]


def test_the_service_s_user_reaches_the_alias_that_the_engine_asks() -> None:
    (permission,) = engine_file("roles.yml")["shikaku_lookup"]["index_permissions"]
    assert permission["index_patterns"] == [PREFIX]


def test_the_indexer_s_temporary_files_are_not_in_memory() -> None:
    indexer = COMPOSE["services"]["indexer"]
    folder = indexer["environment"]["TMPDIR"]
    assert folder in indexer["volumes"]
    assert folder not in indexer["tmpfs"]


def test_the_audit_trail_s_checkpoint_outlives_the_container_and_lies_apart_from_the_database() -> None:
    service = COMPOSE["services"]["service"]
    folder = str(Path(service["environment"]["SHIKAKU_AUDIT_CHECKPOINT_FILE"]).parent)
    (volume,) = [volume.split(":")[0] for volume in service["volumes"] if volume.endswith(f":{folder}")]
    assert volume in COMPOSE["volumes"]
    assert all(not mount.startswith(f"{volume}:") for mount in COMPOSE["services"]["database"]["volumes"])
    assert f"--owner=shikaku --group=shikaku --mode=0700 {folder}" in DOCKERFILE


def test_the_look_up_user_cannot_write_or_change_anything() -> None:
    role = engine_file("roles.yml")["shikaku_lookup"]
    actions = role["cluster_permissions"] + [
        action for permission in role["index_permissions"] for action in permission["allowed_actions"]
    ]
    may = (
        "cluster:monitor/",
        "indices:data/read/",
        "indices:monitor/",
        "indices:admin/aliases/get",
        "indices:admin/mappings/get",
    )
    assert [action for action in actions if not action.startswith(may)] == []


def test_all_the_engines_files_are_mounted_where_the_image_reads_them() -> None:
    mounted = [volume for volume in COMPOSE["services"]["opensearch"]["volumes"] if volume.startswith("./")]
    assert {volume.split(":")[0] for volume in mounted} == {
        f"./deploy/opensearch/{path.name}" for path in ENGINE.glob("*.yml")
    }
    assert all(volume.endswith(":ro") for volume in mounted)
