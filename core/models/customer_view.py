"""Questions to the list of members that staff come back to."""

from core.models.saved_view import ORDER, SavedView, SavedViewQuerySet, by_name, once


class CustomerView(SavedView):
    """A name for a question as `core.api.member_list.QuestionSerializer` takes it."""

    SEES_THE_LIST = "core.view_customer"

    objects = SavedViewQuerySet["CustomerView"].as_manager()

    class Meta:
        ordering = ORDER
        indexes = [by_name("customer_view_shared_by_name")]
        constraints = [once("customer_view_name_unique")]
