"""`/api/customers/`: staff see all, a member their own record without what is the staff's."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from phonenumber_field.serializerfields import PhoneNumberField
from phonenumbers import SUPPORTED_REGIONS
from rest_framework import serializers
from rest_framework.viewsets import ModelViewSet

from core import customers
from core.api.consents import CustomerConsents
from core.api.edits import Versioned
from core.api.fields import CustomerField, IdField
from core.api.history import CustomerHistory
from core.api.member_export import MemberExport
from core.api.member_list import MemberList
from core.api.permissions import OwnOrModelPermissions
from core.api.person_care import PersonCare
from core.api.pictures import CustomerPicture, PictureField
from core.api.serializers import StrictModelSerializer
from core.calendar import today
from core.models import Customer, Tag
from core.standing import Status, status

# What the centre decides about a member, and what staff say among themselves.
STAFF_DECIDE = ("member_number", "guardian", "joined_on")
STAFF_ONLY = ("tags",)


class CustomerSerializer(StrictModelSerializer):
    phone_number = PhoneNumberField(required=False, allow_blank=True)
    picture = PictureField()
    emergency_contact_phone = PhoneNumberField(required=False, allow_blank=True)
    guardian = CustomerField(required=False, allow_null=True)
    guardian_name = serializers.SerializerMethodField()
    tags: IdField = IdField(queryset=Tag.objects.all(), many=True, required=False)
    status = serializers.SerializerMethodField(help_text="Where they stand today, as in the list.")
    has_login = serializers.SerializerMethodField(help_text="Whether the member has an account that the record belongs to.")
    not_for_all = ("notes", *STAFF_ONLY)

    class Meta:
        model = Customer
        fields = [
            "id", "member_number", "first_name", "last_name", "preferred_name", "birth_date", "email", "phone_number",
            "address", "postal_code", "city", "country", "emergency_contact_name", "emergency_contact_phone", "guardian",
            "guardian_name", "language", "tags", "joined_on", "status", "notes", "picture", "has_login", "version",
        ]  # fmt: skip
        read_only_fields = ["member_number", "version"]

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        request = self.context.get("request")
        if request is None or getattr(self.context.get("view"), "swagger_fake_view", False):
            return fields
        if not request.user.has_perm("core.view_staff_notes"):
            fields.pop("notes")
        if not request.user.is_staff:
            for name in STAFF_ONLY:
                fields.pop(name)
            for name in STAFF_DECIDE:
                fields[name].read_only = True
        return fields

    def get_guardian_name(self, customer: Customer) -> str | None:
        return customer.guardian.full_name if customer.guardian else None

    @extend_schema_field(serializers.ChoiceField(choices=[(one.value, one.value) for one in Status]))
    def get_status(self, customer: Customer) -> str:
        return status(customer, today()).value

    def get_has_login(self, customer: Customer) -> bool:
        return customer.user_id is not None

    def validate_country(self, country: str) -> str:
        if country and country not in SUPPORTED_REGIONS:
            raise serializers.ValidationError("The two letters of ISO 3166, as in DE.", code="invalid")
        return country


class Customers(
    PersonCare,
    MemberExport,
    MemberList,
    CustomerPicture,
    CustomerHistory,
    CustomerConsents,
    Versioned[Customer],
    ModelViewSet[Customer],
):
    model = Customer
    queryset = Customer.objects.none()
    serializer_class = CustomerSerializer
    permission_classes = [OwnOrModelPermissions]
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Customer]:
        return Customer.objects.visible_to(self.request.user).with_names()  # type: ignore[arg-type]

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = customers.create(by=self.request.user, **serializer.validated_data)  # type: ignore[arg-type]

    def perform_update(self, serializer: Any) -> None:
        serializer.instance = customers.change(
            customer=serializer.instance,
            by=self.request.user,  # type: ignore[arg-type]
            seen=self.seen,
            **serializer.validated_data,
        )

    def perform_destroy(self, instance: Customer) -> None:
        customers.delete(customer=instance, by=self.request.user)  # type: ignore[arg-type]
