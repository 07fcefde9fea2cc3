"""A real council's site has no demo: it refuses to start with one, and has no door without one."""

import os
import subprocess
import sys

from tests.config.test_production import GOOD, HERE

RESOLVE = """
import django, sys
sys.path.insert(0, "site")
django.setup()
from django.apps import apps
from django.urls import resolve
print(apps.is_installed("demo"), resolve("/demo/").func.__module__, resolve("/tell-us/").func.__module__)
"""


def python(code: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=HERE,
        env={**os.environ, **GOOD, **changes},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_refuses_to_start_with_the_demo() -> None:
    result = python("import sys; sys.path.insert(0, 'site'); import django; django.setup()", EXTRA_APPS="demo")
    assert result.returncode != 0
    assert "ImproperlyConfigured" in result.stderr
    assert "one-click sign-in" in result.stderr


def test_production_without_it_has_no_door() -> None:
    result = python(RESOLVE)
    assert result.returncode == 0, result.stderr
    # Whatever is no room of ours falls through to the pages that editors wrote.
    assert result.stdout.split() == ["False", "wagtail.views", "engagement.views.telling"]
