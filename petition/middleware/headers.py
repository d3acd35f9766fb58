from django.http import HttpRequest, HttpResponse

from petition.http import Door

CONTENT_SECURITY = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "img-src": "'self'",
    "manifest-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
}
FORBIDDEN_POWERS = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
    "xr-spatial-tracking",
)
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {source}" for name, source in CONTENT_SECURITY.items()),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{power}=()" for power in FORBIDDEN_POWERS),
}


def SecurityHeaders(door: Door) -> Door:
    """Nothing from elsewhere, no frames, no sensors; a view that needs another rule sets that header itself."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = door(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer
