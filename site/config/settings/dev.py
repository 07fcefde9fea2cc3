"""A newcomer's machine: SQLite, files on disk, the demo council, mail to the console."""

from config.settings.base import *  # noqa: F403  (settings are layered by design)
from config.settings.base import INSTALLED_APPS, VAR_DIR, env

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = "dev-only-" + "x" * 50
FIELD_KEYS = ["ZGV2LW9ubHktZmllbGQta2V5LTAxMjM0NTY3ODlhYmM="]
KEY_PEPPER = "dev-only-pepper"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]

SAMPLE_DATA = True
INSTALLED_APPS = ["demo", *INSTALLED_APPS]

WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# Nothing needs preparing by hand.
(VAR_DIR / "static").mkdir(parents=True, exist_ok=True)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys on http://localhost
