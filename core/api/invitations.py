"""`/api/invitations/`: links that let people in, for those who may send them; and what the holder of a link does with it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django_filters.filters import BooleanFilter, ChoiceFilter
from django_filters.filterset import FilterSet
from django_filters.rest_framework.backends import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from core import invitations
from core.api import reauthentication
from core.api.fields import CustomerField, by_id
from core.api.serializers import StrictSerializer, TextField
from core.api.throttles import ByAddress
from core.models import Invitation, User
from core.roles import STAFF_ROLES
from core.text import single_line


class MayInvite(IsAuthenticated):
    def has_permission(self, request: Request, view: APIView) -> bool:
        user = request.user
        if not super().has_permission(request, view) or not user.is_staff:
            return False
        kind = request.data.get("kind") if request.method == "POST" and isinstance(request.data, dict) else None
        kinds = [kind] if kind in Invitation.Kind.values else Invitation.Kind.values
        return any(user.has_perm(f"core.invite_{one}") for one in kinds)


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    roles: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)
    customer_name = serializers.CharField(source="customer.full_name", read_only=True, allow_null=True, default=None)
    invited_by = serializers.CharField(source="invited_by.name", read_only=True, allow_null=True, default=None)
    state = serializers.ChoiceField(choices=Invitation.State.choices, read_only=True)

    class Meta:
        model = Invitation
        fields = [
            "id", "kind", "email", "roles", "customer", "customer_name", "invited_by", "state", "sent_at", "expires_at",
            "version",
        ]  # fmt: skip


class NewInvitation(StrictSerializer):
    kind = serializers.ChoiceField(choices=Invitation.Kind.choices)
    email = serializers.EmailField(max_length=254, validators=[single_line])
    language = serializers.ChoiceField(choices=["", *dict(settings.LANGUAGES)], required=False)
    roles: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="name", many=True, required=False, queryset=Group.objects.filter(name__in=STAFF_ROLES)
    )
    customer = CustomerField(required=False, allow_null=True)

    def validate(self, attrs: Any) -> Any:
        """A member is invited to their record, and somebody who is to work here into roles."""
        needed, other = ("customer", "roles") if attrs["kind"] == Invitation.Kind.MEMBER else ("roles", "customer")
        if not attrs.get(needed):
            raise serializers.ValidationError({needed: "This is needed."}, code="required")
        if attrs.get(other):
            raise serializers.ValidationError({other: "This doesn't belong here."}, code="invalid")
        return attrs


class Token(StrictSerializer):
    token = TextField(max_length=200)


class Acceptance(Token):
    display_name = TextField(max_length=80, required=False, allow_blank=True, validators=[single_line])
    password = TextField(max_length=1000, required=False, allow_blank=True, trim_whitespace=False)


class LookUp(serializers.Serializer[Any]):
    """What the holder of the link is told: it came to them by mail, so the address is theirs."""

    kind = serializers.ChoiceField(choices=Invitation.Kind.choices)
    email = serializers.EmailField()
    roles = serializers.ListField(child=serializers.CharField())
    name = serializers.CharField()
    invited_by = serializers.CharField(allow_null=True)
    centre_name = serializers.CharField()
    has_account = serializers.BooleanField()
    expires_at = serializers.DateTimeField()


class Accepted(serializers.Serializer[Any]):
    email = serializers.EmailField()


class InvitationFilter(FilterSet):
    kind = ChoiceFilter(choices=Invitation.Kind.choices)
    customer = by_id("customer")
    open = BooleanFilter(method="is_open", help_text="Neither accepted nor withdrawn, also when it is too old.")

    class Meta:
        model = Invitation
        fields: list[str] = []

    def is_open(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.open() if value else queryset.exclude(accepted_at=None, revoked_at=None)


class Invitations(ReadOnlyModelViewSet[Invitation]):
    model = Invitation
    queryset = Invitation.objects.none()
    serializer_class = InvitationSerializer
    permission_classes = [MayInvite]
    lookup_value_converter = "int"
    filter_backends = [DjangoFilterBackend]
    filterset_class = InvitationFilter

    def get_queryset(self) -> QuerySet[Invitation]:
        mine = Invitation.objects.visible_to(self.request.user)  # type: ignore[arg-type]
        return mine.select_related("customer", "invited_by").prefetch_related("roles").order_by("-sent_at", "id")

    @extend_schema(request=NewInvitation, responses={201: InvitationSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """An invitation into the staff gives roles: who sends it has just shown who they are."""
        asked = NewInvitation(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        said = {name: value for name, value in asked.validated_data.items() if value not in (None, [])}
        invite: Callable[..., Invitation] = invitations.invite_member
        if said.pop("kind") == Invitation.Kind.STAFF:
            reauthentication.ask(request)
            invite = invitations.invite_staff
        return self._answer(invite(**said, by=request.user), status=201)

    @extend_schema(request=None, responses=InvitationSerializer)
    @action(detail=True, methods=["post"])
    def resend(self, request: Request, pk: int) -> Response:
        invitation = self.get_object()
        if invitation.kind == Invitation.Kind.STAFF:
            reauthentication.ask(request)
        return self._answer(invitations.resend(invitation=invitation, by=request.user))  # type: ignore[arg-type]

    @extend_schema(request=None, responses=InvitationSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: int) -> Response:
        return self._answer(invitations.revoke(invitation=self.get_object(), by=request.user))  # type: ignore[arg-type]

    @extend_schema(request=Token, responses=LookUp)
    @action(
        detail=False, methods=["post"], url_path="look-up", permission_classes=[AllowAny], throttle_classes=[ByAddress],
        pagination_class=None, filter_backends=[],
    )  # fmt: skip
    def look_up(self, request: Request) -> Response:
        asked = Token(data=request.data)
        asked.is_valid(raise_exception=True)
        found = invitations.find(asked.validated_data["token"])
        return Response(
            LookUp(
                {
                    "kind": found.kind,
                    "email": found.email,
                    "roles": sorted(found.roles.values_list("name", flat=True)),
                    "name": found.customer.first_name if found.customer else "",
                    "invited_by": found.invited_by.name if found.invited_by else None,
                    "centre_name": settings.CENTRE_NAME,
                    "has_account": invitations.account_of(found) is not None,
                    "expires_at": found.expires_at,
                }
            ).data
        )

    @extend_schema(request=Acceptance, responses=Accepted)
    @action(
        detail=False, methods=["post"], permission_classes=[AllowAny], throttle_classes=[ByAddress], pagination_class=None,
        filter_backends=[],
    )  # fmt: skip
    def accept(self, request: Request) -> Response:
        asked = Acceptance(data=request.data)
        asked.is_valid(raise_exception=True)
        by = request.user if isinstance(request.user, User) else None
        return Response({"email": invitations.accept(**asked.validated_data, by=by).email})

    def _answer(self, invitation: Invitation, status: int = 200) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=invitation.pk)).data, status=status)
