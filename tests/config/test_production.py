"""What a real council's settings refuse to start with."""

import json
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
    "DEFAULT_FROM_EMAIL": "hello@council.example",
    "EMERGENCY_DUTY_ADDRESS": "duty@council.example",
    "DATABASE_URL": "postgres://nobody@127.0.0.1/none",
    "REDIS_URL": "redis://127.0.0.1:6379/9",
    "CELERY_BROKER_URL": "redis://127.0.0.1:6379/8",
}
BUCKET = {
    "S3_BUCKET": "files",
    "S3_ENDPOINT": "https://files.example",
    "S3_REGION": "eu-west-2",
    "S3_ACCESS_KEY": "an-access-key",
    "S3_SECRET_KEY": "a-secret-key",
}


def run(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    surroundings = {
        name: value
        for name, value in os.environ.items()
        if name not in GOOD and not name.startswith(("DJANGO_", "S3_", "METRICS_", "BACKUP_", "DATABASE_", "EMAIL_"))
    }
    settings = {name: value for name, value in {**GOOD, **changes}.items() if value}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=HERE,
        env={**surroundings, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    """As far as any process of ours comes before it loads a room."""
    return run("-c", "from django.conf import settings; settings.DEBUG", **changes)


def read(expression: str, **changes: str) -> object:
    """What an expression about the settings gives in a process that starts with them."""
    code = f"import json; from django.conf import settings; print(json.dumps({expression}))"
    result = run("-c", code, **changes)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize("more", [{}, {**BUCKET, "METRICS_TOKEN": "t" * 32, "DATABASE_SSLMODE": "verify-full"}])
def test_good_settings_pass_djangos_deployment_checks(more: dict[str, str]) -> None:
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **more)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", [name for name in GOOD if name not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")])
def test_each_gap_stops_the_start_and_is_named(name: str) -> None:
    result = start(**{name: ""})
    assert result.returncode != 0
    assert f"ImproperlyConfigured: {name} is missing" in result.stderr


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"DATABASE_URL": ""}, "DATABASE_URL must name"),
        ({"DATABASE_URL": "sqlite:///x.sqlite3"}, "DATABASE_URL must name"),
        ({"DATABASE_SSLMODE": "please"}, "DATABASE_SSLMODE is"),
        ({"FIELD_KEYS": "not-a-key"}, "FIELD_KEYS: number 1"),
        ({"FIELD_KEYS": f"{GOOD['FIELD_KEYS']},not-a-key"}, "FIELD_KEYS: number 2"),
        ({"KEY_PEPPER": "short"}, "KEY_PEPPER needs 32"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS names"),
        ({"BASE_URL": "http://council.example"}, "BASE_URL begins with https"),
        ({"METRICS_TOKEN": "short"}, "METRICS_TOKEN needs 32"),
        ({"EXTRA_APPS": "demo"}, "The demo council"),
        ({"EMAIL_HOST_PASSWORD": "readable", "EMAIL_USE_TLS": "false"}, "EMAIL_USE_TLS is off"),
        ({**BUCKET, "S3_ENDPOINT": "http://files.example"}, "S3_ENDPOINT begins with https"),
        ({**BUCKET, "S3_REGION": ""}, "S3_REGION is missing"),
        ({**BUCKET, "S3_ACCESS_KEY": ""}, "S3_ACCESS_KEY is missing"),
        ({**BUCKET, "S3_SECRET_KEY": ""}, "S3_SECRET_KEY is missing"),
    ],
)
def test_what_cannot_be_right_stops_the_start_and_shows_no_secret(changes: dict[str, str], message: str) -> None:
    result = start(**changes)
    assert result.returncode != 0
    assert f"ImproperlyConfigured: {message}" in result.stderr
    for secret in (
        GOOD["SECRET_KEY"],
        GOOD["FIELD_KEYS"],
        GOOD["KEY_PEPPER"],
        "a-secret-key",
        "readable,",
        "not-a-key",
    ):
        assert secret not in result.stderr


def test_the_connection_to_the_database_is_encrypted_when_asked() -> None:
    options = read(
        "settings.DATABASES['default']['OPTIONS']", DATABASE_SSLMODE="verify-full", DATABASE_CA="/run/secrets/ca.pem"
    )
    assert options == {"sslmode": "verify-full", "sslrootcert": "/run/secrets/ca.pem"}
    assert read("settings.DATABASES['default']['OPTIONS']") == {"sslmode": "prefer"}


def test_a_backup_is_expected_every_day_unless_told_otherwise() -> None:
    assert read("settings.BACKUP_EVERY_HOURS") == 24
    assert read("settings.BACKUP_EVERY_HOURS", BACKUP_EVERY_HOURS="6") == 6


@pytest.mark.parametrize(
    ("endpoint", "origin"),
    [("https://files.example", "https://files.example"), ("", "https://files.s3.eu-west-2.amazonaws.com")],
)
def test_pictures_from_a_bucket_may_show_on_staffs_screens(endpoint: str, origin: str) -> None:
    assert read("settings.MEDIA_ORIGIN", **{**BUCKET, "S3_ENDPOINT": endpoint}) == origin
    assert read("settings.MEDIA_ORIGIN") == ""


def test_a_container_shows_why_it_did_not_start() -> None:
    """The last line is what an operator sees first."""
    result = start(KEY_PEPPER="short")
    assert result.stderr.strip().splitlines()[-1].endswith("KEY_PEPPER needs 32 signs or more.")
