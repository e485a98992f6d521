"""What the web server serves: Django for HTTP, the live line for websockets."""

import os

from channels.routing import ProtocolTypeRouter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gymcrm.settings")
from gymcrm import request_threads

http = request_threads.application()

from realtime.socket import live_socket  # noqa: E402  Django must be set up before its models are imported

application = ProtocolTypeRouter({"http": http, "websocket": live_socket})
