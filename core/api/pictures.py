"""Pictures: how one is uploaded and taken away, what became of an upload, and the links by which it is shown."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core import picture_store, pictures
from core.api.idempotency import Idempotent
from core.api.serializers import StrictSerializer
from core.models import Picture, User
from core.picture_owners import CUSTOMER, USER
from core.picture_store import CONTENT_TYPES, MAX_BYTES


class PictureLinksSerializer(serializers.Serializer[Any]):
    """`id` stays as long as it is the same picture; the links are good for minutes."""

    id = serializers.UUIDField()
    small = serializers.URLField(help_text="96 pixels")
    large = serializers.URLField(help_text="320 pixels")


@extend_schema_field(PictureLinksSerializer(allow_null=True))
class PictureField(serializers.Field[Picture, Any, Any, Any]):
    """The picture that somebody shows, or null. Read with `select_related("picture")`; signing asks nobody."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, **options)

    def to_representation(self, picture: Picture) -> dict[str, str]:
        return {"id": str(picture.pk)} | {size: picture_store.link(picture, size) for size in ("small", "large")}


class AskSerializer(StrictSerializer):
    content_type = serializers.ChoiceField(choices=CONTENT_TYPES)


class UploadSerializer(serializers.Serializer[Any]):
    """Where to send the file: a multipart POST to `url` with `fields` before the field `file`. At most `max_bytes`."""

    id = serializers.UUIDField()
    url = serializers.URLField()
    fields = serializers.DictField(child=serializers.CharField())  # type: ignore[assignment]
    max_bytes = serializers.IntegerField()


def ask(request: Request, kind: str, owner_id: int) -> Response:
    """Opens an upload for this owner and answers with the form: how every route that takes a picture begins."""
    asked = AskSerializer(data=request.data)
    asked.is_valid(raise_exception=True)
    picture = pictures.ask(kind=kind, owner_id=owner_id, by=request.user)  # type: ignore[arg-type]
    form = picture_store.upload_form(picture, content_type=asked.validated_data["content_type"])
    return Response({"id": str(picture.pk), **form, "max_bytes": MAX_BYTES}, status=201)


def _remove(request: Request, kind: str, owner_id: int) -> Response:
    pictures.remove(kind=kind, owner_id=owner_id, by=request.user)  # type: ignore[arg-type]
    return Response(status=204)


class MayPicture(BasePermission):
    """One's own record, or with the permission to change anybody's."""

    def has_object_permission(self, request: Request, view: Any, obj: Any) -> bool:
        return bool(obj.user_id == request.user.pk or request.user.has_perm("core.change_customer"))


class CustomerPicture:
    """For the viewset of customers: `POST` and `DELETE /api/customers/{id}/picture/`."""

    @extend_schema(request=AskSerializer, responses={201: UploadSerializer})
    @action(detail=True, methods=["post"], url_path="picture", permission_classes=[IsAuthenticated, MayPicture])
    def picture(self, request: Request, pk: int) -> Response:
        return ask(request, CUSTOMER, self.get_object().pk)  # type: ignore[attr-defined]

    @extend_schema(responses={204: None})
    @picture.mapping.delete
    def remove_picture(self, request: Request, pk: int) -> Response:
        return _remove(request, CUSTOMER, self.get_object().pk)  # type: ignore[attr-defined]


class OwnPicture(Idempotent, GenericAPIView[User]):
    """`/api/me/picture/`: of somebody who works here. A member's picture is their record's."""

    permission_classes = [IsAuthenticated]
    serializer_class = AskSerializer

    def check_permissions(self, request: Request) -> None:
        super().check_permissions(request)
        if not request.user.is_staff:
            raise PermissionDenied

    @extend_schema(request=AskSerializer, responses={201: UploadSerializer})
    def post(self, request: Request) -> Response:
        return ask(request, USER, self._user.pk)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        return _remove(request, USER, self._user.pk)

    @property
    def _user(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user


class PictureSerializer(serializers.ModelSerializer[Picture]):
    class Meta:
        model = Picture
        fields = ["id", "state", "reason"]


class Pictures(RetrieveModelMixin, GenericViewSet[Picture]):
    """`/api/pictures/{id}/`: what became of an upload of one's own."""

    queryset = Picture.objects.none()
    serializer_class = PictureSerializer
    permission_classes = [IsAuthenticated]
    lookup_value_converter = "uuid"
    filter_backends = []

    def get_queryset(self) -> QuerySet[Picture]:
        return Picture.objects.visible_to(self.request.user)  # type: ignore[arg-type]
