"""`/api/customer-views/`: saved views of the list of members, one's own and those that are shared with the staff."""

from typing import Any

from core.api.member_list import QuestionSerializer
from core.api.permissions import May
from core.api.saved_views import SavedViews, SavedViewSerializer
from core.models import CustomerView


class CustomerViewSerializer(SavedViewSerializer):
    """`question` is what the list takes as its parameters. With a tag or a plan that is no longer there it finds nobody."""

    question = QuestionSerializer()

    class Meta(SavedViewSerializer.Meta):
        model = CustomerView

    def validate_question(self, question: dict[str, Any]) -> dict[str, Any]:
        """As it is kept: dates in words, and without a search for nothing."""
        kept: dict[str, Any] = QuestionSerializer(question).data
        return {name: value for name, value in kept.items() if name != "search" or value.strip()}


class CustomerViews(SavedViews[CustomerView]):
    model = CustomerView
    queryset = CustomerView.objects.none()
    serializer_class = CustomerViewSerializer
    permission_classes = [May("core.view_customer")]
