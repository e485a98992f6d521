"""What the web server serves: Django for HTTP, the live line for websockets."""

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gymcrm.settings")
http = get_asgi_application()

from realtime.socket import live_socket  # noqa: E402  Django must be set up before its models are imported

application = ProtocolTypeRouter({"http": http, "websocket": live_socket})
