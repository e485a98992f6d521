"""`/api/customers/`: staff see all, a member their own record without the staff's notes."""

from typing import Any

from django.db.models import QuerySet
from phonenumber_field.serializerfields import PhoneNumberField
from rest_framework.viewsets import ModelViewSet

from core import customers
from core.api.permissions import OwnOrModelPermissions
from core.api.pictures import CustomerPicture, PictureField
from core.api.serializers import StrictModelSerializer
from core.models import Customer


class CustomerSerializer(StrictModelSerializer):
    phone_number = PhoneNumberField(required=False, allow_blank=True)
    picture = PictureField()

    class Meta:
        model = Customer
        fields = ["id", "first_name", "last_name", "email", "phone_number", "joined_on", "notes", "picture", "version"]
        read_only_fields = ["version"]

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        request = self.context.get("request")
        if request is None or getattr(self.context.get("view"), "swagger_fake_view", False):
            return fields
        if not request.user.has_perm("core.view_staff_notes"):
            fields.pop("notes")
        if not request.user.is_staff:
            fields["joined_on"].read_only = True
        return fields


class Customers(CustomerPicture, ModelViewSet[Customer]):
    model = Customer
    queryset = Customer.objects.none()
    serializer_class = CustomerSerializer
    permission_classes = [OwnOrModelPermissions]
    lookup_value_converter = "int"
    search_fields = ["first_name", "last_name", "email", "phone_number"]
    ordering_fields = ["last_name", "joined_on"]
    ordering = ["last_name", "first_name", "id"]

    def get_queryset(self) -> QuerySet[Customer]:
        return Customer.objects.select_related("picture").visible_to(self.request.user)  # type: ignore[arg-type]

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = customers.create(by=self.request.user, **serializer.validated_data)  # type: ignore[arg-type]

    def perform_update(self, serializer: Any) -> None:
        serializer.instance = customers.change(
            customer=serializer.instance,
            by=self.request.user,  # type: ignore[arg-type]
            **serializer.validated_data,
        )

    def perform_destroy(self, instance: Customer) -> None:
        customers.delete(customer=instance, by=self.request.user)  # type: ignore[arg-type]
