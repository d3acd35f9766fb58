import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "petition.settings")

from django.conf import settings  # noqa: E402  whoever reads the settings comes after the line above
from django.core.wsgi import get_wsgi_application  # noqa: E402

from petition.edge import Edge  # noqa: E402

application = get_wsgi_application()
if settings.EDGE:
    application = Edge(application, most_bytes=settings.EDGE_BYTES)
