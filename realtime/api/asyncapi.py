"""`/api/asyncapi/`: what `/api/schema/` is for REST, for the live line."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from realtime import asyncapi


class AsyncApi(APIView):
    """The AsyncAPI 3 document of `/ws/`: frames, events, topics and close codes. It holds nobody's data."""

    permission_classes = [AllowAny]
    renderer_classes = [JSONRenderer]

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        return Response(asyncapi.document())
