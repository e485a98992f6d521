"""The React client: one page, whose script draws whatever path was asked for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe


@require_safe
@never_cache
@ensure_csrf_cookie
def client(request: HttpRequest) -> HttpResponse:
    page = settings.CLIENT_DIR / "index.html"
    if not page.is_file():
        return HttpResponse(
            "The client isn't built yet: run `make client`.", status=503, content_type="text/plain; charset=utf-8"
        )
    nonce = f'<meta name="csp-nonce" content="{request.csp_nonce}">'  # type: ignore[attr-defined]
    return HttpResponse(page.read_text(encoding="utf-8").replace("<head>", f"<head>{nonce}", 1))
