"""What compose.yaml, Dockerfile and Caddyfile say is there is there. No engine is asked: they were never built here."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from tests.config.test_production import GOOD

HERE = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((HERE / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
DOCKERFILE = (HERE / "Dockerfile").read_text()
OPERATIONS = (HERE / "docs" / "operations.md").read_text()


def settings_read() -> set[str]:
    """Every name that a settings file takes from the environment."""
    files = (HERE / "site" / "config" / "settings").glob("*.py")
    read = re.compile(r'(?:env\.\w+|needed)\(\s*"([A-Z0-9_]+)"')
    return {name for file in files for name in read.findall(file.read_text())} | {"DATABASE_URL"}


def manage_commands(text: str) -> list[str]:
    return re.findall(r"manage\.py (\w+)", text)


@pytest.mark.parametrize("text", [(HERE / "compose.yaml").read_text(), DOCKERFILE, OPERATIONS])
def test_every_command_exists(text: str) -> None:
    named = manage_commands(text)
    assert named
    assert set(named) - set(get_commands()) == set()


def test_every_variable_that_the_application_gets_is_read_by_it() -> None:
    known = settings_read() | {"APP_DATABASE_PASSWORD"}  # read by grant_roles
    given = {name for service in OURS.values() for name in service["environment"]}
    assert given - known == set()


def test_every_setting_stands_in_the_manual() -> None:
    internal = {"VAR_DIR", "DEBUG", "PYTEST_XDIST_WORKER"}  # for development and tests
    assert {name for name in settings_read() - internal if f"`{name}`" not in OPERATIONS} == set()


def test_the_image_is_built_with_every_setting_that_a_start_needs() -> None:
    (step,) = re.findall(r"mkdir -p var/static.*?collectstatic", DOCKERFILE, flags=re.S)
    assert {name for name in GOOD if f"{name}=" not in step} == set()


def test_volumes_and_services_that_are_named_exist() -> None:
    mounted = {mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])}
    named = {name for name in mounted if not name.startswith(".")}
    assert named == set(COMPOSE["volumes"])
    for path in mounted - named:
        assert (HERE / path).exists(), path
    for service in SERVICES.values():
        assert set(service.get("depends_on", {})) <= set(SERVICES)


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


@pytest.mark.parametrize("name", OURS)
def test_our_processes_can_do_little(name: str) -> None:
    service = OURS[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["tmpfs"][0].startswith("/tmp")  # noqa: S108  (in memory, and the container's own)
    assert "USER app" in DOCKERFILE


def test_only_migrations_and_the_operator_own_the_tables() -> None:
    owners = {name for name, service in OURS.items() if "council_owner" in service["environment"]["DATABASE_URL"]}
    assert owners == {"migrate", "operator"}


def test_no_secret_is_written_down() -> None:
    text = (HERE / "compose.yaml").read_text()
    assert re.findall(r"PASSWORD: (?!\$\{\w+:\?)", text) == []
    assert re.findall(r"//\w+:(?!\$\{\w+:\?)[^/@]+@", text) == []
    secret_files = {"council.env", ".env"}
    assert secret_files <= set((HERE / ".dockerignore").read_text().split())
    assert secret_files <= set((HERE / ".gitignore").read_text().split())


def test_exactly_one_process_keeps_the_time() -> None:
    beats = [name for name, service in OURS.items() if "beat" in shlex.split(service.get("command", ""))]
    assert beats == ["scheduler"]
    assert "deploy" not in SERVICES["scheduler"]


def test_web_waits_for_migrations_and_is_watched() -> None:
    for name in ("web", "worker", "scheduler"):
        assert OURS[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert "HEALTHCHECK" in DOCKERFILE
    assert "healthcheck" not in OURS["web"]  # the image's own


def test_database_tools_and_server_are_of_one_version() -> None:
    (tools,) = re.findall(r"postgresql-client-(\d+)", DOCKERFILE)
    assert SERVICES["database"]["image"] == f"postgres:{tools}"


def test_every_file_that_the_image_copies_exists_or_is_made() -> None:
    copied = [
        line.split()[1:-1] for line in DOCKERFILE.splitlines() if line.startswith("COPY") and "--from" not in line
    ]
    for name in {name for names in copied for name in names}:
        assert (HERE / name).exists(), name


def test_the_proxy_shows_the_help_page_and_hides_the_figures() -> None:
    text = (HERE / "deploy" / "Caddyfile").read_text()
    assert text.count("{") == text.count("}")
    assert "/help.html" in text
    assert "write_help_page /help/help.html" in SERVICES["migrate"]["command"]
    assert "help:/srv/help:ro" in SERVICES["proxy"]["volumes"]
    assert "path /metrics /wellz" in text
    assert not re.search(r"^\s*log\b", text, flags=re.M)
