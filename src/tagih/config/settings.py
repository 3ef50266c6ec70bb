"""Settings, read from the environment. Secrets never have a default outside `TAGIH_HOME`.

| variable | meaning | default |
|---|---|---|
| `TAGIH_HOME` | data folder: embedded database, lake, documents, keys | `~/.tagih` |
| `DATABASE_URL` | a PostgreSQL 15+ | embedded PostgreSQL 18 under `TAGIH_HOME` |
| `TAGIH_LAKE` | folder of the lake | `TAGIH_HOME/lake` |
| `TAGIH_FEED_LIMITS` | when a file waits for a person: `rejected_share=0.05,fewer_share=0.3` | 2 %, 20 % |
| `TAGIH_LAKE_ENGINE` | `duckdb` or `spark` | `duckdb` |
| `TAGIH_ROUND` | which files the round waits for and its hours: `feeds=contracts+payments,from=04:30,evening=20:00`;
`off`: nothing runs by itself | `feeds=contracts,from=05:00,evening=20:00` |
| `TAGIH_GATE_PACKS` | policy packs of the live contact gate, joined by `+` | `ID_OJK_2023+HOUSE_DEFAULT` |
| `TAGIH_EVIDENCE_HALF_LIFE_DAYS` | evidence about a contact point weighs half after | 180 |
| `TAGIH_SHARED_BY` | so many people with one number make it a matter for review | 4 |
| `TAGIH_SECRET_KEY` | sessions and signatures | made once, kept in `TAGIH_HOME/keys` |
| `TAGIH_ALLOWED_HOSTS` | comma separated host names | `localhost,127.0.0.1,[::1]` |
| `TAGIH_WEBHOOK_SECRETS` | `provider:secret,provider:secret` of payment providers | none: nobody may post |
| `TAGIH_DEBUG` | 1 shows error pages with details | 0 |
| `TAGIH_IDLE_LOCK_SECONDS` | a desk nobody touches locks itself; 0 never | 900 |
| `TAGIH_LOG`, `TAGIH_LOG_LEVEL` | `json` or `lines`; a level | JSON unless on a terminal; INFO |
| `TAGIH_METRICS_TOKEN` | opens /metrics to its bearer | closed |
| `TAGIH_DATA_KEYS`, `TAGIH_SEARCH_KEY` | keys of personal values, see kernel.crypto | made once, kept in
`TAGIH_HOME/keys` |
| `TAGIH_SEARCH_KEY_OLD` | the search key before, until `tagih keys rotate` is done | none |
| `TAGIH_LAKE_MEMORY`, `TAGIH_LAKE_THREADS` | limits of columnar work | `2GB`, the cores |
| `TAGIH_POOL` | size of the connection pool of a web process | 16 in `tagih serve` |
| `TAGIH_DEMO` | 1 says on every page that the data is invented; set by `tagih demo` | 0 |
| `TAGIH_TOUR` | 1 shows the guided tour of each role | 1 in a demo |
| `TAGIH_TOMORROW` | 1 offers the next morning on a button; set by `tagih demo` with its colleagues | 0 |
| `TAGIH_CODE_SENDER` | who carries one-time codes: `sandbox` keeps them in an inbox | none; `sandbox` in a demo |
| `TAGIH_TELEPHONY` | what calls go through: `asterisk`, or `sandbox` with invented debtors, in a demo only | none;
`sandbox` in a demo |
| `TAGIH_ARI` | the Asterisk: `http://user:password@host:port/app` (`?listen=host:port`: it comes to us) | none |
| `TAGIH_SOFTPHONE` | the websocket of softphones, such as `wss://tagih.example.id/ws` | none |
| `TAGIH_TRUNK` | how a number is dialled | `PJSIP/{number}@trunk` |
| `TAGIH_LOOKUP` | who looks up numbers of a person: `sandbox` invents them | none; `sandbox` in a demo |
| `TAGIH_REPAIR_COSTS` | cost of the steps of a search, such as `FIELD_VISIT=50000` | the house's figures |
| `TAGIH_CLOCK_AHEAD` | seconds by which a demonstration's clock differs; set by `tagih demo` | 0 |
| `TAGIH_HTTPS` | 1 marks cookies secure and sends HSTS | 0 |
| `TAGIH_ADDRESS` | where customers find this installation: their links begin so | `http://127.0.0.1:8000` |
| `TAGIH_MESSAGES` | `sandbox` offers a provider that keeps messages in an inbox | none; `sandbox` in a demo |
| `TAGIH_SMS_HTTP`, `TAGIH_SMPP`, `TAGIH_SMTP`, `TAGIH_WHATSAPP` | carriers of messages, see
docs/how-to/messages.md | none |
"""

import os

from tagih.config import logs
from tagih.kernel import database, home

