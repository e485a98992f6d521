"""`/api/customers/{id}/consents/`: what they agreed to. Staff write down what they were told, a member says it themselves."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from core import consents
from core.api.fields import InstantField
from core.api.permissions import OwnOrMayChange
from core.api.serializers import StrictSerializer
from core.models import Consent, Customer

ON_BEHALF = [choice for choice in Consent.Source.choices if choice[0] not in (Consent.Source.MEMBER, Consent.Source.IMPORT)]


class ConsentSerializer(serializers.Serializer[Any]):
    """Where one kind of consent stands: since when, and how that was said. `at` is null for what was never given."""

    kind = serializers.ChoiceField(choices=Consent.Kind.choices)
    given = serializers.BooleanField()
    at = InstantField(allow_null=True)
    source = serializers.ChoiceField(choices=Consent.Source.choices, allow_blank=True)  # type: ignore[assignment]


class ConsentChangeSerializer(StrictSerializer):
    """`source` and `at` are for staff, who write down what they were told: a member says it here and now."""

    kind = serializers.ChoiceField(choices=Consent.Kind.choices)
    given = serializers.BooleanField()
    source = serializers.ChoiceField(choices=ON_BEHALF, required=False)  # type: ignore[assignment]
    at = InstantField(required=False)

    def validate_given(self, given: bool) -> bool:
        if type(self.initial_data["given"]) is not bool:  # DRF would take "yes"
            raise ValidationError("True or false.", code="invalid")
        return given


def _shape(customer: Customer) -> Any:
    rows = [
        {"kind": kind, "given": False, "at": None, "source": ""}
        if consent is None
        else {
            "kind": kind,
            "given": consent.withdrawn_at is None,
            "at": consent.withdrawn_at or consent.given_at,
            "source": consent.withdrawn_source or consent.given_source,
        }
        for kind, consent in zip(Consent.Kind.values, consents.latest(customer), strict=True)
    ]
    return ConsentSerializer(rows, many=True).data


class CustomerConsents:
    """For the viewset of customers."""

    @extend_schema(responses=ConsentSerializer(many=True), filters=False)
    @action(detail=True, url_path="consents", permission_classes=[IsAuthenticated, OwnOrMayChange], pagination_class=None)
    def consents(self, request: Request, pk: int) -> Response:
        return Response(_shape(self.get_object()))  # type: ignore[attr-defined]

    @extend_schema(request=ConsentChangeSerializer, responses={200: ConsentSerializer(many=True)}, filters=False)
    @consents.mapping.post
    def change_consent(self, request: Request, pk: int) -> Response:
        customer: Customer = self.get_object()  # type: ignore[attr-defined]
        asked = ConsentChangeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = dict(asked.validated_data)
        if customer.user_id == request.user.pk:
            if refused := {name: ["This can't be set."] for name in ("source", "at") if name in said}:
                raise ValidationError(refused, code="read_only")
            said["source"] = Consent.Source.MEMBER
        elif "source" not in said:
            raise ValidationError({"source": ["Say how you were told."]}, code="required")
        use_case = consents.give if said.pop("given") else consents.withdraw
        use_case(customer=customer, by=request.user, **said)  # type: ignore[arg-type]
        return Response(_shape(customer))
