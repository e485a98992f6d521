"""Settings come from environment variables only; `.env.example` lists each one with its default."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext
import structlog
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

django_stubs_ext.monkeypatch()  # so that `ModelAdmin[Customer]` can be written where it runs, too


def flag(name: str, default: str) -> bool:
    return os.environ.get(name, default) == "1"


def listed(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


DEBUG = flag("GYM_DEBUG", "1")
PUBLIC_URL = os.environ.get("GYM_PUBLIC_URL", "http://localhost:8000").rstrip("/")
INSECURE_KEY = "insecure-for-development-only-and-refused-when-GYM_DEBUG-is-0"
SECRET_KEY = os.environ.get("GYM_SECRET_KEY", INSECURE_KEY)
if SECRET_KEY == INSECURE_KEY and not DEBUG:
    raise ImproperlyConfigured("Set GYM_SECRET_KEY to a long random value when GYM_DEBUG is 0.")
ALLOWED_HOSTS = listed("GYM_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
# Where a page that may talk to us can live: decides CSRF and the websocket's Origin.
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "daphne",  # first, so that `runserver` serves ASGI
    "core.apps.Admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "channels",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "phonenumber_field",
    "csp",
    "storages",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "allauth.usersessions",
    "core.apps.CoreConfig",
    "realtime",
    "scheduling",
    "social",
    "gymcrm.today.apps.TodayConfig",
    "gymcrm.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.api.errors.JsonErrors",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.api.account_bodies.AccountBodies",
    "allauth.account.middleware.AccountMiddleware",
    "core.api.last_seen.LastSeen",
    "core.api.second_factor.SecondFactorFirst",
    "core.api.cursor.EventCursor",
]

ROOT_URLCONF = "gymcrm.urls"
ASGI_APPLICATION = "gymcrm.asgi.application"
# In each web process, and so how many connections to the database it has for them.
REQUEST_THREADS = int(os.environ.get("GYM_REQUEST_THREADS", "16"))
WSGI_APPLICATION = "gymcrm.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "gymcrm" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Threads come and go, and a connection that one kept would be leaked; those of requests keep theirs (`gymcrm.request_threads`).
DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL", "postgres://localhost/gymcrm"), conn_max_age=0)}
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c lock_timeout=10s -c statement_timeout=60s"

# Counters of the rate limits live in PostgreSQL: logging in must work while Redis is down.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [os.environ.get("REDIS_URL", "redis://127.0.0.1:16379/0")], "prefix": "gymcrm"},
    }
}

# --- people ------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["core.second_factor.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
# The model's unique constraint is on the lower-cased address, which this check can't see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
ACCOUNT_ADAPTER = "core.registration.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "core.registration.NameForm"
# By a code that is typed where one registered, and not by a link: who registers with somebody else's address, and a password of
# their own, would only need that person to open the link.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True  # one address each; a new one takes the old one's place when it is verified
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key", "signup": "20/m/ip"}
MFA_ADAPTER = "core.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Browsers hold passkeys for https and for localhost alone; this lets the server agree to the latter.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PUBLIC_URL.startswith("http://localhost")
# Stands in for the code of any authenticator app, so that the demo's owner and manager can be tried without one.
MFA_TOTP_INSECURE_BYPASS_CODE = os.environ.get("GYM_DEMO_CODE", "")
if MFA_TOTP_INSECURE_BYPASS_CODE and not DEBUG:
    raise ImproperlyConfigured("GYM_DEMO_CODE would open every account with a second factor: unset it when GYM_DEBUG is 0.")
USERSESSIONS_ADAPTER = "core.sessions.Adapter"
USERSESSIONS_TRACK_ACTIVITY = True  # tells when each was last used; `core.api.last_seen` notes it
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": f"{PUBLIC_URL}/verify-email",
    "account_reset_password": f"{PUBLIC_URL}/password/reset",
    "account_reset_password_from_key": f"{PUBLIC_URL}/password/reset/{{key}}",
    "account_signup": f"{PUBLIC_URL}/register",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("GYM_TRUSTED_PROXIES", "0"))
LOGIN_URL = "/login"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
CSRF_FAILURE_VIEW = "core.api.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

# --- language and time -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
USE_I18N = True
USE_TZ = True
# The centre's zone: recurring times, dates that people mean as dates, and what messages print.
TIME_ZONE = os.environ.get("GYM_TIME_ZONE", "Europe/Berlin")
CENTRE_NAME = os.environ.get("GYM_CENTRE_NAME", "Riverside Fitness")
# So long after a task was due its being open is told to the managers; 0: never.
TASK_ESCALATION_HOURS = int(os.environ.get("GYM_TASK_ESCALATION_HOURS", "24"))
PHONENUMBER_DEFAULT_REGION = os.environ.get("GYM_PHONE_REGION", "DE")
PHONENUMBER_DB_FORMAT = PHONENUMBER_DEFAULT_FORMAT = "E164"

# --- API ---------------------------------------------------------------------------------------------------------
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["core.api.authentication.Session"],
    "DEFAULT_PERMISSION_CLASSES": ["core.api.permissions.SignedInWithModelPermissions"],
    "DEFAULT_RENDERER_CLASSES": [
        "rest_framework.renderers.JSONRenderer",
        "rest_framework.renderers.BrowsableAPIRenderer",
    ],
    "DEFAULT_PARSER_CLASSES": ["core.api.parsers.LimitedJson"],
    "DEFAULT_PAGINATION_CLASS": "core.api.pagination.Pages",
    "DEFAULT_FILTER_BACKENDS": [
        "django_filters.rest_framework.DjangoFilterBackend",
        "rest_framework.filters.SearchFilter",
        "core.api.ordering.Ordering",
    ],
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.Schema",
    "DEFAULT_VERSIONING_CLASS": None,
    "EXCEPTION_HANDLER": "core.api.errors.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Gym CRM",
    "VERSION": "0.1.0",
    "DESCRIPTION": "Members, appointments and reminders of a fitness centre.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "ConsentKindEnum": "core.models.Consent.Kind",
        "ReactionKindEnum": "social.models.Reaction.Kind",
        "ConsentSourceEnum": "core.models.Consent.Source",
        "LanguageEnum": LANGUAGES,  # what a member's record chooses among
        "OwnLanguageEnum": [(code, code) for code, _ in LANGUAGES],
        "InvitationKindEnum": "core.models.Invitation.Kind",
        "InvitationStateEnum": "core.models.Invitation.State",
        "AppointmentStateEnum": "scheduling.models.Appointment.State",
        "CalendarKindEnum": "scheduling.models.CalendarLink.Kind",
        "ReminderKindEnum": "scheduling.models.Reminder.Kind",
        "ReminderStateEnum": "scheduling.models.Reminder.State",
        "CheckInMethodEnum": "core.models.CheckIn.Method",
        "VisitRuleEnum": "scheduling.models.Service.Visit",
        "SessionStateEnum": "scheduling.models.Session.State",
        "TaskStateEnum": "scheduling.models.Task.State",
        "TodayCardEnum": "gymcrm.today.cards.ARRANGED",
        "TaskToDoEnum": [(state, state) for state in ("open", "in_progress")],
    },
}

# --- event line and what carries it ------------------------------------------------------------------------------
EVENTS_TOPIC_ARN = os.environ.get("GYM_EVENTS_TOPIC_ARN", "")
OUTCOME_QUEUE_URL = os.environ.get("GYM_OUTCOME_QUEUE_URL", "")
# The links in mails lead to this API, and are signed with this; its function has the same.
ANSWERS_URL = os.environ.get("GYM_ANSWERS_URL", "").rstrip("/")
LINK_SECRET = os.environ.get("GYM_LINK_SECRET", "")
AWS_ENDPOINT_URL = os.environ.get("AWS_ENDPOINT_URL", "")
DEV_OUTBOX = flag("GYM_DEV_OUTBOX", "0")
EMAIL_BACKEND = "core.mail.EventLineBackend"
DEFAULT_FROM_EMAIL = os.environ.get("GYM_EMAIL_FROM", "Riverside Fitness <hello@gym.example>")

# --- files -------------------------------------------------------------------------------------------------------
CLIENT_DIR = BASE_DIR / "frontend" / "dist"
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [CLIENT_DIR] if CLIENT_DIR.is_dir() else []
WHITENOISE_USE_FINDERS = True
# The build puts a digest of the content into these names.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/"
MEDIA_BUCKET = os.environ.get("GYM_MEDIA_BUCKET", "")
MEDIA_REGION = os.environ.get("AWS_DEFAULT_REGION", "eu-central-1")
# Where a browser uploads pictures to and sees them.
PICTURES_URL = (
    f"{AWS_ENDPOINT_URL}/{MEDIA_BUCKET}" if AWS_ENDPOINT_URL else f"https://{MEDIA_BUCKET}.s3.{MEDIA_REGION}.amazonaws.com"
)
PICTURE_ORIGINS = ["/".join(PICTURES_URL.split("/")[:3])] if MEDIA_BUCKET else []
STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": MEDIA_BUCKET,
            "region_name": MEDIA_REGION,
            "signature_version": "s3v4",
            "addressing_style": "path" if AWS_ENDPOINT_URL else "virtual",
            "querystring_expire": 600,
            "file_overwrite": False,
        },
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CONTENT_SECURITY_POLICY = {
    # DRF's browsable page and the admin style inline; a message in the outbox brings styles of its own.
    "EXCLUDE_URL_PREFIXES": ("/admin/", "/api/", "/dev/"),
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *PICTURE_ORIGINS],
        "connect-src": [SELF, *PICTURE_ORIGINS],
        "style-src": [SELF, NONCE],
        # Mantine and the calendar set style attributes; an attribute can't run script.
        "style-src-attr": ["'unsafe-inline'"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}

# --- logs --------------------------------------------------------------------------------------------------------
LOG_FORMAT = os.environ.get("GYM_LOG_FORMAT", "console")
_renderer = structlog.processors.JSONRenderer() if LOG_FORMAT == "json" else structlog.dev.ConsoleRenderer(colors=False)
_shared: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
structlog.configure(
    processors=[*_shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _renderer,
            ],
            "foreign_pre_chain": _shared,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Django's and Channels' own handlers would say everything a second time.
    "loggers": {"django": {"handlers": []}, "django.request": {"level": "ERROR"}, "botocore": {"level": "WARNING"}},
}
