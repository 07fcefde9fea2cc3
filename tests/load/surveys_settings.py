"""The test settings as a web process of a council would run: pages remembered, and a stock form to compare with."""

from config.settings.test import *  # noqa: F403
from config.settings.test import BASE_DIR, INSTALLED_APPS, TEMPLATES

ANSWERING_MEMORY = 5
ALLOWED_HOSTS = ["*"]
TEMPLATES[0]["DIRS"].append(BASE_DIR / "tests" / "load" / "stock")  # type: ignore[attr-defined]  # a list of paths
INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.contrib.forms", "tests.load.stock"]
