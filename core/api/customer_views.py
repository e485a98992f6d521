"""`/api/customer-views/`: saved views of the list of members, one's own and those that are shared with the staff."""

from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework.backends import DjangoFilterBackend
from rest_framework import serializers
from rest_framework.viewsets import ModelViewSet

from core import customer_views
from core.api.edits import Versioned
from core.api.member_list import QuestionSerializer
from core.api.permissions import May
from core.api.serializers import StrictModelSerializer
from core.models import CustomerView, User


class CustomerViewSerializer(StrictModelSerializer):
    """`question` is what the list takes as its parameters. With a tag or a plan that is no longer there it finds nobody."""

    question = QuestionSerializer()
    owner_name = serializers.CharField(source="owner.name", read_only=True)
    may_change = serializers.SerializerMethodField(
        help_text="Whether it is yours to change, or you may put right what is shared."
    )

    class Meta:
        model = CustomerView
        fields = ["id", "name", "question", "shared", "owner", "owner_name", "may_change", "version"]
        read_only_fields = ["owner", "version"]

    def get_may_change(self, view: CustomerView) -> bool:
        user = self.context["request"].user
        return view.owner_id == user.pk or (view.shared and user.has_perm("core.change_customerview"))

    def validate_question(self, question: dict[str, Any]) -> dict[str, Any]:
        """As it is kept: dates in words, and without a search for nothing."""
        kept: dict[str, Any] = QuestionSerializer(question).data
        return {name: value for name, value in kept.items() if name != "search" or value.strip()}


class CustomerViews(Versioned[CustomerView], ModelViewSet[CustomerView]):
    model = CustomerView
    queryset = CustomerView.objects.none()
    serializer_class = CustomerViewSerializer
    permission_classes = [May("core.view_customer")]
    lookup_value_converter = "int"
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    filter_backends = [DjangoFilterBackend]
    filterset_fields = ["shared"]

    def get_queryset(self) -> QuerySet[CustomerView]:
        return CustomerView.objects.visible_to(self._by).select_related("owner")

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = customer_views.create(by=self._by, **serializer.validated_data)

    def perform_update(self, serializer: Any) -> None:
        serializer.instance = customer_views.change(
            view=serializer.instance, by=self._by, seen=self.seen, **serializer.validated_data
        )

    def perform_destroy(self, instance: CustomerView) -> None:
        customer_views.delete(view=instance, by=self._by)

    @property
    def _by(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user
