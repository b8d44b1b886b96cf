"""Every setting, read from the environment; two switches only: DATABASE_URL, REDIS_URL."""

import logging
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF

from config.deployed import debug, secret_key
from config.environment import database_url, flag, names, number, redis_url, text
from config.mailing import mail_server, site_url

django_stubs_ext.monkeypatch()  # ModelForm[Plan] may be written as the stubs want it

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(text("JEKABAARA_VAR", str(BASE_DIR / "var")))
VAR.mkdir(parents=True, exist_ok=True)
TESTING = "pytest" in sys.modules

# ---- What runs ----
DATABASE_URL = database_url(f"sqlite:///{VAR / 'jekabaara.sqlite3'}")
DEPLOYED = DATABASE_URL.startswith("postgres") and not TESTING
HTTPS = flag("HTTPS")
SECRET_KEY = secret_key(VAR, deployed=DEPLOYED)
DEBUG = debug(https=HTTPS)
DEMO = flag("JEKABAARA_DEMO")
# The last one is how a machine asks itself whether it is well.
ALLOWED_HOSTS = [*names("ALLOWED_HOSTS", "localhost,[::1],testserver"), "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = names("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXIES = names("TRUSTED_PROXIES", "127.0.0.1,::1")  # addresses, networks: see core.proxies

INSTALLED_APPS = [
    "backup",
    "reports",
    "concertation",
    "planning",
    "monitorage",
    "monitoring",
    "conventions",
    "asaco",
    "followup",
    "mandates",
    "cscom",
    "communes",
    "jobs",
    "files",
    "notices",
    "accounts",
    "core",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "template_partials",
    "simple_history",
    "django_celery_results",
    "rest_framework",
    "drf_spectacular",
]
MIDDLEWARE = [
    "core.proxies.ProxyMiddleware",  # before all that reads an address or a scheme
    # The first three also see the answers of those below that refuse: an unknown host, a NUL byte…
    "core.trace.TraceMiddleware",
    "core.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.compress.CompressMiddleware",
    "core.middleware.AddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "core.uploads.UploadsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mandates.middleware.ScopeMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.page",
            ],
            "builtins": ["core.templatetags.fr", "core.templatetags.glossary", "core.templatetags.pieces"],
        },
    }
]

# ---- Data ----
POOLED = flag("DATABASE_POOLED")  # a PgBouncer by transaction stands in between
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        DATABASE_URL, conn_max_age=0 if POOLED else number("CONN_MAX_AGE", 60), conn_health_checks=True
    )
}
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = POOLED
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 10)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILES_ROOT = VAR / "files"  # never under a public URL: served by files.views alone
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1500
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# ---- Background work: the Job table is the truth, the broker a doorbell ----
REDIS_URL = redis_url()
JOB_KEPT = timedelta(days=max(number("JOB_KEPT_DAYS", 90), 7))  # finished works; what they made stays
DISK_FREE_MB = number("DISK_FREE_MB", 500)  # below, /readyz says that the disk is full
BROKER_DIR = VAR / "broker"
CELERY_BROKER_URL = REDIS_URL or "filesystem://"
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "visibility_timeout": 900,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
    }
