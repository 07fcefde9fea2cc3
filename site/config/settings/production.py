"""A council's own service: everything secret or local comes from the environment, and a gap stops the start."""

from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403  (settings are layered by design)
from config.settings.base import CACHES, CELERY_BROKER_URL, DATABASES, INSTALLED_APPS, env


def needed(name: str, why: str) -> str:
    """The value of `name`, or a start that ends here and says what the value is for; never what any value is."""
    if not (value := env.str(name, "")):
        raise ImproperlyConfigured(f"{name} is missing: {why}. See docs/operations.md, Settings.")
    return value


DEBUG = False
SECRET_KEY = needed("SECRET_KEY", "it signs sessions and links; 50 random signs or more")
needed("FIELD_KEYS", "words are encrypted with them")
FIELD_KEYS = env.list("FIELD_KEYS")
KEY_PEPPER = needed("KEY_PEPPER", "it goes into the hash of every young person's key")
needed("ALLOWED_HOSTS", "the names of the site, comma separated")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS")
WAGTAILADMIN_BASE_URL = needed("BASE_URL", "the address of the site stands in every mail").rstrip("/")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]
INSTALLED_APPS += env.list("EXTRA_APPS", [])
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
BACKUP_EVERY_HOURS = env.int("BACKUP_EVERY_HOURS", 24)

if len(KEY_PEPPER) < 32:
    raise ImproperlyConfigured("KEY_PEPPER needs 32 signs or more.")
for number, key in enumerate(FIELD_KEYS, 1):
    try:
        Fernet(key)
    except ValueError:
        raise ImproperlyConfigured(f"FIELD_KEYS: number {number} is not a Fernet key.") from None
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS names the site's own names. With * any name would be believed.")
if not WAGTAILADMIN_BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("BASE_URL begins with https://. Nothing is served without encryption.")
if METRICS_TOKEN and len(METRICS_TOKEN) < 32:
    raise ImproperlyConfigured("METRICS_TOKEN needs 32 signs or more, or nothing at all.")
if "demo" in INSTALLED_APPS:
    raise ImproperlyConfigured("The demo council has one-click sign-in. It is never part of a real service.")
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database.")
if "redis" not in CACHES["default"]["BACKEND"].lower():
    raise ImproperlyConfigured("REDIS_URL is missing: rate limits are counted there.")
if CELERY_BROKER_URL == "filesystem://":
    raise ImproperlyConfigured("CELERY_BROKER_URL is missing: alerts are sent by a worker that listens there.")

# Over a network: `verify-full` with DATABASE_CA. In one machine or one private network: `prefer`.
sslmode = env.str("DATABASE_SSLMODE", "prefer")
if sslmode not in ("disable", "allow", "prefer", "require", "verify-ca", "verify-full"):
    raise ImproperlyConfigured("DATABASE_SSLMODE is disable, allow, prefer, require, verify-ca or verify-full.")
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("sslmode", sslmode)
if certificate := env.str("DATABASE_CA", ""):
    DATABASES["default"]["OPTIONS"]["sslrootcert"] = certificate

STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if bucket := env.str("S3_BUCKET", ""):
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured("S3_BUCKET is set and django-storages is not there: install requirements-s3.lock.")
    endpoint = env.str("S3_ENDPOINT", "") or None  # None: Amazon's own
    if endpoint and not endpoint.startswith("https://") and not env.bool("S3_PLAIN_HTTP", False):
        raise ImproperlyConfigured("S3_ENDPOINT begins with https:// (or S3_PLAIN_HTTP=true, inside one machine).")
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint,
            "region_name": needed("S3_REGION", "S3_BUCKET is set, and addresses are signed for its region"),
            "access_key": needed("S3_ACCESS_KEY", "S3_BUCKET is set"),
            "secret_key": needed("S3_SECRET_KEY", "S3_BUCKET is set"),
            # Nothing is public: documents go through a checked view, pictures by an address that ends in a minute.
            "default_acl": "private",
            "querystring_auth": True,
            "querystring_expire": 60,
            "signature_version": "s3v4",
            "addressing_style": "path" if endpoint else "virtual",
            "file_overwrite": False,
            "object_parameters": {"CacheControl": "private, no-store"},
            "max_memory_size": 2 * 1024 * 1024,
        },
    }
    where = urlsplit(endpoint or f"https://{bucket}.s3.{STORAGES['default']['OPTIONS']['region_name']}.amazonaws.com")
    MEDIA_ORIGIN = f"{where.scheme}://{where.netloc}"

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^wellz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
ANSWERS_COOKIE = "__Host-answers-"
LANGUAGE_COOKIE_SECURE = True

EMERGENCY_DUTY_ADDRESS = needed("EMERGENCY_DUTY_ADDRESS", "alerts always have somewhere to go")

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = needed("EMAIL_HOST", "alerts and invitations are sent by this mail server")
EMAIL_PORT = env.int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = needed("DEFAULT_FROM_EMAIL", "the sender of every mail; nothing in it says that anyone is in care")
if EMAIL_HOST_PASSWORD and not EMAIL_USE_TLS:
    raise ImproperlyConfigured("EMAIL_USE_TLS is off, and the mail server's password would travel readable.")
