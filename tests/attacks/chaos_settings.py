"""The settings of the service that the chaos test kills: as on a newcomer's machine, but mail leaves by SMTP."""

from config.settings.dev import *  # noqa: F403  (settings are layered by design)
from config.settings.dev import INSTALLED_APPS, env

SAMPLE_DATA = False
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "demo"]
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = env.int("CHAOS_MAIL_PORT")
EMAIL_TIMEOUT = 5
KEY_SCRYPT_N = 2**4
