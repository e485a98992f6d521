"""Every route of the system. The client's own pages are whatever is left."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularAPIView

from core.api.checkins import CheckIns
from core.api.customer_views import CustomerViews
from core.api.customers import Customers
from core.api.imports import Imports
from core.api.invitations import Invitations
from core.api.me import Me
from core.api.memberships import Memberships
from core.api.passes import MyPass
from core.api.person_care import OwnData
from core.api.pictures import OwnPicture, Pictures
from core.api.plans import Plans
from core.api.roles import Permissions, Roles
from core.api.router import Router
from core.api.staff import Staff
from core.api.tags import Tags
from gymcrm.client import client
from gymcrm.outbox import outbox
from gymcrm.today import routes as today_routes
from realtime.api import routes as realtime_routes
from realtime.api.asyncapi import AsyncApi
from scheduling.api import routes as scheduling_routes
from social.api import routes as social_routes

router = Router()
router.register("customers", Customers, basename="customer")
router.register("customer-views", CustomerViews, basename="customer-view")
router.register("imports", Imports, basename="import")
router.register("invitations", Invitations, basename="invitation")
router.register("pictures", Pictures, basename="picture")
router.register("roles", Roles, basename="role")
router.register("plans", Plans, basename="plan")
router.register("memberships", Memberships, basename="membership")
router.register("check-ins", CheckIns, basename="check-in")
router.register("staff", Staff, basename="staff")
router.register("tags", Tags, basename="tag")
for prefix, viewset, basename in [*realtime_routes.ROUTES, *scheduling_routes.ROUTES, *social_routes.ROUTES]:
    router.register(prefix, viewset, basename=basename)

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("_allauth/", include("allauth.headless.urls")),
    path("api/", include(realtime_routes.PATHS)),
    path("api/", include(scheduling_routes.PATHS)),
    path("api/", include(today_routes.PATHS)),
    path("api/", include(router.urls)),
    path("api/me/", Me.as_view(), name="me"),
    path("api/me/data/", OwnData.as_view(), name="my-data"),
    path("api/me/picture/", OwnPicture.as_view(), name="my-picture"),
    path("api/permissions/", Permissions.as_view(), name="permissions"),
    path("api/asyncapi/", AsyncApi.as_view(), name="asyncapi"),
    path("api/me/pass/", MyPass.as_view(), name="my-pass"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    *([path("dev/outbox/", outbox, name="outbox")] if settings.DEV_OUTBOX else []),
    re_path(r"^(?!api/|admin/|_allauth/|static/|ws/|dev/).*$", client, name="client"),
]

handler400 = "core.api.errors.bad_request"
handler403 = "core.api.errors.permission_denied"
handler404 = "core.api.errors.not_found"
handler500 = "core.api.errors.server_error"
