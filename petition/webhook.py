"""The address at which a mail provider says what came back."""

from collections.abc import Callable

from anymail import urls
from anymail.exceptions import AnymailError
from anymail.signals import AnymailTrackingEvent
from anymail.webhooks.base import AnymailBaseWebhookView
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

# What anymail's readers of a provider's events meet in one that is not as documented.
NONSENSE = (AnymailError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def _forgiving(provider: type[AnymailBaseWebhookView]) -> type[AnymailBaseWebhookView]:
    class Forgiving(provider):  # type: ignore[misc]
        def parse_events(self, request: HttpRequest) -> list[AnymailTrackingEvent]:
            """A broken event is the sender's mistake, which asking us again does not mend."""
            try:
                return list(super().parse_events(request))
            except NONSENSE as error:
                raise BadRequest(f"no event of {self.esp_name}") from error

    return Forgiving


# By the provider's name, as the operator writes it.
VIEWS = {
    str(pattern.name).removesuffix("_tracking_webhook"): _forgiving(vars(pattern.callback)["view_class"])
    for pattern in urls.urlpatterns
    if str(pattern.name).endswith("_tracking_webhook")
}


@csrf_exempt
@never_cache
def mail(request: HttpRequest) -> HttpResponseBase:
    """Hear what the provider of this site says; anymail checks that it says it."""
    if not settings.MAIL_WEBHOOK:
        raise Http404
    hear: Callable[[HttpRequest], HttpResponseBase] = VIEWS[settings.MAIL_WEBHOOK].as_view()
    return hear(request)
