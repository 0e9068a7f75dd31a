"""Django's settings; whatever differs between installations comes from the environment."""

from pathlib import Path
from typing import Any

import dj_database_url

from yellowcart.console.language import said_later as said
from yellowcart.kit.clock import set_ahead
from yellowcart.site.environment import read_environment
from yellowcart.site.mail import mail_server

environment = read_environment()
set_ahead(environment.ahead)
YELLOW = {
    "50": "#fffbe8", "100": "#fff3c2", "200": "#ffe68a", "300": "#ffd75e", "400": "#ffcf1f",
    "500": "#b98a00", "600": "#8a6700", "700": "#6d5200", "800": "#523d00", "900": "#3a2b00",
    "950": "#241b00",
}  # fmt: skip
DATA = Path(environment.data_folder)
DEBUG = environment.debug
SECRET_KEY = environment.secret_key
ALLOWED_HOSTS = environment.hosts

INSTALLED_APPS = [
    "yellowcart.console",
    "unfold",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "axes",
    "yellowcart.parties",
    "yellowcart.webhooks",
    "yellowcart.agreements",
    "yellowcart.publishing",
    "yellowcart.notices",
    "yellowcart.cutover",
    "ninja",
    "yellowcart.api",
]
MIDDLEWARE = [
    "yellowcart.site.health.health",
    "django.middleware.security.SecurityMiddleware",
    "yellowcart.site.content_security.content_security",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "yellowcart.console.time_machine.time_machine",
    "yellowcart.api.front.front",
]
ROOT_URLCONF = "yellowcart.site.urls"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
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

NO_DATABASE = "postgresql:///yellowcart?host=/DATABASE_URL-is-not-set"
DATABASES = {
    "default": dj_database_url.parse(
        environment.database_url or NO_DATABASE, conn_max_age=600, conn_health_checks=True
    )
}
PAGE_THREADS = 10
"""A process holds at most as many connections: every thread keeps one, so no pool is needed."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "parties.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not environment.development
SECURE_HSTS_SECONDS = 0 if environment.development else 365 * 24 * 60 * 60
PAGES_THAT_EVALUATE = ["/console/"]
"""Unfold's pages come with Alpine, which evaluates the expressions in its attributes."""
SESSION_COOKIE_AGE = 12 * 60 * 60
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
AXES_LOCKOUT_TEMPLATE = "console/locked.html"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
"""Neither everybody behind one proxy, nor somebody whose name others know, is locked out."""

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_MAX_AGE = 60  # seconds; then a browser asks whether the file is still the same

DECISIONS_PATH = "/api/v1/decisions"
DECISIONS_APPLICATION = "yellowcart.api.served.make_application"
"""Makes the ASGI application that answers there, beside Django."""

SHORT_LINKS = environment.short_links
PRIVATE_WEBHOOKS = environment.private_webhooks or environment.development
"""Whether endpoints may be on this machine or a private network."""
PLAIN_WEBHOOKS = environment.development
"""Whether endpoints on this machine may do without TLS."""

smtp = mail_server(environment.smtp, environment.mail_from)
SENDS_MAIL = smtp is not None
"""Whether people with an address get notices by e-mail too."""
if smtp is not None:
    EMAIL_HOST, EMAIL_PORT = smtp.host, smtp.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_SSL = smtp.user, smtp.password, smtp.tls
DEFAULT_FROM_EMAIL = environment.mail_from
EMAIL_TIMEOUT = 15  # seconds, for each answer of the server

UNFOLD = {
    "SITE_TITLE": said("小黄车", "Yellowcart"),
    "SITE_HEADER": said("小黄车", "Yellowcart"),
    "SITE_SYMBOL": "shopping_cart",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "/static/console/cart.svg"}],
    "SITE_URL": None,
    "SHOW_HISTORY": False,
    "SHOW_LANGUAGES": True,
    "COLORS": {"primary": YELLOW},
    "SIDEBAR": {"navigation": "yellowcart.console.navigation.navigation"},
    "ACCOUNT": {
        "navigation": [{"title": said("修改密码", "Change password"), "link": "/my/password/"}]
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},  # what visitors ask wrongly is not ours to mend
    },
}
