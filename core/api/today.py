"""What `core` shows on the start page of the staff: who comes in, whose membership ends, and figures of the day."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from rest_framework import serializers

from core.api.checkins import CheckInSerializer
from core.api.pictures import PictureField
from core.api.serializers import StrictModelSerializer
from core.models import CheckIn, Customer, Membership, User
from core.today import Card, Day, Figure, counted, listed

MOST = 50
# "This week" is a week from today, today included.
ENDING = timedelta(days=6)


class ArrivedSerializer(CheckInSerializer):
    """A check-in, and how the member looks."""

    picture = PictureField(source="customer.picture")

    class Meta(CheckInSerializer.Meta):
        fields = [*CheckInSerializer.Meta.fields, "picture"]
        read_only_fields = fields


class ArrivalsSerializer(serializers.Serializer[Any]):
    """Those of the day that stand, the latest first; `count` is of all."""

    count = serializers.IntegerField()
    rows = ArrivedSerializer(many=True)


class EndingRowSerializer(StrictModelSerializer):
    customer_name = serializers.CharField(source="customer.full_name", read_only=True)
    plan_name = serializers.CharField(source="plan.name", read_only=True)
    colour = serializers.CharField(source="plan.colour", read_only=True)
    ends_on = serializers.DateField(read_only=True)

    class Meta:
        model = Membership
        fields = ["id", "customer", "customer_name", "plan", "plan_name", "colour", "starts_on", "ends_on", "version"]
        read_only_fields = fields


class EndingSerializer(serializers.Serializer[Any]):
    """Memberships whose last day is one of these seven and after which the member has none, the soonest first."""

    count = serializers.IntegerField()
    rows = EndingRowSerializer(many=True)


def arrivals(user: User, day: Day) -> dict[str, Any]:
    rows = CheckIn.objects.visible_to(user).standing().on(day.on)
    named = rows.select_related("customer__picture", "membership__plan").only(
        *(field.name for field in CheckIn._meta.concrete_fields),
        "customer__first_name", "customer__last_name", "customer__picture", "membership__plan__name",
    )  # fmt: skip
    return listed(counted(named.order_by("-at", "-id"), MOST))


def ending(user: User, day: Day) -> dict[str, Any]:
    later = Membership.objects.standing().filter(customer=OuterRef("customer"), starts_on__gt=OuterRef("starts_on"))
    held = Membership.objects.visible_to(user).standing().filter(ends_on__range=(day.on, day.on + ENDING))
    named = held.exclude(Exists(later)).select_related("customer", "plan").only(
        "customer__first_name", "customer__last_name", "plan__name", "plan__colour", "starts_on", "ends_on", "version"
    )  # fmt: skip
    return listed(counted(named.order_by("ends_on", "id"), MOST))


CARDS = [
    Card("arrivals", "core.view_checkin", ArrivalsSerializer, arrivals),
    Card("ending", "core.view_membership", EndingSerializer, ending),
]
FIGURES = [
    Figure("visits", "core.view_checkin", CheckIn.objects.standing, instant="at"),
    Figure("new_members", "core.view_customer", Customer.objects.all, day="joined_on", names_rows=True),
    Figure(
        "sold", "core.view_payment", Membership.objects.standing, instant="created_at", names_rows=True, amount="price",
        unit="currency",
    ),
]  # fmt: skip
