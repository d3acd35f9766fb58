"""What every request passes, outermost first; settings.MIDDLEWARE fixes the order."""

from petition.middleware.broken import RefuseBrokenRequests
from petition.middleware.clients import ClientsBehindProxies
from petition.middleware.headers import SecurityHeaders
from petition.middleware.languages import LanguageFromPath
from petition.middleware.log import RequestLog

__all__ = ["ClientsBehindProxies", "LanguageFromPath", "RefuseBrokenRequests", "RequestLog", "SecurityHeaders"]
