"""What the saved views of any list have in common in the API."""

from typing import Any, TypeVar

from django.db.models import QuerySet
from django_filters.rest_framework.backends import DjangoFilterBackend
from rest_framework import serializers
from rest_framework.viewsets import ModelViewSet

from core import saved_views
from core.api.edits import Versioned
from core.api.serializers import StrictModelSerializer
from core.models import User
from core.models.saved_view import SavedView

View = TypeVar("View", bound=SavedView)


class SavedViewSerializer(StrictModelSerializer):
    """What derives from it says the `question`, as its list takes it, and the model."""

    owner_name = serializers.CharField(source="owner.name", read_only=True)
    may_change = serializers.SerializerMethodField(
        help_text="Whether it is yours to change, or you may put right what is shared."
    )

    class Meta:
        fields = ["id", "name", "question", "shared", "owner", "owner_name", "may_change", "version"]
        read_only_fields = ["owner", "version"]

    def get_may_change(self, view: SavedView) -> bool:
        return saved_views.may_change(view, self.context["request"].user)


class SavedViews(Versioned[View], ModelViewSet[View]):
    """One's own and those that are shared with the staff, of a `model` and by a `serializer_class`."""

    model: type[View]
    lookup_value_converter = "int"
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    filter_backends = [DjangoFilterBackend]
    filterset_fields = ["shared"]

    def get_queryset(self) -> QuerySet[View]:
        found: Any = self.model._default_manager
        shown: QuerySet[View] = found.visible_to(self._by).select_related("owner")
        return shown

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = saved_views.create(self.model, by=self._by, **serializer.validated_data)

    def perform_update(self, serializer: Any) -> None:
        serializer.instance = saved_views.change(
            view=serializer.instance, by=self._by, seen=self.seen, **serializer.validated_data
        )

    def perform_destroy(self, instance: View) -> None:
        saved_views.delete(view=instance, by=self._by)

    @property
    def _by(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user
