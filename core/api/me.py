"""`/api/me/`: who I am, and what I may do."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import RetrieveUpdateAPIView
from rest_framework.permissions import IsAuthenticated

from core import second_factor
from core import staff as people
from core.api.pictures import PictureField
from core.api.serializers import StrictModelSerializer
from core.models import User


class MeSerializer(StrictModelSerializer):
    roles: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        source="groups", slug_field="name", many=True, read_only=True
    )
    permissions = serializers.SerializerMethodField()
    customer = serializers.SerializerMethodField()
    language = serializers.ChoiceField(choices=["", *dict(settings.LANGUAGES)], required=False)
    picture = PictureField(help_text="Of the login of somebody who works here; a member's is at their record.")
    time_zone = serializers.SerializerMethodField(help_text="The centre's IANA zone.")
    centre_name = serializers.SerializerMethodField()
    phone_region = serializers.SerializerMethodField(help_text="The country of a phone number that names none.")
    second_factor_owed = serializers.SerializerMethodField(
        help_text="A role asks for a second factor that isn't set up yet: until it is, nothing else is answered."
    )

    class Meta:
        model = User
        fields = [
            "id", "email", "display_name", "roles", "permissions", "is_staff", "customer", "picture", "language",
            "time_zone", "centre_name", "phone_region", "second_factor_owed",
        ]  # fmt: skip
        read_only_fields = ["email", "is_staff"]

    def get_permissions(self, user: User) -> list[str]:
        return sorted(user.get_all_permissions())

    def get_customer(self, user: User) -> int | None:
        customer = getattr(user, "customer", None)
        return customer.pk if customer else None

    def get_time_zone(self, user: User) -> str:
        return settings.TIME_ZONE

    def get_phone_region(self, user: User) -> str:
        return settings.PHONENUMBER_DEFAULT_REGION

    def get_centre_name(self, user: User) -> str:
        return settings.CENTRE_NAME

    def get_second_factor_owed(self, user: User) -> bool:
        return second_factor.owed_by(user)


@extend_schema(methods=["PUT"], exclude=True)
class Me(RetrieveUpdateAPIView[User]):
    serializer_class = MeSerializer
    permission_classes = [IsAuthenticated]
    http_method_names = ["get", "patch", "head", "options"]

    def get_object(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    def perform_update(self, serializer: Any) -> None:
        user = self.get_object()
        serializer.instance = people.change_own(user=user, **serializer.validated_data)
