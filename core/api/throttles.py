"""Limits of what anybody may ask for, by the address they ask from."""

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

if TYPE_CHECKING:
    from rest_framework.views import APIView


class ByAddress(SimpleRateThrottle):
    """By the client's address as `GYM_TRUSTED_PROXIES` says it is known: a forged X-Forwarded-For is no other client."""

    rate = "30/min"
    scope = "by_address"

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        return f"throttle:{view.__class__.__name__}:{get_adapter().get_client_ip(request._request)}"
