"""How much one person may write."""

from rest_framework.throttling import UserRateThrottle


class ByWriter(UserRateThrottle):
    """Posts, comments and reactions together: more than anybody's thumbs, less than a script wants."""

    rate = "30/min"
    scope = "feed"

    def allow_request(self, request, view) -> bool:  # type: ignore[no-untyped-def]
        return request.method in ("GET", "HEAD", "OPTIONS") or super().allow_request(request, view)
