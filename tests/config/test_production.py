"""What a real council's settings refuse to start with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

HERE = Path(__file__).resolve().parents[2]
GOOD = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "s" * 20 + "ecret key of a test run, long enough and varied 0123456789",
    "FIELD_KEYS": Fernet.generate_key().decode(),
    "KEY_PEPPER": "p" * 32,
    "ALLOWED_HOSTS": "council.example",
    "BASE_URL": "https://council.example",
    "EMAIL_HOST": "mail.example",
    "DATABASE_URL": "postgres://nobody@127.0.0.1/none",
    "REDIS_URL": "redis://127.0.0.1:6379/9",
}


def check(**changes: str) -> subprocess.CompletedProcess[str]:
    surroundings = {
        name: value for name, value in os.environ.items() if name not in GOOD and not name.startswith("DJANGO_")
    }
    settings = {name: value for name, value in {**GOOD, **changes}.items() if value}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=HERE,
        env={**surroundings, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_good_settings_pass_djangos_deployment_checks() -> None:
    result = check()
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    "changes",
    [
        {"SECRET_KEY": ""},
        {"FIELD_KEYS": ""},
        {"FIELD_KEYS": "not-a-key"},
        {"KEY_PEPPER": "short"},
        {"DATABASE_URL": "sqlite:///x.sqlite3"},
        {"REDIS_URL": ""},
        {"EMAIL_HOST": ""},
        {"EXTRA_APPS": "demo"},
    ],
)
def test_a_gap_stops_the_start_and_shows_no_secret(changes: dict[str, str]) -> None:
    result = check(**changes)
    assert result.returncode != 0
    (name,) = changes
    assert (name if name != "EXTRA_APPS" else "demo") in result.stderr or "Fernet" in result.stderr
    assert GOOD["SECRET_KEY"] not in result.stderr
