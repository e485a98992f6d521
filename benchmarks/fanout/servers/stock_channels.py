"""The way of Channels' own tutorial: a consumer and a channel for each socket, all of them in one group. ASGI, for daphne."""

import os
from typing import Any

import django
from django.conf import settings

LAYERS = {"core": "channels_redis.core.RedisChannelLayer", "pubsub": "channels_redis.pubsub.RedisPubSubChannelLayer"}
# As many as are ever under way, so that none is dropped.
CONFIG = {"core": {"capacity": 10_000}, "pubsub": {}}
layer = os.environ["FANOUT_LAYER"]
settings.configure(
    SECRET_KEY="of a benchmark",  # noqa: S106
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["channels"],
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": LAYERS[layer],
            "CONFIG": {"hosts": [os.environ["REDIS_URL"]], **CONFIG[layer]},
        }
    },
)
django.setup()


from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402  Django must be set up first
from channels.routing import ProtocolTypeRouter  # noqa: E402


class Screen(AsyncWebsocketConsumer):
    groups = ["fanout"]

    async def fanout_event(self, message: dict[str, str]) -> None:
        await self.send(text_data=message["text"])  # type: ignore[no-untyped-call]


as_asgi: Any = Screen.as_asgi
application = ProtocolTypeRouter({"websocket": as_asgi()})
