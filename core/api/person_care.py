"""What is done with a whole person: merging two records, erasing, giving out their data. Beside the viewset of customers."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core import duplicates, erasing, merging, personal_data
from core.api.fields import IdField
from core.api.permissions import May
from core.api.serializers import StrictSerializer
from core.models import Customer, User

WHOSE = [merging.KEPT, merging.MERGED, merging.BOTH]


class ShortSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    member_number = serializers.IntegerField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    email = serializers.CharField()
    phone_number = serializers.CharField()
    birth_date = serializers.DateField(allow_null=True)
    joined_on = serializers.DateField()


class PairSerializer(serializers.Serializer[Any]):
    first = ShortSerializer()
    second = ShortSerializer()
    reasons = serializers.ListField(child=serializers.ChoiceField(choices=list(duplicates.REASONS)))


class MergeChoiceSerializer(serializers.Serializer[Any]):
    field = serializers.ChoiceField(choices=merging.FIELDS)
    kept = serializers.CharField()
    merged = serializers.CharField()
    chosen = serializers.ChoiceField(choices=WHOSE)


class OverlapMembershipSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    customer = serializers.IntegerField(source="customer_id")
    plan_name = serializers.CharField(source="plan.name")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)


class OverlapSerializer(serializers.Serializer[Any]):
    first = OverlapMembershipSerializer()
    second = OverlapMembershipSerializer()


class MergePreviewSerializer(serializers.Serializer[Any]):
    """`moves` counts what comes over, by name; `overlaps` are memberships of which one is to be set aside (`void`)."""

    kept = ShortSerializer()
    merged = ShortSerializer()
    choices = MergeChoiceSerializer(many=True)
    moves = serializers.DictField(child=serializers.IntegerField())
    overlaps = OverlapSerializer(many=True)
    both_have_logins = serializers.BooleanField()


class MergeSerializer(StrictSerializer):
    other = IdField(queryset=Customer.objects.all())
    fields_from = serializers.DictField(
        child=serializers.ChoiceField(choices=WHOSE), required=False, help_text="Field: whose value stays."
    )
    void = serializers.ListField(child=serializers.IntegerField(min_value=1), required=False, max_length=100)
    login = serializers.ChoiceField(choices=[merging.KEPT, merging.MERGED], required=False)


class KeptSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    count = serializers.IntegerField()
    why = serializers.CharField()


class ErasurePreviewSerializer(serializers.Serializer[Any]):
    """`goes` counts what is deleted, by name. With `wards` above 0 it is refused: minors are reached through this person."""

    goes = serializers.DictField(child=serializers.IntegerField())
    keeps = KeptSerializer(many=True)
    wards = serializers.IntegerField()


class OtherSerializer(StrictSerializer):
    other = IdField(queryset=Customer.objects.all())


class PersonCare(GenericViewSet[Customer]):
    """An id whose record was merged leads to the record that was kept, in every route of a single customer."""

    def get_object(self) -> Customer:
        try:
            return super().get_object()
        except Http404:
            current = merging.current(self.kwargs["pk"])
            if current == self.kwargs["pk"]:
                raise
            self.kwargs["pk"] = current
            return super().get_object()

    @extend_schema(responses=PairSerializer(many=True), filters=False)
    @action(detail=False, methods=["get"], permission_classes=[May("core.merge_customer")])
    def duplicates(self, request: Request) -> Response:
        """At most fifty pairs of records that may be of one person, the likeliest first."""
        return Response(PairSerializer(duplicates.suggest(), many=True).data)

    @extend_schema(parameters=[OtherSerializer], responses=MergePreviewSerializer)
    @action(detail=True, methods=["get"], permission_classes=[May("core.merge_customer")])
    def merge(self, request: Request, pk: int) -> Response:
        """What merging `other` into this one would do."""
        asked: dict[str, Any] = request.query_params.dict()
        if str(asked.get("other", "")).isdecimal():
            asked["other"] = int(asked["other"])
        wanted = OtherSerializer(data=asked, context=self.get_serializer_context())
        wanted.is_valid(raise_exception=True)
        kept, merged = self.get_object(), wanted.validated_data["other"]
        found = merging.preview(kept=kept, merged=merged)
        shown = {
            "kept": kept, "merged": merged, "moves": found.moves, "overlaps": found.overlaps,
            "both_have_logins": found.both_have_logins,
            "choices": [
                {"field": one.field, "kept": _shown(one.kept), "merged": _shown(one.merged), "chosen": one.chosen}
                for one in found.choices
                if one.field != "notes" or request.user.has_perm("core.view_staff_notes")
            ],
        }  # fmt: skip
        return Response(MergePreviewSerializer(shown).data)

    @extend_schema(request=MergeSerializer, responses=ShortSerializer)
    @merge.mapping.post
    def do_merge(self, request: Request, pk: int) -> Response:
        """Moves everything of `other` here; its id and number lead here from now on."""
        wanted = MergeSerializer(data=request.data, context=self.get_serializer_context())
        wanted.is_valid(raise_exception=True)
        asked = dict(wanted.validated_data)
        kept = merging.merge(
            kept=self.get_object(), merged=asked.pop("other"), by=_user(request), fields=asked.pop("fields_from", None), **asked
        )
        return Response(ShortSerializer(kept).data)

    @extend_schema(responses=ErasurePreviewSerializer)
    @action(detail=True, methods=["get"], permission_classes=[May("core.erase_customer")])
    def erasure(self, request: Request, pk: int) -> Response:
        """What an erasure would delete, and what it would keep and why."""
        return Response(ErasurePreviewSerializer(erasing.preview(self.get_object())).data)

    @extend_schema(request=None, responses={204: None})
    @erasure.mapping.post
    def erase(self, request: Request, pk: int) -> Response:
        """Erases the person everywhere. There is no way back."""
        erasing.erase(customer=self.get_object(), by=_user(request))
        return Response(status=204)

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"], permission_classes=[May("core.export_customer")])
    def data(self, request: Request, pk: int) -> HttpResponse:
        """What is held about the person, to be given to them: JSON and pictures in a ZIP."""
        return _archive(self.get_object())


class OwnData(GenericAPIView[Customer]):
    """`/api/me/data/`: what is held about oneself."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request) -> HttpResponse:
        customer = Customer.objects.filter(user=request.user.pk).first()
        if customer is None:
            raise Http404
        return _archive(customer)


def _archive(customer: Customer) -> HttpResponse:
    return HttpResponse(
        personal_data.archive(customer),
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="personal-data-{customer.member_number}.zip"',
            "Cache-Control": "no-store",
        },
    )


def _shown(value: Any) -> str:
    return value.full_name if isinstance(value, Customer) else "" if value is None else str(value)


def _user(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user
