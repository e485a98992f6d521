"""`/api/staff/`: who works here, for choosing a trainer; and who may what, for those who decide it."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, QuerySet
from django_filters.filters import BooleanFilter
from django_filters.filterset import FilterSet
from django_filters.rest_framework.backends import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from core import second_factor, staff
from core.api import reauthentication
from core.api.pictures import PictureField
from core.api.serializers import StrictSerializer
from core.models import User

# What only those see who may view logins.
OF_THE_LOGIN = ("email", "is_active", "last_login", "has_second_factor", "version")


class StaffSerializer(serializers.ModelSerializer[User]):
    """`email`, `is_active`, `last_login`, `has_second_factor` and `version` are there for who may view logins."""

    display_name = serializers.CharField(source="name", read_only=True)
    roles: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        source="groups", slug_field="name", many=True, read_only=True
    )
    picture = PictureField()
    has_second_factor = serializers.BooleanField(read_only=True, required=False)

    class Meta:
        model = User
        fields = ["id", "display_name", "roles", "picture", *OF_THE_LOGIN]
        extra_kwargs = {name: {"required": False, "read_only": True} for name in ("email", "is_active", "last_login", "version")}

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        request = self.context.get("request")
        if request is None or getattr(self.context.get("view"), "swagger_fake_view", False):
            return fields
        if not request.user.has_perm("core.view_user"):
            for name in OF_THE_LOGIN:
                fields.pop(name)
        return fields


class StaffChange(StrictSerializer):
    """What is given and taken, not what shall be: two people changing the same login at once don't undo each other's."""

    give = serializers.SlugRelatedField(slug_field="name", many=True, required=False, queryset=Group.objects.all())
    take = serializers.SlugRelatedField(slug_field="name", many=True, required=False, queryset=Group.objects.all())
    is_active = serializers.BooleanField(required=False)


class StaffFilter(FilterSet):
    active = BooleanFilter(field_name="is_active", help_text="Left out, only those who can sign in are listed.")
    former = BooleanFilter(help_text="Those who worked here and hold no role of the staff any more, and nobody else.")

    class Meta:
        model = User
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        chosen = self.form.cleaned_data.get("active")
        if self.form.cleaned_data.get("former"):
            left = queryset.filter(left_staff_at__isnull=False)
            return left if chosen is None else left.filter(is_active=chosen)
        return queryset.filter(is_staff=True, is_active=True if chosen is None else chosen)


class Staff(mixins.UpdateModelMixin, ReadOnlyModelViewSet[User]):
    model = User
    queryset = User.objects.none()
    serializer_class = StaffSerializer
    lookup_value_converter = "int"
    filterset_class = StaffFilter
    filter_backends = [DjangoFilterBackend]
    http_method_names = ["get", "patch", "head", "options"]

    def get_queryset(self) -> QuerySet[User]:
        return self._of(staff.visible_to(self.request.user))  # type: ignore[arg-type]

    def _of(self, users: QuerySet[User]) -> QuerySet[User]:
        enrolled = Authenticator.objects.filter(user=OuterRef("pk"), type__in=second_factor.KINDS)
        return (
            users.annotate(has_second_factor=Exists(enrolled))
            .select_related("picture")
            .prefetch_related("groups")
            .order_by("display_name", "id")
        )

    def filter_queryset(self, queryset: Any) -> Any:
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    @extend_schema(request=StaffChange, responses=StaffSerializer)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        reauthentication.ask(request)
        asked = StaffChange(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        user = staff.change(
            user=self.get_object(),
            by=request.user,  # type: ignore[arg-type]
            give=[role.name for role in said.get("give", [])],
            take=[role.name for role in said.get("take", [])],
            is_active=said.get("is_active"),
        )
        return Response(self.get_serializer(self._as_listed(user)).data)

    def _as_listed(self, user: User) -> User:
        """Read anew, also when it was just now that somebody ceased to work here."""
        return self._of(User.objects.filter(pk=user.pk)).get()
