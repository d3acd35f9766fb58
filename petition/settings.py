"""Every setting on one page, read from the environment; limits live beside their rules."""

from email.utils import formataddr, parseaddr
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from petition import env

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = Path(env.text("STATE_DIR", str(BASE_DIR / "var")))

DEBUG = env.flag("DEBUG")
PORT = env.number("PORT", 8000, least=1, most=65535)

# What a trial may do without and a public site may not.
DEVELOPMENT = {
    "SECRET_KEY": "development-only-secret-that-never-leaves-this-machine-0123456789",
    "SITE_URL": f"http://localhost:{PORT}",
    "ADDRESS_KEYS": "ZGV2ZWxvcG1lbnQtYWRkcmVzcy1rZXktMDAwMDAwMDE=",
    "IDENTITY_KEY": "ZGV2ZWxvcG1lbnQtaWRlbnRpdHkta2V5LTAwMDAwMDE=",
    "LOG_KEY_SEED": "ZGV2ZWxvcG1lbnQtbG9nLWtleS1zZWVkLTAwMDAwMDE=",
}
NEEDED = (*DEVELOPMENT, "EMAIL_URL", "DATABASE_URL", "REDIS_URL")
for name in NEEDED:
    needed = not DEBUG or name not in (*DEVELOPMENT, "EMAIL_URL")
    if needed and (not env.words(name) or DEVELOPMENT.get(name) in env.words(name)):
        raise ImproperlyConfigured(f"{name} must be set. `make run` sets what a trial needs; README lists the rest.")

SECRET_KEY = env.text("SECRET_KEY", DEVELOPMENT["SECRET_KEY"])
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")

# --- Where the site stands -------------------------------------------------------------------------------------------
SITE_NAME = env.text("SITE_NAME", "Undersigned")
SITE = env.site("SITE_URL", DEVELOPMENT["SITE_URL"])
SITE_URL = SITE.geturl()
SECURE = SITE.scheme == "https"
SOURCE_URL = env.page("SOURCE_URL")  # where the source stands that this site runs on

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [str(SITE.hostname)]
if DEBUG:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
METRICS_TOKEN = env.text("METRICS_TOKEN")
METRICS_NETWORKS = env.networks("METRICS_NETWORKS")
# Public pages from memory (petition/edge): off for measuring Django alone; bytes kept in each process for a second, and
# of full tiles of the logs for as long as they are asked for.
EDGE = env.flag("EDGE", True)
EDGE_BYTES = env.number("EDGE_BYTES", 64 * 1024 * 1024, least=1024 * 1024)
EDGE_LASTING_BYTES = env.number("EDGE_LASTING_BYTES", 16 * 1024 * 1024, least=1024 * 1024)

# --- Keys for addresses (petition/lib/vault.py) ----------------------------------------------------------------------
ADDRESS_KEYS = env.keys("ADDRESS_KEYS", DEVELOPMENT["ADDRESS_KEYS"])
IDENTITY_KEY = env.key("IDENTITY_KEY", DEVELOPMENT["IDENTITY_KEY"])

# --- The key from which every public log's own key is derived (letters/ledger/keys.py) -------------------------------
LOG_KEY_SEED = env.key("LOG_KEY_SEED", DEVELOPMENT["LOG_KEY_SEED"])

# --- Where the public logs are carried, and who cosigns them (letters/ledger: copying.py, witnessing.py) --------------
OUTSIDE_COPY = env.storage("OUTSIDE_COPY")
WITNESSES = env.witnesses("WITNESSES")

# --- Where the images of letters are kept (letters/writing/images.py) -------------------------------------------------
MEDIA_STORAGE = env.storage("MEDIA_STORAGE")

# --- Django ----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.github",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.orcid",
    "allauth.usersessions",
    "petition.audit",
    "petition.outbox",
    "accounts",
    "letters",
]

