"""`/admin/` behind the same door as everything else: no login, logout or password form of its own."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


class Site(AdminSite):
    site_header = site_title = "Gym CRM"

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseRedirect:
        """To the client's sign-in, with its limits and its second step, and back; straight on for who is in already."""
        wanted = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) or not wanted.startswith("/admin/"):
            wanted = reverse("admin:index")
        if request.user.is_authenticated:
            return HttpResponseRedirect(wanted if self.has_permission(request) else "/")
        return HttpResponseRedirect("/login?" + urlencode({"next": wanted}))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseRedirect:  # type: ignore[override]
        return HttpResponseRedirect("/me/security")
