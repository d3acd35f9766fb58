import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "petition.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from petition.edge import Edge

django = get_wsgi_application()
application = (
    Edge(django, most_bytes=settings.EDGE_BYTES, most_lasting_bytes=settings.EDGE_LASTING_BYTES)
    if settings.EDGE
    else django
)
