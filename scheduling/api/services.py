"""`/api/services/`: what can be booked."""

from rest_framework.viewsets import ReadOnlyModelViewSet

from core.api.serializers import StrictModelSerializer
from scheduling.models import Service


class ServiceSerializer(StrictModelSerializer):
    class Meta:
        model = Service
        fields = ["id", "name", "kind", "minutes", "colour"]


class Services(ReadOnlyModelViewSet[Service]):
    model = Service
    queryset = Service.objects.order_by("name", "id")
    serializer_class = ServiceSerializer
    lookup_value_converter = "int"
    filterset_fields = ["kind"]
    search_fields = ["name"]
    ordering_fields = ["name"]
