"""`/api/memberships/`: staff see and sell all; a member reads their own.

What changes one is an action under it. Each takes `"preview": true`: the answer says what would come of it, and nothing does.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django_filters.filters import ChoiceFilter, DateFilter
from django_filters.filterset import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core import freezes, memberships, payments
from core.api.fields import InstantField, by_id
from core.api.membership_bodies import (
    ActionSerializer,
    CancelSerializer,
    EndFreezeSerializer,
    FreezeSerializer,
    PaymentSerializer,
    RenewSerializer,
    SellSerializer,
    UpgradeSerializer,
)
from core.api.serializers import StrictModelSerializer
from core.calendar import today
from core.models import Freeze, Membership, Payment, User


class FreezeShapeSerializer(StrictModelSerializer):
    class Meta:
        model = Freeze
        fields = ["id", "starts_on", "ends_on", "reason"]
        read_only_fields = fields


class MembershipSerializer(StrictModelSerializer):
    customer_name = serializers.CharField(source="customer.full_name", read_only=True)
    plan_name = serializers.CharField(source="plan.name", read_only=True)
    colour = serializers.CharField(source="plan.colour", read_only=True)
    paid = serializers.DecimalField(max_digits=10, decimal_places=2, read_only=True)
    freezes = FreezeShapeSerializer(many=True, read_only=True)
    cancelled_at = InstantField(read_only=True, allow_null=True)
    state = serializers.SerializerMethodField()

    class Meta:
        model = Membership
        fields = [
            "id", "customer", "customer_name", "plan", "plan_name", "colour", "starts_on", "ends_on", "visits",
            "visits_left", "used_up_on", "price", "paid", "currency", "renews", "freezes", "cancelled_at", "cancel_reason",
            "state", "version",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=Membership.State.choices))
    def get_state(self, membership: Membership) -> str:
        return membership.state_on(today())


class OutcomeSerializer(serializers.Serializer[Any]):
    """What an action led to; `affected` are others whose days it changed."""

    membership = MembershipSerializer()
    affected = MembershipSerializer(many=True)


class MembershipFilters(FilterSet):
    """Days are inclusive; `state` is where it stands today."""

    customer = by_id("customer_id")
    plan = by_id("plan_id")
    state = ChoiceFilter(choices=Membership.State.choices, method="in_state")
    starts_from = DateFilter("starts_on", "gte")
    starts_to = DateFilter("starts_on", "lte")
    ends_from = DateFilter("ends_on", "gte")
    ends_to = DateFilter("ends_on", "lte")

    def in_state(self, queryset: Any, name: str, state: str) -> Any:
        return queryset.in_state(state, today())


class Memberships(RetrieveModelMixin, ListModelMixin, GenericViewSet[Membership]):
    model = Membership
    queryset = Membership.objects.none()
    serializer_class = MembershipSerializer
    filterset_class = MembershipFilters
    lookup_value_converter = "int"
    http_method_names = ["get", "post", "head", "options"]
    ordering_fields = ["starts_on", "ends_on"]
    ordering = ["-starts_on", "-id"]

    def get_queryset(self) -> QuerySet[Membership]:
        own = Membership.objects.visible_to(self._by)
        return own.with_names().with_paid().prefetch_related("freezes")

    @extend_schema(request=SellSerializer, responses={201: MembershipSerializer})
    def create(self, request: Request) -> Response:
        """Sells a plan to a member."""
        answer = self._act(SellSerializer, lambda **body: [memberships.sell(by=self._by, **body)], status=201)
        return Response(answer.data["membership"], status=answer.status_code)

    @extend_schema(request=RenewSerializer, responses={201: OutcomeSerializer})
    @action(detail=True, methods=["post"])
    def renew(self, request: Request, pk: int) -> Response:
        """Sells the same again from the day after its end; after a lapse from today."""
        held = self._held("add")
        return self._act(RenewSerializer, lambda **body: [memberships.renew(membership=held, by=self._by, **body)], status=201)

    @extend_schema(request=UpgradeSerializer, responses={201: OutcomeSerializer})
    @action(detail=True, methods=["post"])
    def upgrade(self, request: Request, pk: int) -> Response:
        """Changes to another plan; the unused part is taken off its price."""
        held = self._held("change")
        return self._act(
            UpgradeSerializer,
            lambda **body: [memberships.upgrade(membership=held, by=self._by, **body), held],
            status=201,
        )

    @extend_schema(request=CancelSerializer, responses={200: OutcomeSerializer})
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: int) -> Response:
        """Ends it with a day, the last of access; its renewals go with it."""
        held = self._held("change")
        return self._act(CancelSerializer, lambda **body: memberships.cancel(membership=held, by=self._by, **body))

    @extend_schema(request=ActionSerializer, responses={200: OutcomeSerializer})
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: int) -> Response:
        """Takes a cancellation back."""
        held = self._held("change")
        return self._act(ActionSerializer, lambda **body: [memberships.restore(membership=held, by=self._by, **body)])

    @extend_schema(request=FreezeSerializer, responses={200: OutcomeSerializer})
    @action(detail=True, methods=["post"])
    def freeze(self, request: Request, pk: int) -> Response:
        """Freezes it; its end, and its renewals, move by as many days."""
        held = self._held("change")
        return self._act(FreezeSerializer, lambda **body: freezes.freeze(membership=held, by=self._by, **body))

    @extend_schema(request=EndFreezeSerializer, responses={200: OutcomeSerializer})
    @action(detail=True, methods=["post"], url_path="end-freeze")
    def end_freeze(self, request: Request, pk: int) -> Response:
        """Ends a freeze early; the end moves back by the days that weren't frozen after all."""
        self._held("change")
        return self._act(EndFreezeSerializer, lambda **body: freezes.end_freeze(by=self._by, **body))

    @extend_schema(methods=["GET"], responses={200: PaymentSerializer(many=True)}, filters=False)
    @extend_schema(methods=["POST"], request=PaymentSerializer, responses={201: PaymentSerializer})
    @action(detail=True, methods=["get", "post"], filter_backends=[])
    def payments(self, request: Request, pk: int) -> Response:
        """What was paid for it, latest first; POST writes a payment down."""
        held = self.get_object()
        if request.method == "POST":
            if not request.user.has_perm("core.add_payment"):
                self.permission_denied(request)
            body = self._body(PaymentSerializer)
            payment = payments.record_payment(membership=held, by=self._by, **body)
            return Response(PaymentSerializer(payment).data, status=201)
        if request.user.is_staff and not request.user.has_perm("core.view_payment"):
            self.permission_denied(request)
        received: Any = Payment.objects.filter(membership=held).select_related("recorded_by")
        page = self.paginate_queryset(received)
        return self.get_paginated_response(PaymentSerializer(page, many=True).data)

    @property
    def _by(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    def _held(self, permission: str) -> Membership:
        """The membership, for who may do such a thing to it."""
        if not self.request.user.has_perm(f"core.{permission}_membership"):
            self.permission_denied(self.request)
        return self.get_object()

    def _body(self, serializer_class: type[serializers.BaseSerializer[Any]]) -> dict[str, Any]:
        serializer = serializer_class(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def _act(
        self,
        serializer_class: type[serializers.BaseSerializer[Any]],
        use_case: Callable[..., Sequence[Membership]],
        status: int = 200,
    ) -> Response:
        """Does it, or for a preview does it and takes it back; answers with what came of it, read anew."""
        body = self._body(serializer_class)
        preview = body.pop("preview", False)
        with transaction.atomic():
            touched = [one.pk for one in use_case(**body)]
            found = {one.pk: one for one in self.get_queryset().filter(pk__in=touched)}
            membership, *affected = (found[pk] for pk in touched)
            answer = OutcomeSerializer({"membership": membership, "affected": affected}, context=self.get_serializer_context())
            data = answer.data
            transaction.set_rollback(preview)
        return Response(data, status=200 if preview else status)
