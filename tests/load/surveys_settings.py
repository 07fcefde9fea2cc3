"""The test settings as a web process of a council would run: pages remembered, logs at warnings only."""

from config.settings.test import *  # noqa: F403

ANSWERING_MEMORY = 5
ALLOWED_HOSTS = ["*"]
TEMPLATES[0]["DIRS"].append(str(BASE_DIR / "tests" / "load" / "stock"))  # type: ignore[name-defined]  # noqa: F405
INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.contrib.forms", "tests.load.stock"]  # type: ignore[name-defined]  # noqa: F405
