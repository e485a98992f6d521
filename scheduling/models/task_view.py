"""Questions to the list of tasks that staff come back to."""

from core.models.saved_view import ORDER, SavedView, SavedViewQuerySet, by_name, once


class TaskView(SavedView):
    """A name for a question as `scheduling.api.task_views.TaskQuestionSerializer` takes it."""

    SEES_THE_LIST = "scheduling.view_task"

    objects = SavedViewQuerySet["TaskView"].as_manager()

    class Meta:
        ordering = ORDER
        indexes = [by_name("task_view_shared_by_name")]
        constraints = [once("task_view_name_unique")]
