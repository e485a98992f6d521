"""Who may call what. What a person sees is decided by the querysets (`visible_to`), what they may do by Django's permissions."""

from typing import TYPE_CHECKING, Any

from rest_framework.permissions import SAFE_METHODS, IsAuthenticated
from rest_framework.request import Request

if TYPE_CHECKING:  # at run time DRF's views import this module
    from rest_framework.views import APIView

ACTION = {"POST": "add", "PUT": "change", "PATCH": "change", "DELETE": "delete"}


def _has(request: Request, view: "APIView") -> bool:
    meta = getattr(view, "model")._meta  # noqa: B009  a view that forgets its model must fail loudly
    return request.user.has_perm(f"{meta.app_label}.{ACTION[request.method or '']}_{meta.model_name}")


class SignedInWithModelPermissions(IsAuthenticated):
    """Signed in; and to change something, the permission for it on the view's `model`."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return super().has_permission(request, view) and (request.method in SAFE_METHODS or _has(request, view))


class OwnOrModelPermissions(IsAuthenticated):
    """As above; and what carries one's own login (`user`) one may change oneself."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        own_is_possible = request.method in (*SAFE_METHODS, "PUT", "PATCH")
        return super().has_permission(request, view) and (own_is_possible or _has(request, view))

    def has_object_permission(self, request: Request, view: "APIView", obj: Any) -> bool:
        return request.method in SAFE_METHODS or obj.user_id == request.user.pk or _has(request, view)


class StaffWithModelPermissions(SignedInWithModelPermissions):
    """As the first; and nobody but staff who may view it, not even to read."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        meta = getattr(view, "model")._meta  # noqa: B009  as above
        return super().has_permission(request, view) and (
            request.user.is_staff and request.user.has_perm(f"{meta.app_label}.view_{meta.model_name}")
        )


class OwnOrMayChange(IsAuthenticated):
    """For an action by POST on what is there: who sees it reads it, whose login it has or who may change it does it."""

    def has_object_permission(self, request: Request, view: "APIView", obj: Any) -> bool:
        meta = obj._meta
        return (
            request.method in SAFE_METHODS
            or obj.user_id == request.user.pk
            or request.user.has_perm(f"{meta.app_label}.change_{meta.model_name}")
        )


class StaffMayView(IsAuthenticated):
    """Staff who may view the view's `model`."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        meta = getattr(view, "model")._meta  # noqa: B009  as above
        return super().has_permission(request, view) and (
            request.user.is_staff and request.user.has_perm(f"{meta.app_label}.view_{meta.model_name}")
        )


def May(permission: str) -> type[IsAuthenticated]:
    """Staff who hold `permission` (`app.codename`), whatever the method."""

    class Holds(IsAuthenticated):
        def has_permission(self, request: Request, view: "APIView") -> bool:
            return super().has_permission(request, view) and request.user.is_staff and request.user.has_perm(permission)

    return Holds
