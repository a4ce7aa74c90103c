"""Settings, all from the environment. ``docs/operating.md`` lists the variables."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured

from varv.web import environment, logs

PACKAGE = Path(__file__).resolve().parent.parent
HOME = environment.home()
FILES_FOLDER = environment.folder("VARV_FILES", HOME / "files")
PRODUCTION = environment.flag("VARV_PRODUCTION")
DEBUG = environment.flag("VARV_DEBUG")
BASE_URL = environment.base_url(PRODUCTION)

REHEARSAL_START = environment.moment("VARV_REHEARSE")
REHEARSAL = REHEARSAL_START is not None
if PRODUCTION and (REHEARSAL or DEBUG):
    raise ImproperlyConfigured("VARV_REHEARSE and VARV_DEBUG are not allowed with VARV_PRODUCTION")

# What `varv up` loaded; a rehearsal starts over from it.
REGION_FOLDER = environment.text("VARV_REGION")

SECRET_KEY = environment.secret_key(PRODUCTION)
ALLOWED_HOSTS = environment.hosts(PRODUCTION)
if PRODUCTION:
    environment.check_address(BASE_URL, ALLOWED_HOSTS)
ROOT_URLCONF = "varv.web.urls"
WSGI_APPLICATION = "varv.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "varv.web",
    "varv.evaluation",
    "varv.policymix",
    "varv.prioritisation",
    "varv.vision",
    "varv.indicators",
    "varv.governance",
    "varv.analysis",
    "varv.consultation",
    "varv.meetings",
    "varv.cycles",
    "varv.bodies",
    "varv.reach",
    "varv.people",
    "varv.registry",
    "varv.files",
    "varv.clock",
    "varv.text",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "csp",
    "django_htmx",
    "ninja",
    "procrastinate.contrib.django",
    "rules.apps.AutodiscoverRulesConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "varv.web.middleware.numbered",
    "varv.web.middleware.measured",
    # These four are outside of all that answers by itself, static files and errors included.
    "varv.web.headers.on_everything",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # see ADR 16
    "varv.web.api.problems.as_problem",
    "varv.web.views.health.answered_early",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "varv.web.caching.pages_are_kept_by_right",
    "varv.clock.middleware.one_moment",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "varv.web.replicas.public_pages_from_a_replica",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "varv.people.sessions.keep_sessions",
    "varv.people.second_factor.ask_for_second_factor",
    "varv.people.middleware.region_and_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "varv.web.limits.Limits",
    "varv.web.middleware.buttons_explained",
    "varv.web.middleware.slow_queries_noted",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "varv.web.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "varv.web.templatetags.look",
            ],
        },
    }
]
FORM_RENDERER = "varv.web.forms.Renderer"

DATABASES = {
    "default": environment.database(
        environment.text("VARV_DATABASE_URL", "postgresql:///varv?host=/nowhere")
    )
}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if replica := environment.text("VARV_REPLICA_URL"):
    DATABASES["replica"] = environment.database(replica)
    DATABASES["replica"]["CONN_HEALTH_CHECKS"] = True
DATABASE_ROUTERS = ["varv.web.replicas.Router"]
POOL_SIZE = environment.whole_number("VARV_POOL_SIZE", 8)
# While the database is away a visitor waits no longer than this for the page that says so; and the
# pool begins its tries anew, lest after an hour they be minutes apart.
SECONDS_TO_CONNECT, SECONDS_OF_TRIES = 10, 30
# Without the replica there is still the database, so nobody need wait for it.
SECONDS_FOR_REPLICA = 1
if POOL_SIZE:
    for name, one in DATABASES.items():
        one["OPTIONS"]["pool"] = {  # type: ignore[index]
            "min_size": 1,
            "max_size": POOL_SIZE,
            "timeout": SECONDS_FOR_REPLICA if name == "replica" else SECONDS_TO_CONNECT,
            "reconnect_timeout": SECONDS_OF_TRIES,
        }
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",  # shared by all processes
        "LOCATION": "varv_cache",
        # The limits on sign-in live here; the usual 300 entries would be pushed out by an attack.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "people:after_sign_in"
LOGOUT_REDIRECT_URL = "web:home"
ACCOUNT_ADAPTER = "varv.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "varv.people.mfa.SecondFactorAdapter"
MFA_TOTP_TOLERANCE = 1  # a code typed at the end of its half minute; see people.forms for reuse
SECOND_FACTOR = environment.one_of(
    "VARV_SECOND_FACTOR", ["required", "offered"] if PRODUCTION else ["offered", "required"]
)
OIDC = environment.oidc()
OIDC_NAME, OIDC_ONLY = OIDC["name"], OIDC["only"]
OIDC_TRUST_EMAIL = OIDC["trust_email"]
OIDC_ROLES, OIDC_GROUPS_CLAIM = OIDC["roles"], OIDC["groups_claim"]
SOCIALACCOUNT_ADAPTER = "varv.people.provider_adapter.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = {"organisation": {"APPS": OIDC["apps"]}}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # the adapter decides whom an address belongs to
# A classroom signs in from one address of origin; one e-mail address gets few tries. See ADR 7.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "90/m/ip,5/10m/key",
}

LANGUAGE_CODE = "en"
LANGUAGES = global_settings.LANGUAGES  # a region's folder says which of them it speaks
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = ["varv.text.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_FOLDER},
    },
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if environment.flag("VARV_HASHED_STATIC")
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 4_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# Every night a backup goes there; none without it.
BACKUP_FOLDER = environment.text("VARV_BACKUP_DIR")
BACKUP_AT = environment.time_of_day("VARV_BACKUP_AT", "02:30")
BACKUP_KEEP = environment.whole_numbers("VARV_BACKUP_KEEP", "7,4,12", count=3)

SENDER = environment.text("VARV_FROM_EMAIL")  # else the region's own address
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 20
vars().update(environment.mail(environment.text("VARV_EMAIL_URL", "smtp://localhost:25")))

# The mailbox that input comes to by e-mail; none without it. A rehearsal would mark real mail as
# read, so there it is read only if that is asked for.
INBOX = environment.inbox(environment.text("VARV_INBOX_URL"), PRODUCTION)
INBOX_IN_REHEARSAL = environment.flag("VARV_INBOX_IN_REHEARSAL")
INBOX_TIMEOUT = 30

# Where the site is reached by https its cookies are for this host alone: a neighbour below the same
# domain can neither read nor set what begins with __Host-.
HTTPS = BASE_URL.startswith("https:")
_COOKIE = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_COOKIE}sessionid"
CSRF_COOKIE_NAME = f"{_COOKIE}csrftoken"
LANGUAGE_COOKIE_NAME = f"{_COOKIE}django_language"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
SESSION_COOKIE_AGE = 14 * 24 * 3600
STAFF_SESSION_AGE = 3600 * environment.whole_number("VARV_STAFF_SESSION_HOURS", 12)
STAFF_IDLE_AGE = 60 * environment.whole_number("VARV_STAFF_IDLE_MINUTES", 120)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "varv.web.views.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# For this host only: the region's other hosts below it are not varv's to promise for, and a place
# on the browsers' preload list is for the whole domain and hard to leave. See docs/security.md.
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
TRUSTED_PROXIES = environment.trusted_proxies()
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Where a form of ours may be led on to, besides ourselves: browsers hold a form's redirects to it
# too. A provider that staff sign in by adds its origin here.
FORMS_LEAD_ON_TO: list[str] = []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *FORMS_LEAD_ON_TO],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "upgrade-insecure-requests": HTTPS,
    }
}

PROCRASTINATE_ON_APP_READY = None
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

ERROR_REPORTS_TO = environment.words("VARV_ERROR_REPORTS_TO")
SLOW_QUERY_MS = environment.whole_number("VARV_SLOW_QUERY_MS", 100)
METRICS_TOKEN = environment.long_secret("VARV_METRICS_TOKEN")
METRICS_FOLDER = HOME / "metrics"
if METRICS_TOKEN:
    environment.count_below(METRICS_FOLDER)
LOGGING = logs.configuration(
    form=environment.one_of("VARV_LOG_FORMAT", ["plain", "json"]),
    level=environment.text("VARV_LOG_LEVEL", "WARNING"),
    reports=bool(ERROR_REPORTS_TO) and not REHEARSAL,  # a rehearsal sends no mail
)
