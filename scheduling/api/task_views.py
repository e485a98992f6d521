"""`/api/task-views/`: saved views of the list of tasks, one's own and those that are shared with the staff."""

from rest_framework import serializers

from core.api.permissions import May
from core.api.saved_views import SavedViews, SavedViewSerializer
from core.api.serializers import StrictSerializer
from scheduling.models import Task, TaskView

WHOSE = ("mine", *Task.Role.values)
SHOWN = ("to_do", *Task.State.values, "all")
DUE = ("overdue", "today", "week")
ORDERS = ("due", "priority", "-created")
SHAPES = ("list", "board")


def _one_of(values: tuple[str, ...]) -> serializers.ChoiceField:
    return serializers.ChoiceField(required=False, choices=[(value, value) for value in values])


class TaskQuestionSerializer(StrictSerializer):
    """What the screen of tasks is asked: `due` goes by the day it is looked at, so it is no parameter of `/api/tasks/`."""

    whose = _one_of(WHOSE)
    state = _one_of(SHOWN)
    due = _one_of(DUE)
    ordering = _one_of(ORDERS)
    shape = _one_of(SHAPES)


class TaskViewSerializer(SavedViewSerializer):
    question = TaskQuestionSerializer()

    class Meta(SavedViewSerializer.Meta):
        model = TaskView


class TaskViews(SavedViews[TaskView]):
    model = TaskView
    queryset = TaskView.objects.none()
    serializer_class = TaskViewSerializer
    permission_classes = [May("scheduling.view_task")]