MIDDLEWARE = [
    "petition.middleware.RequestLog",
    "petition.middleware.ClientsBehindProxies",
    "django.middleware.security.SecurityMiddleware",
    "petition.middleware.SecurityHeaders",
    "petition.middleware.RefuseBrokenRequests",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "petition.middleware.LanguageFromPath",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "petition.errors.RefusalsBecomePages",
]

ROOT_URLCONF = "petition.urls"
WSGI_APPLICATION = "petition.wsgi.application"
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
                "letters.pages.context.site",
            ],
        },
    }
]

DATABASES = {
    "default": env.database("DATABASE_URL") | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)
# For petition/lib/prepared.py: after how many runs a statement is prepared; off behind a pooler that can't have it.
DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 5 if env.flag("PREPARED_STATEMENTS", True) else None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.redis("REDIS_URL")
# Sessions live in PostgreSQL and limits fall back to memory: Redis may be wiped at any moment.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# The cache holds nothing but allauth's counts of tries: in the database they hold for all processes and machines, also
# without Redis. An attacker with many addresses may fill it; then the oldest counts are culled, not the newest refused.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_tries",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# --- Languages and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "petition" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

# --- Accounts (django-allauth) ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:you"
LOGOUT_REDIRECT_URL = "/"
# Whoever proves one of these addresses and signs in is made an administrator: the first of a site, or one to repair it.
ADMINISTRATORS = [address.lower() for address in env.words("ADMINISTRATORS")]
ADMIN_PATH = env.text("ADMIN_PATH", "admin").strip("/")
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# Seconds; a mail server that asks us to come back later takes some minutes, and three wrong tries end a code anyway.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
# allauth's own limits stand; these keep strangers from filling somebody's mailbox through our forms, for longer than
# a minute. "key" is the address, whether it has an account or not.
ACCOUNT_RATE_LIMITS = {
    "agree_email": "10/h/user",
    "elsewhere": "20/m/ip",
    "export": "10/h/user",
    "request_login_code": "20/m/ip,3/m/key,10/h/key,30/d/key",
    "reset_password": "20/m/ip,3/m/key,10/h/key",
    "confirm_email": "1/10s/key,10/h/key,30/d/key",
}
ACCOUNT_FORMS = {
    "signup": "accounts.forms.SignUpForm",
    "login": "accounts.forms.SignInForm",
    "request_login_code": "accounts.forms.AskForCodeForm",
    "confirm_login_code": "accounts.forms.SignInCodeForm",
    "confirm_email_verification_code": "accounts.forms.EmailCodeForm",
    "confirm_password_reset_code": "accounts.forms.PasswordCodeForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "add_email": "accounts.forms.ChangeEmailForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
# A passkey alone signs in, since the device asked for a finger, a face or a PIN; otherwise it is a second factor.
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_ADAPTER = "accounts.adapters.FactorAdapter"
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # one step of 30 seconds each way: telephones' clocks differ
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG  # localhost without TLS
MFA_FORMS = {
    "authenticate": "accounts.factor_forms.CodeForm",
    "reauthenticate": "accounts.factor_forms.CodeAgainForm",
    "activate_totp": "accounts.factor_forms.SetUpAppForm",
    "add_webauthn": "accounts.factor_forms.AddPasskeyForm",
    "signup_webauthn": "accounts.factor_forms.SignUpPasskeyForm",
    "edit_webauthn": "accounts.factor_forms.RenamePasskeyForm",
    "authenticate_webauthn": "accounts.factor_forms.PasskeyForm",
    "login_webauthn": "accounts.factor_forms.PasskeySignInForm",
    "reauthenticate_webauthn": "accounts.factor_forms.PasskeyAgainForm",
}
# Logins from elsewhere: off until their variable is set. A known address is no proof that the account here is theirs,
# so nothing is connected by it; whoever wants both signs in first and connects them.
GITHUB_LOGIN, ORCID_LOGIN, OIDC_LOGIN = env.login("GITHUB_LOGIN"), env.login("ORCID_LOGIN"), env.openid("OIDC_LOGIN")
SOCIALACCOUNT_PROVIDERS = {
    **({"github": {"APPS": [GITHUB_LOGIN | {"name": "GitHub"}]}} if GITHUB_LOGIN else {}),
    **({"orcid": {"APPS": [ORCID_LOGIN | {"name": "ORCID"}]}} if ORCID_LOGIN else {}),
    **({"openid_connect": {"APPS": [OIDC_LOGIN], "OAUTH_PKCE_ENABLED": True}} if OIDC_LOGIN else {}),
}
SOCIALACCOUNT_ADAPTER = "accounts.elsewhere.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = "oidc"
SOCIALACCOUNT_FORMS = {
    "signup": "accounts.forms.ElsewhereSignUpForm",
    "disconnect": "accounts.forms.DisconnectForm",
}
USERSESSIONS_ADAPTER = "accounts.adapters.SessionsAdapter"

# --- Mail ------------------------------------------------------------------------------------------------------------
EMAIL_URL = env.text("EMAIL_URL")
if EMAIL_URL:
    vars().update({key: value for key, value in env.mail("EMAIL_URL").items() if key.startswith("EMAIL_")})
else:
    EMAIL_BACKEND = "petition.outbox.inbox.Backend"
INBOX_DIR = STATE_DIR / "inbox"
# One SMTP conversation step; leases on messages are longer than this (petition/outbox/leases.py).
EMAIL_TIMEOUT = 10
# What the operator's mail server, or the providers behind it, can take from all workers together; none: no limit.
MAIL_PER_SECOND = env.number("MAIL_PER_SECOND", 0, most=10_000)
MAIL_PER_SECOND_TO_A_DOMAIN = env.number("MAIL_PER_SECOND_TO_A_DOMAIN", 0, most=10_000)
# How many workers may be sending to one domain at once; none: no limit.
MAIL_CONNECTIONS_TO_A_DOMAIN = env.number("MAIL_CONNECTIONS_TO_A_DOMAIN", 0, most=100)
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", formataddr((SITE_NAME, f"letters@{SITE.hostname}")))
# For a site whose mail server signs nothing itself (petition/outbox/dkim.py): an RSA key, and where its public half is.
DKIM_KEY = env.text("DKIM_KEY").replace("\\n", "\n")
DKIM_SELECTOR = env.text("DKIM_SELECTOR")
DKIM_DOMAIN = (env.text("DKIM_DOMAIN") or parseaddr(DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]).lower()

# The provider that sends for us and tells what came back (petition/webhook.py); none: nothing is at that address.
MAIL_WEBHOOK, ANYMAIL = env.webhook("MAIL_WEBHOOK")

# --- Celery ----------------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_DEFAULT_QUEUE = "doorbells"
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Publishing never waits for a broken broker: the sweep finds what a lost doorbell did not announce.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 0.5,
    "socket_timeout": 1,
    "max_retries": 0,
    "retry_on_timeout": False,
}
CELERY_IMPORTS = ["petition.schedule"]

# --- Static files ----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": MEDIA_STORAGE
    or {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": STATE_DIR / "media"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
} | ({"outside": OUTSIDE_COPY} if OUTSIDE_COPY else {})

# --- Safety ----------------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = False  # the proxy in front of the site does this; behind one, every request looks like http
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "petition.errors.csrf_failed"
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
# Where a form takes a file, and how large the whole request may be.
UPLOADS = {"studio:images": 10 * 1024 * 1024 + 64 * 1024}
# Decided above, with reasons; frames are forbidden by the content security policy (W002), which embeds can relax.
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W005", "security.W008", "security.W021"]

LOGGING_CONFIG = "petition.logs.configure"
LOGGING = {"level": env.choice("LOG_LEVEL", ("INFO", "DEBUG", "WARNING", "ERROR", "CRITICAL"))}