HOME = home.path()
DEBUG = os.environ.get("TAGIH_DEBUG") == "1"
SECRET_KEY = os.environ.get("TAGIH_SECRET_KEY") or home.key("session")
ALLOWED_HOSTS = os.environ.get("TAGIH_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
HTTPS = os.environ.get("TAGIH_HTTPS") == "1"
TAGIH_DEMO = os.environ.get("TAGIH_DEMO") == "1"
TAGIH_TOUR = os.environ.get("TAGIH_TOUR", "1" if TAGIH_DEMO else "0") == "1"
TAGIH_TOMORROW = TAGIH_DEMO and os.environ.get("TAGIH_TOMORROW") == "1"
TAGIH_CODE_SENDER = os.environ.get("TAGIH_CODE_SENDER", "sandbox" if TAGIH_DEMO else "")
TAGIH_TELEPHONY = os.environ.get("TAGIH_TELEPHONY", "sandbox" if TAGIH_DEMO else "")
TAGIH_ARI = os.environ.get("TAGIH_ARI", "")
TAGIH_SOFTPHONE = os.environ.get("TAGIH_SOFTPHONE", "")
TAGIH_TRUNK = os.environ.get("TAGIH_TRUNK", "PJSIP/{number}@trunk")
TAGIH_LOOKUP = os.environ.get("TAGIH_LOOKUP", "sandbox" if TAGIH_DEMO else "")
TAGIH_REPAIR_COSTS = os.environ.get("TAGIH_REPAIR_COSTS", "")

DOMAIN_APPS = [
    "tagih.kernel",
    "tagih.journal",
    "tagih.staff",
    "tagih.portfolio",
    "tagih.contacts",
    "tagih.payments",
    "tagih.cases",
    "tagih.letters",
    "tagih.dialer",
    "tagih.messaging",
    "tagih.field",
    "tagih.recovery",
    "tagih.quality",
    "tagih.workforce",
    "tagih.strategy",
    "tagih.privacy",
    "tagih.reporting",
]
WEB_APPS = [
    "tagih.web.ui",
    "tagih.web.desk",
    "tagih.web.floor",
    "tagih.web.field",
    "tagih.web.office",
    "tagih.web.studio",
    "tagih.web.quality",
    "tagih.web.workforce",
    "tagih.web.portal",
    "tagih.web.api",
]
INSTALLED_APPS = [
    *DOMAIN_APPS,
    *WEB_APPS,
    "tagih.config",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "tagih.config.metrics.RequestMetrics",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "tagih.web.ui.middleware.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tagih.web.ui.middleware.PersonLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "tagih.web.ui.middleware.Standing",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tagih.config.urls"
ASGI_APPLICATION = "tagih.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tagih.web.ui.context.frame",
            ],
        },
    }
]

DATABASES = {"default": database.settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "staff.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CSRF_FAILURE_VIEW = "tagih.web.ui.pages.untrusted"
TAGIH_IDLE_LOCK_SECONDS = int(os.environ.get("TAGIH_IDLE_LOCK_SECONDS", "900"))
LOGIN_URL = "/masuk/"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email", "employee_no")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
TAGIH_ADDRESS_FAILURE_LIMIT = 60  # of all names together, from one address
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "tagih.web.ui.entrance.locked_out"
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "Tagih"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = home.browser_libraries()
STORAGES = home.storages()
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "connect-src": ["'self'", *filter(None, [TAGIH_SOFTPHONE])],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None  # config.apps loads the jobs

LOGGING = logs.settings()
logs.configure()
TAGIH_LAKE = os.environ.get("TAGIH_LAKE") or str(HOME / "lake")
TAGIH_FEED_LIMITS = os.environ.get("TAGIH_FEED_LIMITS", "")
TAGIH_LAKE_ENGINE = os.environ.get("TAGIH_LAKE_ENGINE", "duckdb")
TAGIH_ROUND = os.environ.get("TAGIH_ROUND", "")
TAGIH_GATE_PACKS = os.environ.get("TAGIH_GATE_PACKS", "ID_OJK_2023+HOUSE_DEFAULT")
TAGIH_EVIDENCE_HALF_LIFE_DAYS = float(os.environ.get("TAGIH_EVIDENCE_HALF_LIFE_DAYS", "180"))
TAGIH_SHARED_BY = int(os.environ.get("TAGIH_SHARED_BY", "4"))
TAGIH_WEBHOOK_SECRETS = dict(
    pair.strip().split(":", 1) for pair in os.environ.get("TAGIH_WEBHOOK_SECRETS", "").split(",") if ":" in pair
)
TAGIH_MESSAGES = os.environ.get("TAGIH_MESSAGES", "sandbox" if TAGIH_DEMO else "")
TAGIH_SMS_HTTP = os.environ.get("TAGIH_SMS_HTTP", "")
TAGIH_SMPP = os.environ.get("TAGIH_SMPP", "")
TAGIH_SMTP = os.environ.get("TAGIH_SMTP", "")
TAGIH_WHATSAPP = os.environ.get("TAGIH_WHATSAPP", "")
TAGIH_ADDRESS = os.environ.get("TAGIH_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
