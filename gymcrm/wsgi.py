"""HTTP only, for tools that want WSGI; the live line needs `gymcrm.asgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gymcrm.settings")
application = get_wsgi_application()
