"""What is sent to book and to cancel."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from core.api.fields import CustomerField, IdField, InstantField
from core.api.serializers import StrictSerializer, TextField
from core.models import User
from core.text import paragraphs, single_line
from scheduling.models import Appointment, Service, Session

STAFF = User.objects.filter(is_staff=True, is_active=True)
MANY = 100


class WithNotesSerializer(StrictSerializer):
    """`notes` are the staff's."""

    notes = TextField(max_length=5000, required=False, allow_blank=True, validators=[paragraphs])

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        described = getattr(self.context.get("view"), "swagger_fake_view", False)
        user = self.context["request"].user
        if not described and not (user.is_staff and user.has_perm("core.view_staff_notes")):
            fields.pop("notes")
        return fields


class BookingChangeSerializer(WithNotesSerializer):
    """Who it is for and what stay. `anyway` is why the staff move it although something stands against it."""

    customer = serializers.IntegerField(read_only=True)
    service = serializers.IntegerField(read_only=True)
    trainer = IdField(queryset=STAFF, allow_null=True, required=False)
    starts_at = InstantField(required=False)
    anyway = TextField(max_length=200, required=False, validators=[single_line])


class BookingSerializer(WithNotesSerializer):
    """Either `session`, with `waitlist` for its list; or `service` and `starts_at`, with a `trainer` or null, for a one-to-one.

    `anyway` is why the staff book although a rule stands against it.
    """

    customer = CustomerField()
    session = IdField(queryset=Session.objects.select_related("service"), required=False)
    waitlist = serializers.BooleanField(required=False)
    service = IdField(queryset=Service.objects.select_related("room"), required=False)
    trainer = IdField(queryset=STAFF, allow_null=True, required=False)
    starts_at = InstantField(required=False)
    anyway = TextField(max_length=200, required=False, validators=[single_line])

    def validate(self, attrs: Any) -> Any:
        if "session" in attrs:
            named = [name for name in ("service", "trainer", "starts_at") if name in attrs]
            if named:
                raise serializers.ValidationError({named[0]: ["A seat has the class's."]}, code="read_only")
            if attrs.get("waitlist") and ("notes" in attrs or "anyway" in attrs):
                raise serializers.ValidationError({"waitlist": ["Nothing else with it."]}, code="invalid")
            return attrs
        missing = [name for name in ("service", "starts_at") if name not in attrs]
        if missing:
            raise serializers.ValidationError({name: [ErrorDetail("This field is required.", "required")] for name in missing})
        return attrs


class BookingCancelSerializer(StrictSerializer):
    """`excused`: the visit is given back though it is late. Of the staff only."""

    excused = serializers.BooleanField(required=False)


class BookingCancelManySerializer(BookingCancelSerializer):
    appointments = serializers.ListField(child=IdField(queryset=Appointment.objects.all()), min_length=1, max_length=MANY)
