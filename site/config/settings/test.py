"""The test run: eager tasks, quick password hashes, mail in memory."""

import os

from config.settings.dev import *  # noqa: F403  (settings are layered by design)
from config.settings.dev import CACHES, DATABASES, VAR_DIR, env

SAMPLE_DATA = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
if "redis" in CACHES["default"]["BACKEND"].lower():
    # Test processes run side by side; each has a Redis database of its own, because clearing one clears it whole.
    worker = env.str("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    CACHES["default"]["LOCATION"] = f"{CACHES['default']['LOCATION'].rpartition('/')[0]}/{9 + int(worker) % 7}"
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
KEY_SCRYPT_N = 2**4
MEDIA_ROOT = VAR_DIR / "test-media"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # On disk, so that the browser tests' server threads have connections of their own, as in real life; named after
    # the process, so that two test runs do not meet.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / f"test-{os.getpid()}.sqlite3"}

ANSWERING_MEMORY = 0  # every test sees what it just made
