"""`/api/roles/`: what each role may do, for those who manage people; and `/api/permissions/`, what there is to allow."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Count, Prefetch, Q, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from core import roles, second_factor
from core.api import reauthentication
from core.api.serializers import StrictSerializer

# What is told together on the screen, by model. What is new and nowhere here is told under `other`.
AREAS = {
    "members": ("customer", "tag", "consent", "customerview", "import"),
    "memberships": ("plan", "membership", "freeze", "payment", "checkin"),
    "schedule": ("service", "session", "appointment"),
    "tasks": ("task", "taskview"),
    "reminders": ("reminder",),
    "feed": ("post", "comment"),
    "staff": ("user", "group", "invitation", "event"),
}
OTHER = "other"


class MayManagePeople(IsAuthenticated):
    """To read, who may view logins or roles; to write, who may change roles."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        if request.method in SAFE_METHODS:
            return request.user.has_perm("core.view_user") or request.user.has_perm("auth.view_group")
        return request.user.has_perm("auth.change_group")


@extend_schema_field(str)
class PermissionField(serializers.Field[Permission, str, str, Permission]):
    """A permission of Django's, as `app.codename`."""

    default_error_messages = {"does_not_exist": "There is no such permission to give."}

    def to_representation(self, value: Permission) -> str:
        return f"{value.content_type.app_label}.{value.codename}"

    def to_internal_value(self, data: Any) -> Permission:
        if not isinstance(data, str):
            self.fail("does_not_exist")
        app, _, codename = data.partition(".")
        found = roles.given_out().filter(content_type__app_label=app, codename=codename).first() if "\x00" not in data else None
        if found is None:
            self.fail("does_not_exist")
        return found


class RoleSerializer(serializers.ModelSerializer[Group]):
    permissions = serializers.SerializerMethodField()
    people = serializers.IntegerField(read_only=True, help_text="Who hold it and can sign in.")
    is_fixed = serializers.SerializerMethodField(help_text="The owner's may everything, for good.")
    needs_second_factor = serializers.SerializerMethodField()
    may_give = serializers.SerializerMethodField(help_text="Whether you may give it to somebody, or take it.")

    class Meta:
        model = Group
        fields = ["id", "name", "permissions", "people", "is_fixed", "needs_second_factor", "may_give"]

    def get_permissions(self, role: Group) -> list[str]:
        return sorted(roles.allowed_to(role.permissions.all()))

    def get_is_fixed(self, role: Group) -> bool:
        return role.name not in roles.EDITABLE

    def get_needs_second_factor(self, role: Group) -> bool:
        return second_factor.required_of([role.name])

    def get_may_give(self, role: Group) -> bool:
        by = self.context["request"].user
        if role.name == roles.OWNER:
            return roles.may_give(by, role.name)
        return bool(roles.allowed_to(role.permissions.all()) <= by.get_all_permissions())


class RoleChange(StrictSerializer):
    """What is allowed and what no longer: two people at it at once don't undo each other's."""

    grant = serializers.ListField(child=PermissionField(), required=False, max_length=500)
    revoke = serializers.ListField(child=PermissionField(), required=False, max_length=500)


class Roles(mixins.UpdateModelMixin, ReadOnlyModelViewSet[Group]):
    model = Group
    queryset = Group.objects.none()
    serializer_class = RoleSerializer
    permission_classes = [MayManagePeople]
    lookup_value_converter = "int"
    filter_backends = []
    http_method_names = ["get", "patch", "head", "options"]

    def get_queryset(self) -> QuerySet[Group]:
        holders = Count("user", filter=Q(user__is_active=True))
        permissions = Prefetch("permissions", Permission.objects.select_related("content_type"))
        return (
            Group.objects.filter(name__in=roles.STAFF_ROLES).annotate(people=holders).prefetch_related(permissions).order_by("id")
        )

    @extend_schema(request=RoleChange, responses=RoleSerializer)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        reauthentication.ask(request)
        asked = RoleChange(data=request.data)
        asked.is_valid(raise_exception=True)
        roles.change_permissions(
            role=self.get_object(),
            grant=asked.validated_data.get("grant", []),
            revoke=asked.validated_data.get("revoke", []),
            by=request.user,  # type: ignore[arg-type]
        )
        return Response(self.get_serializer(self.get_object()).data)


class PermissionSerializer(serializers.Serializer[Any]):
    permission = serializers.CharField()
    name = serializers.CharField(help_text="In English, for what a client has no words for yet.")


class AreaSerializer(serializers.Serializer[Any]):
    area = serializers.ChoiceField(choices=[*AREAS, OTHER])
    permissions = PermissionSerializer(many=True)


class Permissions(APIView):
    """Every permission that a role can have, told by area."""

    permission_classes = [MayManagePeople]

    @extend_schema(responses=AreaSerializer(many=True))
    def get(self, request: Request) -> Response:
        area_of = {model: area for area, models in AREAS.items() for model in models}
        told: dict[str, list[dict[str, str]]] = {area: [] for area in (*AREAS, OTHER)}
        for one in roles.given_out():
            told[area_of.get(one.content_type.model, OTHER)].append(
                {"permission": f"{one.content_type.app_label}.{one.codename}", "name": one.name}
            )
        return Response([{"area": area, "permissions": permissions} for area, permissions in told.items() if permissions])
