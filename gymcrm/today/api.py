"""`GET /api/today/`: everything that the start page of the staff shows, at once."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.serializers import StrictSerializer
from core.calendar import today
from core.models import User
from core.today import Day
from gymcrm.today.arrangement import arrange, arrangement
from gymcrm.today.cards import ARRANGED, CARDS


class AskedSerializer(StrictSerializer):
    card = serializers.ChoiceField(choices=[card.name for card in CARDS], required=False)


CardsSerializer = type(
    "TodayCardsSerializer",
    (serializers.Serializer,),
    {card.name: card.serializer(required=False) for card in CARDS}
    | {"__doc__": "A card that the person may not see isn't there.", "__module__": __name__},
)


class TodaySerializer(serializers.Serializer[Any]):
    """`day` is the day at the centre that the cards are of."""

    day = serializers.DateField()
    cards = CardsSerializer()


class Staff(IsAuthenticated):
    def has_permission(self, request: Request, view: Any) -> bool:
        return super().has_permission(request, view) and request.user.is_staff


class Today(APIView):
    permission_classes = [Staff]

    @extend_schema(parameters=[AskedSerializer], responses=TodaySerializer)
    def get(self, request: Request) -> Response:
        """Every card that the person may see, a query each; with `card` that one alone."""
        asked = AskedSerializer(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        assert isinstance(request.user, User)
        user, day = request.user, Day.of(today())
        wanted = asked.validated_data.get("card")
        cards = {
            card.name: card.serializer(card.read(user, day), context={"request": request}).data
            for card in CARDS
            if wanted in (None, card.name) and user.has_perm(card.permission)
        }
        return Response({"day": day.on.isoformat(), "cards": cards})


class ArrangementSerializer(StrictSerializer):
    """A card that `order` doesn't name comes after those it does."""

    order = serializers.ListField(child=serializers.ChoiceField(choices=ARRANGED), max_length=len(ARRANGED))
    hidden = serializers.ListField(child=serializers.ChoiceField(choices=ARRANGED), max_length=len(ARRANGED))
    version = serializers.IntegerField(read_only=True)


class TodayArrangement(APIView):
    permission_classes = [Staff]

    @extend_schema(responses=ArrangementSerializer)
    def get(self, request: Request) -> Response:
        """One's own."""
        assert isinstance(request.user, User)
        return Response(ArrangementSerializer(arrangement(request.user)).data)

    @extend_schema(request=ArrangementSerializer, responses=ArrangementSerializer)
    def put(self, request: Request) -> Response:
        body = ArrangementSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        assert isinstance(request.user, User)
        return Response(ArrangementSerializer(arrange(user=request.user, **body.validated_data)).data)
