"""What is sent to sell, renew, freeze and so on, and a payment's shape."""

from typing import Any

from rest_framework import serializers

from core.api.fields import CustomerField, IdField
from core.api.serializers import StrictModelSerializer, StrictSerializer, TextField
from core.models import Freeze, Payment, Plan
from core.text import single_line


class ActionSerializer(StrictSerializer):
    preview = serializers.BooleanField(required=False, default=False)


def _price() -> serializers.DecimalField:
    """Left out, it is the plan's, or what the use case makes of it."""
    return serializers.DecimalField(max_digits=8, decimal_places=2, min_value=0, required=False)


def _reason() -> TextField:
    return TextField(max_length=300, required=False, allow_blank=True, validators=[single_line])


class SellSerializer(ActionSerializer):
    customer = CustomerField()
    plan = IdField(queryset=Plan.objects.all())
    starts_on = serializers.DateField(required=False)
    price = _price()


class RenewSerializer(ActionSerializer):
    plan = IdField(queryset=Plan.objects.all(), required=False)
    starts_on = serializers.DateField(required=False)
    price = _price()


class UpgradeSerializer(ActionSerializer):
    plan = IdField(queryset=Plan.objects.all())
    starts_on = serializers.DateField(required=False)
    price = _price()


class CancelSerializer(ActionSerializer):
    last_day = serializers.DateField()
    reason = _reason()


class FreezeSerializer(ActionSerializer):
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    reason = _reason()


class EndFreezeSerializer(ActionSerializer):
    """`last_day` is the last frozen day, yesterday unless told otherwise; the day before it begins takes the freeze out."""

    freeze = serializers.SerializerMethodField()
    last_day = serializers.DateField(required=False)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        view = self.context.get("view")
        own = Freeze.objects.filter(membership=view.kwargs["pk"]) if view and "pk" in view.kwargs else Freeze.objects.all()
        fields["freeze"] = IdField(queryset=own.select_related("membership"))
        return fields


class PaymentSerializer(StrictModelSerializer):
    recorded_by_name = serializers.CharField(source="recorded_by.name", read_only=True, allow_null=True, default=None)
    paid_on = serializers.DateField(required=False)

    class Meta:
        model = Payment
        fields = ["id", "amount", "currency", "method", "note", "paid_on", "recorded_by_name"]
        read_only_fields = ["currency"]
