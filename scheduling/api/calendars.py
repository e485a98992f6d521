"""`/api/me/calendars/`: one's own calendars, and the address of each; `/api/calendars/<token>.ics`: what is there."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.fields import InstantField
from core.api.serializers import StrictSerializer
from core.models import User
from scheduling import calendar_links, icalendar_files
from scheduling.models import CalendarLink


class CalendarSerializer(serializers.Serializer[Any]):
    """`made_at` and `read_at`, by a calendar program, are null where there is no address."""

    kind = serializers.ChoiceField(choices=CalendarLink.Kind.choices)
    made_at = InstantField(allow_null=True)
    read_at = InstantField(allow_null=True)


class CalendarKindSerializer(StrictSerializer):
    kind = serializers.ChoiceField(choices=CalendarLink.Kind.choices)


class CalendarAddressSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=CalendarLink.Kind.choices)
    url = serializers.URLField()


class OwnCalendars(APIView):
    """Not by `Idempotency-Key`: the answer holds the address, and would be kept with it."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=CalendarSerializer(many=True))
    def get(self, request: Request) -> Response:
        assert isinstance(request.user, User)
        links = {one.kind: one for one in CalendarLink.objects.filter(user=request.user, revoked_at__isnull=True)}
        shown = [
            {"kind": kind, "made_at": link.created_at if link else None, "read_at": link.read_at if link else None}
            for kind in calendar_links.kinds_of(request.user)
            for link in [links.get(kind)]
        ]
        return Response(CalendarSerializer(shown, many=True).data)

    @extend_schema(request=CalendarKindSerializer, responses={201: CalendarAddressSerializer})
    def post(self, request: Request) -> Response:
        """Makes a new address, said this once; the one before is revoked."""
        body = CalendarKindSerializer(data=request.data, context={"request": request})
        body.is_valid(raise_exception=True)
        kind = CalendarLink.Kind(body.validated_data["kind"])
        token = calendar_links.make(user=request.user, kind=kind)  # type: ignore[arg-type]
        url = f"{settings.PUBLIC_URL.rstrip('/')}/api/calendars/{token}.ics"
        return Response(CalendarAddressSerializer({"kind": kind, "url": url}).data, status=201)


class OwnCalendar(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, kind: str) -> Response:
        """Revokes the address."""
        if kind not in CalendarLink.Kind.values:
            raise Http404
        calendar_links.revoke(user=request.user, kind=CalendarLink.Kind(kind))  # type: ignore[arg-type]
        return Response(status=204)


class CalendarFeed(APIView):
    """Read by programs that can't sign in: whoever has the address may."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]

    @extend_schema(responses={(200, "text/calendar"): OpenApiTypes.STR}, auth=[])
    def get(self, request: Request, token: str) -> HttpResponse:
        link = calendar_links.find(token)
        if link is None:
            raise Http404
        answer = HttpResponse(icalendar_files.of_link(link), content_type=icalendar_files.CONTENT_TYPE)
        answer["Cache-Control"] = "private, no-store"
        answer["Content-Disposition"] = 'inline; filename="calendar.ics"'
        return answer
