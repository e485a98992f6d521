"""`GET /api/customers/`: finding members. Search, filters, orders; pages by cursor; how many there are has a route of its own."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.viewsets import GenericViewSet

from core import member_choice, member_list, standing
from core.api.fields import IdField
from core.api.pictures import PictureField
from core.api.serializers import StrictSerializer, TextField
from core.calendar import today
from core.member_list import ORDERS, Asked, Cursor
from core.member_search import Question
from core.models import Customer, Tag
from core.standing import Status

PAGE_SIZE, MAX_PAGE_SIZE = 25, 100
MAX_ID = 2**63 - 1
PICTURE = PictureField()
FORMAT = "format"  # DRF's own: the browsable page


class QuestionSerializer(serializers.Serializer[Any]):
    """Who is in the list and in which order: what a saved view holds, and what “all of them” means.

    With `search` the best match comes first and there is no other order.
    """

    search = TextField(required=False, allow_blank=True, max_length=100)
    ordering = serializers.ChoiceField(required=False, choices=[sign + name for name in ORDERS for sign in ("", "-")])
    status = serializers.ChoiceField(required=False, choices=[(status.value, status.value) for status in Status])
    plan = serializers.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    tag = serializers.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    ending_within = serializers.IntegerField(required=False, min_value=0, max_value=366, help_text="Days from today.")
    last_visit_before = serializers.DateField(required=False, help_text="Not there since then, or never.")
    absent_days = serializers.IntegerField(
        required=False, min_value=1, max_value=3660, help_text="Not there for so long, or never."
    )

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        unknown = set(data) - set(self.fields) - {FORMAT} if isinstance(data, Mapping) else set()
        if unknown:  # else a misspelt filter would mean everybody
            raise ValidationError({name: [ErrorDetail("There is no such parameter.", "unknown_field")] for name in unknown})
        return dict(super().to_internal_value(data))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("search", "").strip() and "ordering" in attrs:
            raise ValidationError({"ordering": [ErrorDetail("A search has the best match first.", "not_with_search")]})
        return attrs

    @staticmethod
    def asked(checked: dict[str, Any]) -> Asked:
        search = checked.get("search", "").strip()
        filters = {name: checked.get(name) for name in ("plan", "tag", "ending_within", "last_visit_before", "absent_days")}
        return Asked(
            search=Question.of(search) if search else None,
            order="" if search else checked.get("ordering", "name"),
            status=Status(checked["status"]) if "status" in checked else None,
            **filters,
        )


class PageQuestionSerializer(QuestionSerializer):
    cursor = serializers.CharField(required=False, max_length=2000, help_text="From `next` or `previous`.")
    page_size = serializers.IntegerField(required=False, min_value=1, max_value=MAX_PAGE_SIZE)

    def validate_cursor(self, text: str) -> Cursor:
        try:
            order, backwards, *place = json.loads(base64.urlsafe_b64decode(text.encode("ascii")))
            return Cursor(order, tuple(place), backwards is True)
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            raise ValidationError("This is no cursor that was given out.", code="cursor_invalid") from error

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        cursor = attrs.get("cursor")
        if cursor and cursor.order != self.asked(attrs).order:
            raise ValidationError({"cursor": [ErrorDetail("This cursor is of another list.", "cursor_invalid")]})
        return attrs


class ChoiceSerializer(StrictSerializer):
    """To whom something is done: `ids`, or the `question` that finds all of them."""

    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=MAX_ID), required=False, max_length=member_choice.MOST
    )
    question = QuestionSerializer(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("ids" in attrs) == ("question" in attrs):
            raise ValidationError({"ids": [ErrorDetail("Either these or a question.", "required")]})
        return attrs

    @staticmethod
    def asked(checked: dict[str, Any]) -> Asked | None:
        return QuestionSerializer.asked(checked["question"]) if "question" in checked else None


class MarkSerializer(ChoiceSerializer):
    """`on` false takes the tag off."""

    tag = IdField(queryset=Tag.objects.all())
    on = serializers.BooleanField()


class MarkedSerializer(serializers.Serializer[Any]):
    """Whom it changed: the opposite, done to them, undoes it."""

    changed = serializers.ListField(child=serializers.IntegerField())


class ShownPlanSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    colour = serializers.CharField()


class ShownTagSerializer(ShownPlanSerializer):
    pass


class MemberRowSerializer(serializers.Serializer[Any]):
    """A member in the list; `/api/customers/{id}/` has the rest. Members aren't shown what they are marked with."""

    id = serializers.IntegerField()
    member_number = serializers.IntegerField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    preferred_name = serializers.CharField()
    email = serializers.CharField()
    phone_number = serializers.CharField()
    joined_on = serializers.DateField()
    status = serializers.ChoiceField(choices=[(status.value, status.value) for status in Status])
    plan = ShownPlanSerializer(allow_null=True)
    access_until = serializers.DateField(allow_null=True)
    last_visit_at = serializers.DateTimeField(allow_null=True)
    tags = ShownTagSerializer(many=True)
    picture = PictureField()
    version = serializers.IntegerField()


