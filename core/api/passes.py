"""`/api/me/pass/`: the code that the member's phone shows at the desk."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core import passes
from core.api.fields import InstantField
from core.models import Customer


class PassSerializer(serializers.Serializer[Any]):
    """`seconds` from now until another takes its place: a phone's clock may be wrong."""

    code = serializers.CharField()
    valid_until = InstantField()
    seconds = serializers.FloatField()


class MyPass(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(responses=PassSerializer)
    def get(self, request: Request) -> Response:
        customer = Customer.objects.filter(user=request.user.pk).first()
        if customer is None:
            raise Http404
        answer = Response(PassSerializer(passes.current(customer=customer)).data)
        answer["Cache-Control"] = "no-store"
        return answer
