"""`/api/sessions/{id}/roster/`: who is in a class and who waits, for the staff: at the door, and on its trainer's phone."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.idempotency import Idempotent
from core.api.permissions import May, StaffMayView
from core.api.serializers import StrictSerializer
from scheduling import attendance
from scheduling.api.appointments import AppointmentSerializer
from scheduling.models import Appointment, Session


class RosterSerializer(serializers.Serializer[Any]):
    """`appointments` are those who have a seat, by name, and then those who wait, in order; the cancelled aren't among them.

    `booked` and `waiting` are counts, of which an offered seat is booked. `without_access`: those ahead
    for which the member has no membership on that day any more.
    """

    session = serializers.IntegerField()
    capacity = serializers.IntegerField()
    booked = serializers.IntegerField()
    waiting = serializers.IntegerField()
    appointments = AppointmentSerializer(many=True)
    without_access = serializers.ListField(child=serializers.IntegerField())


def roster_of(session: Session, context: dict[str, Any]) -> dict[str, Any]:
    """Bounded by the seats and by the longest list."""
    rows = session.appointments.exclude(state=Appointment.State.CANCELLED).with_names().with_position()
    listed = sorted(
        rows, key=lambda one: (one.place or 0, one.customer.last_name.casefold(), one.customer.first_name.casefold(), one.pk)
    )
    shown = {
        "session": session.pk,
        "capacity": session.capacity,
        "booked": session.taken,
        "waiting": session.waiting,
        "appointments": listed,
        "without_access": sorted(session.appointments.without_access().values_list("pk", flat=True)),
    }
    return RosterSerializer(shown, context=context).data


class Roster(APIView):
    model = Appointment
    permission_classes = [StaffMayView]

    @extend_schema(responses=RosterSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return Response(roster_of(get_object_or_404(Session, pk=pk), {"request": request, "view": self}))


class RosterClosingSerializer(StrictSerializer):
    came = serializers.BooleanField(required=False, default=False)


class RosterClosing(Idempotent):
    """Whoever is still only booked once the class has begun didn't come; with `came`, all of them did."""

    permission_classes = [May("scheduling.change_appointment")]

    @extend_schema(request=RosterClosingSerializer, responses=RosterSerializer)
    def post(self, request: Request, pk: int) -> Response:
        session = get_object_or_404(Session, pk=pk)
        body = RosterClosingSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        attendance.close_roster(session=session, by=request.user, **body.validated_data)  # type: ignore[arg-type]
        return Response(roster_of(session, {"request": request, "view": self}))