@extend_schema_serializer(many=False)
class MemberPageSerializer(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = MemberRowSerializer(many=True)


class CountSerializer(serializers.Serializer[Any]):
    """`more`: there are more than `count`, which is as far as counting goes."""

    count = serializers.IntegerField()
    more = serializers.BooleanField()


class MemberList(GenericViewSet[Customer]):
    """`list` and `count` for the viewset of customers."""

    filter_backends = []
    pagination_class = None

    @extend_schema(parameters=[PageQuestionSerializer], responses=MemberPageSerializer, filters=False)
    def list(self, request: Request) -> Response:
        """Finds members, a page at a time: `next` and `previous` lead on."""
        wanted = PageQuestionSerializer(data=request.query_params.dict())
        wanted.is_valid(raise_exception=True)
        checked = wanted.validated_data
        asked, size = QuestionSerializer.asked(checked), checked.get("page_size", PAGE_SIZE)
        page = member_list.page(asked, request.user, size=size, cursor=checked.get("cursor"))  # type: ignore[arg-type]
        now, tagged = today(), request.user.is_staff
        return Response(
            {
                "next": _link(request, page.next),
                "previous": _link(request, page.previous),
                "results": [_row(member, now, tagged=tagged) for member in page.members],
            }
        )

    @extend_schema(parameters=[QuestionSerializer], responses=CountSerializer, filters=False)
    @action(detail=False)
    def count(self, request: Request) -> Response:
        """How many members the list has in all."""
        wanted = QuestionSerializer(data=request.query_params.dict())
        wanted.is_valid(raise_exception=True)
        found = member_list.count(QuestionSerializer.asked(wanted.validated_data), request.user)  # type: ignore[arg-type]
        return Response({"count": min(found, member_list.COUNTED), "more": found > member_list.COUNTED})

    @extend_schema(request=MarkSerializer, responses=MarkedSerializer, filters=False)
    @action(detail=False, methods=["post"])
    def mark(self, request: Request) -> Response:
        """Puts a tag on many members, or takes it off; at most a thousand at once."""
        if not request.user.has_perm("core.change_customer"):
            self.permission_denied(request)
        wanted = MarkSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        checked = wanted.validated_data
        by: Any = request.user
        members = member_choice.chosen(ids=checked.get("ids"), asked=ChoiceSerializer.asked(checked), by=by)
        return Response({"changed": member_choice.mark(members=members, tag=checked["tag"], on=checked["on"], by=by)})


def _link(request: Request, cursor: Cursor | None) -> str | None:
    if cursor is None:
        return None
    address = remove_query_param(request.build_absolute_uri(), FORMAT)
    return str(replace_query_param(address, "cursor", encoded(cursor)))


def encoded(cursor: Cursor) -> str:
    text = json.dumps([cursor.order, cursor.backwards, *cursor.place], ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode()


def _row(member: Customer, now: Any, *, tagged: bool) -> dict[str, Any]:
    """As MemberRowSerializer declares it, by hand: a list is read at each key that somebody presses."""
    plan = member.plan
    return {
        "id": member.pk,
        "member_number": member.member_number,
        "first_name": member.first_name,
        "last_name": member.last_name,
        "preferred_name": member.preferred_name,
        "email": member.email,
        "phone_number": vars(member)["phone"],
        "joined_on": member.joined_on,
        "status": standing.status(member, now),
        "plan": {"id": plan.pk, "name": plan.name, "colour": plan.colour} if plan else None,
        "access_until": member.access_until,
        "last_visit_at": member.last_visit_at,
        "picture": PICTURE.to_representation(member.picture) if member.picture else None,
        "tags": [{"id": tag.pk, "name": tag.name, "colour": tag.colour} for tag in member.tags.all()] if tagged else [],
        "version": member.version,
    }
