from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from petition import health, webhook

urlpatterns = [
    path("up", health.up, name="up"),
    path("ready", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
    path("hooks/mail/", webhook.mail, name="mail_hook"),
    path("inbox/", include("petition.inbox")),
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
    path("", include("letters.api.urls")),
    *i18n_patterns(
        path("accounts/", include("accounts.urls")),
        path("studio/", include("letters.studio.urls")),
        path("desk/", include("letters.desk.urls")),
        path("", include("letters.pages.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "petition.errors.bad_request"
handler403 = "petition.errors.forbidden"
handler404 = "petition.errors.not_found"
handler429 = "accounts.views.too_many_tries"  # allauth asks for it
handler500 = "petition.errors.failed"
