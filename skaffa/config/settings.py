"""The one settings file; what differs between environments comes from skaffa.config.env."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from skaffa.config import database
from skaffa.config.env import Environment
from skaffa.config.logging import LOGGING  # noqa: F401 - Django reads it here

ROOT = Path(__file__).resolve().parents[2]
SKAFFA = Environment()
TESTING = "pytest" in sys.modules

# --- who and where -----------------------------------------------------------------------------------------------
_base = urlsplit(SKAFFA.base_url)
_server = urlsplit(SKAFFA.server_url or SKAFFA.base_url)
DEBUG = SKAFFA.debug
SECRET_KEY = SKAFFA.secret_key or database.local_secret(SKAFFA.data, "secret_key")
SKAFFA_ENCRYPTION_KEYS = SKAFFA.encryption_keys or [database.local_secret(SKAFFA.data, "encryption_key", fernet=True)]
ALLOWED_HOSTS = sorted({host for host in (_base.hostname, _server.hostname) if host})
CSRF_TRUSTED_ORIGINS = [SKAFFA.base_url]
ROOT_URLCONF = "skaffa.config.urls"
WSGI_APPLICATION = "skaffa.config.wsgi.application"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # the e-mail address is unique by a constraint on its lower case

# --- apps ----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.forms",
    "skaffa.config.static.ServedFilesConfig",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "ninja",
    "procrastinate.contrib.django",
    "template_partials",
    "skaffa.core.apps.CoreConfig",
    "skaffa.accounts.apps.AccountsConfig",
    "skaffa.choices.apps.ChoicesConfig",
    "skaffa.keys.apps.KeysConfig",
    "skaffa.processes.apps.ProcessesConfig",
    "skaffa.candidates.apps.CandidatesConfig",
    "skaffa.jobs.apps.JobsConfig",
    "skaffa.applications.apps.ApplicationsConfig",
    "skaffa.mail.apps.MailConfig",
    "skaffa.interviews.apps.InterviewsConfig",
    "skaffa.notes.apps.NotesConfig",
    "skaffa.documents.apps.DocumentsConfig",
    "skaffa.pools.apps.PoolsConfig",
    "skaffa.pipeline.apps.PipelineConfig",
    "skaffa.careers.apps.CareersConfig",
    "skaffa.duplicates.apps.DuplicatesConfig",
    "skaffa.search.apps.SearchConfig",
    "skaffa.analytics.apps.AnalyticsConfig",
    "skaffa.activity.apps.ActivityConfig",
    "skaffa.notify.apps.NotifyConfig",
    "skaffa.imports.apps.ImportsConfig",
    "skaffa.retention.apps.RetentionConfig",
    "skaffa.hooks.apps.HooksConfig",
    "skaffa.linkedin.apps.LinkedinConfig",
    "skaffa.web.apps.WebConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "skaffa.web.middleware.ActorMiddleware",
    "skaffa.web.middleware.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "skaffa/web/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "skaffa.web.context.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "skaffa.web.templatetags.quick",
                "skaffa.web.templatetags.skaffa",
            ],
        },
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # controls are ours to write: django/forms/widgets/

# --- data ----------------------------------------------------------------------------------------------------------
DATABASES = {"default": database.settings(SKAFFA.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {  # shared by every process, so that rate limits hold; the table comes with the first migration of core
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- sign-in -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_HASHERS = [  # tests make hundreds of users, and Argon2 is slow on purpose
    f"django.contrib.auth.hashers.{'MD5' if TESTING else 'Argon2'}PasswordHasher"
]
ACCOUNT_ADAPTER = "skaffa.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "login": "30/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = SKAFFA.trusted_proxies  # whose address those limits count
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# --- language and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("sv", _("Swedish"))]
LOCALE_PATHS = [ROOT / "skaffa/locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- static files --------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "var/static"
STATICFILES_DIRS = [
    ROOT / "skaffa/web/static",
    ("vendor/tabler/css", ROOT / "node_modules/@tabler/core/dist/css"),
    ("vendor/tabler/js", ROOT / "node_modules/@tabler/core/dist/js"),
    ("vendor/htmx", ROOT / "node_modules/htmx.org/dist"),
    ("vendor/chart.js", ROOT / "node_modules/chart.js/dist"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
WHITENOISE_AUTOREFRESH = TESTING or DEBUG  # each file when it is asked for: no walk through all per test client
ICONS = ROOT / "node_modules/@tabler/icons/icons/outline"

# --- security ------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF, SKAFFA.linkedin_www_url],  # the consent page answers our form by a redirect
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SESSION_COOKIE_NAME = f"skaffa_session_{SKAFFA.environment_id}"
CSRF_COOKIE_NAME = f"skaffa_csrf_{SKAFFA.environment_id}"
LANGUAGE_COOKIE_NAME = f"skaffa_language_{SKAFFA.environment_id}"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # OAuth's way back from LinkedIn is a cross-site navigation
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SKAFFA.https
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "skaffa.web.errors.expired_form"
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SKAFFA.https and not TESTING
SECURE_HSTS_SECONDS = 31_536_000 if SKAFFA.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SKAFFA.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SKAFFA.https else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 2  # the most a form of ours takes (applying), and each is held in memory
FILE_UPLOAD_HANDLERS = ["skaffa.web.uploads.BoundedUpload"]

# --- e-mail --------------------------------------------------------------------------------------------------------
EMAIL_BACKEND, _smtp = database.email(SKAFFA.email_url)
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS = _smtp
EMAIL_USE_SSL = EMAIL_USE_TLS and EMAIL_PORT == database.TLS_FROM_THE_START
EMAIL_USE_TLS = EMAIL_USE_TLS and not EMAIL_USE_SSL
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SKAFFA.email_from

# --- background work -----------------------------------------------------------------------------------------------
PROCRASTINATE_IMPORT_PATHS = ["skaffa.mail.tasks", "skaffa.linkedin.tasks", "skaffa.keys.tasks"]
