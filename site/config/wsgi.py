"""The web process's entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
whole = get_wsgi_application()

from config.answering import Lanes  # noqa: E402  (settings have to be there first)

application = Lanes(whole)