else:
    for folder in ("queue", "processed", "control"):
        (BROKER_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "processed_folder": str(BROKER_DIR / "processed"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.2,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as it takes
CELERY_RESULT_BACKEND = "django-db"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
# A child that has grown beyond is replaced after its task; a report takes 110 MB.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = number("WORKER_MEMORY_MB", 400) * 1024  # kibibytes
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 570
CELERY_TIMEZONE = "Africa/Bamako"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE: dict[str, Any] = {  # looks often, acts once: who sleeps at night misses nothing
    "sweep": {"task": "jobs.tasks.sweep", "schedule": 30.0, "options": {"expires": 25}},
    "late_followups": {"task": "followup.tasks.tell_late", "schedule": 3600.0},
    "ending_mandates": {"task": "mandates.tasks.tell_terms", "schedule": 3600.0},
    "meetings": {"task": "concertation.tasks.remind", "schedule": 3600.0},
    "conventions": {"task": "conventions.tasks.watch", "schedule": 3600.0},
    "awaited_plans": {"task": "planning.tasks.remind_awaited", "schedule": 3600.0},
    "closed_quarter": {"task": "reports.tasks.issue_closed_quarter", "schedule": 3600.0},
    "boundaries": {"task": "monitoring.tasks.begin_boundaries", "schedule": 3600.0},
    "alerts": {"task": "monitoring.tasks.alert_daily", "schedule": 3600.0},  # once a day, the same way
}

# ---- E-mails that say that a notice waits; without a server, nobody is offered one ----
SITE_URL = site_url()
MAIL = mail_server(SITE_URL)
MAIL_OFFERED = bool(MAIL.host)
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_SSL, EMAIL_USE_TLS, EMAIL_TIMEOUT = MAIL.ssl, MAIL.tls, 20
DEFAULT_FROM_EMAIL = MAIL.sender
if MAIL_OFFERED:
    CELERY_BEAT_SCHEDULE["mail"] = {
        "task": "mandates.tasks.send_mail", "schedule": 60.0, "options": {"expires": 55},
    }  # fmt: skip

MINUTED_MEETINGS = "concertation.minuted.minuted"  # counts the meetings that have their minutes (V25)
FOLLOWUP_TAKERS = ["planning.taking_up.plans_with"]  # the page of a promise asks each who took it up
INTEREST_TELLERS = ["concertation.declared.declared_by"]  # the page of a person asks each what was declared

# ---- Who comes in ----
AUTH_USER_MODEL = "accounts.User"
ACCOUNT_READER = "mandates.scopes.account_of"  # the account of a session comes with its mandates
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.PhoneOrUsernameBackend",
    "mandates.backends.OneTimeCodeBackend",
    "mandates.backends.ReferenceDataBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL, LOGIN_REDIRECT_URL = "sign_in", "/"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # shared computers; "cet appareil est le mien" lengthens it
OWN_DEVICE_AGE = timedelta(days=30)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True  # our scripts take the token from the page
CSRF_FAILURE_VIEW = "core.errors.csrf_failure"
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
AXES_USERNAME_CALLABLE = "accounts.names.counted_name"
AXES_SENSITIVE_PARAMETERS = ["username", "code", "old_password", "new_password", "again"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # who tries at the fourteenth minute waits one more
AXES_VERBOSE = False
AXES_IPWARE_META_PRECEDENCE_ORDER = ["REMOTE_ADDR"]  # true since core.proxies; a header is anybody's
CODE_LIFETIME = timedelta(hours=48)
# A CSRéf's office, or a training room, stands behind one address: forty people who each try three times pass.
RATE_LIMITS = {
    "sign_in": (120, timedelta(minutes=15)),  # an address; axes counts six failures of a name there besides
    "code_redeem": (60, timedelta(minutes=15)),  # an address; a code dies after five tries besides
    "password_change": (10, timedelta(minutes=15)),  # a person
    "place_search": (60, timedelta(minutes=1)),  # a person
    "document_ask": (60, timedelta(hours=1)),  # a person
    "document_verify": (60, timedelta(minutes=15)),  # a person, or an address: a code has 58 bits besides
}
TOKEN_LIFETIME = timedelta(days=365)

# ---- Rules of the house that are settings, not law ----
CELL_LEVEL_SHARE = 2000  # ten-thousandths: a commune reads cells of an aire it hosts or holds ≥ 20 % of

# ---- Pages ----
LANGUAGE_CODE = "fr"
TIME_ZONE = "Africa/Bamako"
USE_I18N = True
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = Path(text("STATIC_ROOT", str(VAR / "static")))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # a first run has collected nothing yet
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = VAR / "media"
WHITENOISE_MAX_AGE = 300
WHITENOISE_ALLOW_ALL_ORIGINS = False  # our files are for our pages
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # asked from inside, where TLS has ended
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Browsers' lists of sites that are HTTPS for ever: the owner of the domain asks for it, no software for them.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# ---- The API: who may is said by ``requires``, as for pages ----
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["core.api_entry.HouseAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["core.api_entry.SignedIn"],
    "DEFAULT_PARSER_CLASSES": ["core.api_json.JsonParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,  # OPTIONS answers 405: the description says all
    "DEFAULT_THROTTLE_CLASSES": ["core.api_entry.Often"],
    "EXCEPTION_HANDLER": "core.problems.handler",
    "UNAUTHENTICATED_USER": None,
    "COERCE_DECIMAL_TO_STRING": False,
}
API_RATES = {
    "api": (1200, timedelta(minutes=1)),  # a person, by token or session
    "api_visitor": (60, timedelta(minutes=1)),  # an address; for what is open to all
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "API de Jèkabaara",
    "DESCRIPTION": (
        "Tout ce que les pages lisent et écrivent, pour un programme\u00a0: mêmes droits, mêmes chiffres. "
        "Vide, 0 et sans objet («\u00a0NA\u00a0») sont trois choses différentes, partout."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVERS": [{"url": "/", "description": "Ce site"}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [],  # choices stay where they are used
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,  # docstrings are for developers
    "SERVE_PERMISSIONS": ["core.api_entry.Anyone"],
}

# ---- Logs: one JSON line an event where it is deployed, readable elsewhere; ``core.journal`` says what ----
LOG_FORMAT = text("LOG_FORMAT", "json" if DEPLOYED else "readable")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "core.journal.formatter", "style": LOG_FORMAT}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "jekabaara": {"level": "INFO"},
        "django": {"level": "WARNING", "handlers": []},
        "django.request": {"level": "ERROR"},  # each request has its line already
        "django.server": {"level": "INFO", "handlers": ["console"], "propagate": False},
        "celery.app.trace": {"level": "INFO"},  # each task, how long it took
        "axes": {"level": "CRITICAL"},  # it would write the phone number that somebody typed
        "gunicorn.error": {"level": "INFO", "handlers": ["console"], "propagate": False},
        "weasyprint.progress": {"level": "WARNING"},  # seven lines a page
        "fontTools": {"level": "WARNING"},
    },
}
logging.captureWarnings(LOG_FORMAT == "json")
