"""Saved views of the list of tasks."""

from core import saved_views
from core.events.registry import event
from core.people_events import SavedViewState
from scheduling.models import TaskView


@event("task_view.created")
class TaskViewCreated(SavedViewState):
    pass


@event("task_view.changed")
class TaskViewChanged(SavedViewState):
    """Also what is no longer shared: to all but its owner it is gone."""


@event("task_view.deleted")
class TaskViewDeleted(SavedViewState):
    pass


saved_views.declare(TaskView, saved_views.Told("task_view", TaskViewCreated, TaskViewChanged, TaskViewDeleted))
