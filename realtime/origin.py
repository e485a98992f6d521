"""Which pages may open a socket: the browser sends our cookie along from anywhere, and CORS doesn't cover websockets."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host


def is_ours(origin: str | None, host: str | None) -> bool:
    """Whether a page of `origin` is ours: of the public address, or of the very host and port that was asked, if allowed."""
    if origin is None:
        return False
    public = urlsplit(settings.PUBLIC_URL)
    if origin == f"{public.scheme}://{public.netloc}":
        return True
    scheme, _, place = origin.partition("://")
    if scheme not in ("http", "https") or host is None or place.lower() != host.lower():
        return False
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
