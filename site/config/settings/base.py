"""Everything that is the same everywhere; complete without secrets."""

from datetime import time
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env

env = Env()

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")

# The words a council chooses. The group's own name stands where others would say "Children in Care Council",
# so that no screen, tab title or mail subject says that anyone is in care.
PRODUCT_NAME = env.str("PRODUCT_NAME", "Said & Done")
GROUP_NAME = env.str("GROUP_NAME", "The Table")
COUNCIL_NAME = env.str("COUNCIL_NAME", "Fenbrook Council")
TEAM_PHONE = env.str("TEAM_PHONE", "01632 960 123")
SAMPLE_DATA = False
EXIT_URL = env.str("EXIT_URL", "https://www.bbc.co.uk/weather")

# When somebody reads (council's local time). Bank holidays in England are closed.
STAFFED_DAYS = env.list("STAFFED_DAYS", [0, 1, 2, 3, 4], subcast=int)  # Monday is 0
STAFFED_FROM = env.time("STAFFED_FROM", time(9))
STAFFED_UNTIL = env.time("STAFFED_UNTIL", time(17))

# Who is told of a concern when nobody of the council's own is on duty: the emergency duty team.
EMERGENCY_DUTY_ADDRESS = env.str("EMERGENCY_DUTY_ADDRESS", "duty@fenbrook.example")
EMERGENCY_DUTY_PHONE = env.str("EMERGENCY_DUTY_PHONE", "")
# Text messages through GOV.UK Notify; off until there is a key.
NOTIFY_API_KEY = env.str("NOTIFY_API_KEY", "")
NOTIFY_TEMPLATE = env.str("NOTIFY_TEMPLATE", "")
NOTIFY_URL = env.str("NOTIFY_URL", "https://api.notifications.service.gov.uk")

INSTALLED_APPS = [
    "config",
    "people",
    "engagement",
    "surveys",
    "pages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_celery_beat",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "people.apps.StaffScreensConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",  # its widget templates, for FORM_RENDERER
]

MIDDLEWARE = [
    "config.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.AdminAwareCSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.middleware.YoungPersonMiddleware",
    "people.middleware.SecondFactorMiddleware",
    "people.middleware.PersonalPagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

# For the pages of a survey in a browser that is signed in nowhere: no session, no account, no page of an editor's.
ANSWERING_MIDDLEWARE = [
    "config.middleware.RequestIdMiddleware",
    "config.middleware.SameHeadersMiddleware",
    "config.middleware.KeptByNobodyMiddleware",
]
ANSWERING_HEADERS = [  # what SameHeadersMiddleware repeats
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.AdminAwareCSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "pages.context_processors.shell",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'database.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        # Writers queue instead of failing half-way when two transactions meet.
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes, because rate limits are counted here. No words and nothing personal goes in.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
if env.str("REDIS_URL", ""):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": env.str("REDIS_URL"),
        }
    }

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "people:staff-door"
ACCOUNT_ADAPTER = "people.adapters.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation reached the address already
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_FORMS = {
    "reset_password_from_key": "people.forms.ChoosePasswordForm",
    "change_password": "people.forms.NewPasswordForm",
}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # a second factor is asked for all the same
ACCOUNT_SESSION_REMEMBER = False  # gone with the browser: council machines are shared
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # seconds that an invitation's link works
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is confirmed by its invitation, and nobody can change their own
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = PRODUCT_NAME
MFA_TOTP_TOLERANCE = 1  # a code typed as it runs out still opens; RFC 6238, 5.2 allows one step
USERSESSIONS_TRACK_ACTIVITY = False

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

BACKUP_EVERY_HOURS = env.int("BACKUP_EVERY_HOURS", 0)  # 0: nobody expects one

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "site" / "static"]
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
MEDIA_ORIGIN = ""  # where a bucket's signed addresses lead; pictures from there show on staff's screens only

SESSION_ENGINE = "people.session_store"  # rows that only their own browser can open
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds; a working day for staff
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
ANSWERING_MEMORY = 5  # seconds that a process remembers open waves and unanswered pages of surveys
ANSWERS_COOKIE = "answers-"  # with the address of a survey behind it: the only way to a draft of answers
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "pages.views.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # Wagtail loosens this itself for its preview panel
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "display-capture", "geolocation", "gyroscope", "microphone", "payment", "usb")
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)  # proxies of our own before us that write X-Forwarded-For
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes; the longest form is 20,000 characters

# Secrets. Empty here; dev.py has its own, production.py demands them.
SECRET_KEY = ""
FIELD_KEYS: list[str] = []  # Fernet keys for words in the database; the first encrypts, all decrypt
METRICS_TOKEN = ""  # without one there is no /metrics
KEY_PEPPER = ""  # goes into the hash of every young person's key; changing it locks every key

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "hello@fenbrook.example")

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "filesystem://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "beat": {"task": "config.tasks.beat", "schedule": 60.0},
    "send-outbox": {"task": "people.tasks.send_outbox", "schedule": 15.0},
    "climb-ladders": {"task": "engagement.tasks.climb_ladders", "schedule": 15.0},
    "mix-arrivals": {"task": "engagement.tasks.mix_arrivals", "schedule": 3600.0},
    "mix-answers": {"task": "surveys.tasks.mix_answers", "schedule": 3600.0},
    "fold-waves": {"task": "surveys.tasks.fold_waves", "schedule": 5.0},
    "carry-on-results": {"task": "surveys.tasks.carry_on_results", "schedule": 60.0},
    "finish-taking-back": {"task": "engagement.tasks.finish_taking_back", "schedule": 300.0},
    "carry-on-runs": {"task": "engagement.tasks.carry_on_runs", "schedule": 300.0},
    "carry-on-packs": {"task": "engagement.tasks.carry_on_packs", "schedule": 300.0},
    "lapse-exports": {"task": "engagement.tasks.lapse_exports", "schedule": 3600.0},
    "carry-on-editions": {"task": "engagement.tasks.carry_on_editions", "schedule": 300.0},
    "seal-events": {"task": "people.tasks.seal_events", "schedule": 15.0},
    "sweep-queue": {"task": "config.tasks.sweep_queue", "schedule": 3600.0},
    "remind-of-actions": {"task": "engagement.tasks.remind_of_actions", "schedule": 3600.0},
    "ask-whether-it-happened": {"task": "engagement.tasks.ask_whether_it_happened", "schedule": 3600.0},
    "purge": {"task": "engagement.tasks.purge", "schedule": crontab(hour=2, minute=40)},  # council's local time
}
if CELERY_BROKER_URL == "filesystem://":
    # Messages carry ids only. store_processed keeps the transport from moving files through the shared temp folder.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR_DIR / "queue" / "waiting"),
        "data_folder_out": str(VAR_DIR / "queue" / "waiting"),
        "processed_folder": str(VAR_DIR / "queue" / "processed"),
        "control_folder": str(VAR_DIR / "queue" / "control"),
        "store_processed": True,
        "polling_interval": 0.2,
    }

WAGTAIL_SITE_NAME = PRODUCT_NAME
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000")
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "xlsx", "csv"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # an embed would be a third-party request
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

LOGGING_CONFIG = None  # config.logging sets structlog up once, in every kind of process
LOG_LEVEL = env.str("LOG_LEVEL", "INFO")
SILENCED_SYSTEM_CHECKS: list[str] = []
