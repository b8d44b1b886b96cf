"""The web door of the measures: the site, with the addresses of the measures beside its own."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
settings.ROOT_URLCONF = "bench.unit"
application = get_wsgi_application()
