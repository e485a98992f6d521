"""`/api/check-ins/`: the desk checks members in; a member reads their own visits."""

from typing import Any

from django.db.models import QuerySet
from django_filters.filters import BooleanFilter, DateFilter, IsoDateTimeFilter
from django_filters.filterset import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core import checkins, merging, passes
from core.api.fields import CustomerField, InstantField, by_id
from core.api.memberships import MembershipSerializer
from core.api.serializers import StrictModelSerializer, StrictSerializer, TextField
from core.calendar import today
from core.entry import Reason, Warning
from core.models import CheckIn, Customer, Membership
from core.refusals import Refused
from core.standing import Status, status

BIGGEST_NUMBER = 2**63 - 1


class CheckInSerializer(StrictModelSerializer):
    customer_name = serializers.CharField(source="customer.full_name", read_only=True)
    plan_name = serializers.CharField(source="membership.plan.name", read_only=True, allow_null=True, default=None)
    at = InstantField(read_only=True)
    undone_at = InstantField(read_only=True, allow_null=True)

    class Meta:
        model = CheckIn
        fields = [
            "id", "customer", "customer_name", "membership", "plan_name", "at", "method", "took_visit", "anyway", "warnings",
            "undone_at", "version",
        ]  # fmt: skip
        read_only_fields = fields


class ArrivalSerializer(StrictSerializer):
    """Who comes: `customer`, or `entered`, which is a member number or the code of a pass, as typed or scanned."""

    customer = CustomerField(required=False)
    entered = TextField(max_length=40, required=False)
    anyway = serializers.BooleanField(required=False, default=False)

    def validate(self, attrs: Any) -> Any:
        if ("customer" in attrs) == ("entered" in attrs):
            raise serializers.ValidationError({"entered": ["Either a member or what was entered."]}, code="required")
        return attrs


class VisitorSerializer(StrictModelSerializer):
    status = serializers.SerializerMethodField()

    class Meta:
        model = Customer
        fields = ["id", "first_name", "last_name", "member_number", "status", "last_visit_at"]
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=[one.value for one in Status]))
    def get_status(self, customer: Customer) -> str:
        return status(customer, today())


class AnswerSerializer(serializers.Serializer[Any]):
    """`check_in` is null when the member may not enter, and `reason` then says why not. `day`: when the membership ended, begins
    or is no longer frozen; of one who may enter, its last day."""

    customer = VisitorSerializer()
    check_in = CheckInSerializer(allow_null=True)
    repeated = serializers.BooleanField()
    reason = serializers.ChoiceField(choices=[one.value for one in Reason], allow_null=True, source="verdict.reason")
    day = serializers.DateField(allow_null=True, source="verdict.day")
    warnings = serializers.ListField(
        child=serializers.ChoiceField(choices=[one.value for one in Warning]), source="verdict.warnings"
    )
    open_amount = serializers.DecimalField(max_digits=10, decimal_places=2, source="verdict.open_amount")
    membership = MembershipSerializer(allow_null=True)


class CheckInFilters(FilterSet):
    """`day` is a date at the centre; `from` and `to` are instants: at or after, and before."""

    customer = by_id("customer_id")
    day = DateFilter(method="on_day")
    undone = BooleanFilter("undone_at", "isnull", exclude=True)
    locals()["from"] = IsoDateTimeFilter("at", "gte")  # a word of Python's
    to = IsoDateTimeFilter("at", "lt")

    def on_day(self, queryset: Any, name: str, day: Any) -> Any:
        return queryset.on(day)


class CheckIns(RetrieveModelMixin, ListModelMixin, GenericViewSet[CheckIn]):
    model = CheckIn
    queryset = CheckIn.objects.none()
    serializer_class = CheckInSerializer
    filterset_class = CheckInFilters
    lookup_value_converter = "int"
    http_method_names = ["get", "post", "head", "options"]
    ordering_fields = ["at"]
    ordering = ["-at", "-id"]

    def get_queryset(self) -> QuerySet[CheckIn]:
        return CheckIn.objects.visible_to(self.request.user).with_names()  # type: ignore[arg-type]

    @extend_schema(request=ArrivalSerializer, responses={200: AnswerSerializer, 201: AnswerSerializer})
    def create(self, request: Request) -> Response:
        """Checks a member in: 201 with the check-in, 200 when they may not enter or were checked in a moment ago."""
        arrival = ArrivalSerializer(data=request.data, context=self.get_serializer_context())
        arrival.is_valid(raise_exception=True)
        answer = self._answer(**arrival.validated_data)
        membership = answer.verdict.membership
        shown = {
            "customer": answer.customer,
            "check_in": answer.check_in,
            "repeated": answer.repeated,
            "verdict": answer.verdict,
            "membership": membership
            and Membership.objects.with_names().with_paid().prefetch_related("freezes").get(pk=membership.pk),
        }
        is_new = answer.check_in is not None and not answer.repeated
        return Response(AnswerSerializer(shown, context=self.get_serializer_context()).data, status=201 if is_new else 200)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: int) -> Response:
        """Takes a check-in of today back, with the visit that it took."""
        if not request.user.has_perm("core.change_checkin"):
            self.permission_denied(request)
        return Response(self.get_serializer(checkins.undo(check_in=self.get_object(), by=request.user)).data)  # type: ignore[arg-type]

    def _answer(self, *, customer: Customer | None = None, entered: str = "", anyway: bool) -> checkins.Answer:
        by: Any = self.request.user
        if customer:
            return checkins.check_in(customer=customer, method=CheckIn.Method.SEARCH, anyway=anyway, by=by)
        entered = entered.strip()
        if passes.is_code(entered):
            return checkins.check_in_by_pass(code=entered, by=by)
        digits = entered.isascii() and entered.isdigit() and int(entered) <= BIGGEST_NUMBER
        found = merging.numbered(int(entered), Customer.objects.visible_to(by)) if digits else None
        if found is None:
            raise Refused("There is no member of this number.", code="unknown_number", field="entered")
        return checkins.check_in(customer=found, method=CheckIn.Method.NUMBER, anyway=anyway, by=by)
