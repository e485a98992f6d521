"""`/api/me/mails/`: which kinds of reminders one wants by mail. Each their own."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.serializers import StrictSerializer
from core.models import Customer
from scheduling.reminders import choices


class MailChoiceSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=[(kind.value, kind.label) for kind in choices.REFUSABLE])
    wanted = serializers.BooleanField()
    version = serializers.IntegerField()


class MailWantedSerializer(StrictSerializer):
    wanted = serializers.BooleanField()

    def validate_wanted(self, wanted: bool) -> bool:
        if type(self.initial_data["wanted"]) is not bool:  # DRF would take "yes"
            raise ValidationError("True or false.", code="invalid")
        return wanted


def _own(request: Request) -> Customer | None:
    return Customer.objects.filter(user=request.user.pk).first()


class OwnMails(APIView):
    """Empty for who is no member."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=MailChoiceSerializer(many=True))
    def get(self, request: Request) -> Response:
        own = _own(request)
        return Response(MailChoiceSerializer(choices.choices(own) if own else [], many=True).data)


class OwnMail(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(request=MailWantedSerializer, responses=MailChoiceSerializer)
    def patch(self, request: Request, kind: str) -> Response:
        own = _own(request)
        if own is None or kind not in choices.REFUSABLE:
            raise Http404
        body = MailWantedSerializer(data=request.data, context={"request": request})
        body.is_valid(raise_exception=True)
        chosen = choices.choose(customer=own, kind=kind, by=request.user, **body.validated_data)  # type: ignore[arg-type]
        return Response(MailChoiceSerializer(chosen).data)
