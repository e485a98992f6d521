"""What tasks look like in the API, and what is taken of them."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from core.api.fields import BIGGEST_ID, CustomerField, IdField, InstantField
from core.api.history import HistorySerializer
from core.api.member_list import ChoiceSerializer
from core.api.serializers import StrictModelSerializer, StrictSerializer, TextField
from core.models import User
from core.text import single_line
from scheduling.models import Appointment, Task, TaskComment
from scheduling.tasks import MOST_CHECKS

STAFF = User.objects.filter(is_staff=True, is_active=True)
MOST = 100


class CheckSerializer(StrictSerializer):
    """One thing to tick. What is new has no `id` yet."""

    id = serializers.IntegerField(required=False, min_value=1, max_value=10**6)
    text = TextField(max_length=200, validators=[single_line])
    done = serializers.BooleanField(default=False)


class TaskRowSerializer(StrictModelSerializer):
    """For one of the staff, `assignee`, or for whoever holds a `role`; both when somebody of the role has taken it.

    `priority`: 1 low, 2 normal, 3 high. `checked` of `checks` are ticked. `rule`: an RRULE by which it comes again, from when
    it is due on, or empty. The same is in the events.
    """

    assignee = IdField(queryset=STAFF, required=False, allow_null=True)
    assignee_name = serializers.CharField(source="assignee.name", read_only=True, allow_null=True, default=None)
    due_at = InstantField(required=False, allow_null=True)
    checks = serializers.IntegerField(read_only=True)
    checked = serializers.IntegerField(read_only=True)
    customer = CustomerField(required=False, allow_null=True)
    customer_name = serializers.CharField(source="customer.full_name", read_only=True, allow_null=True, default=None)
    appointment = IdField(queryset=Appointment.objects.select_related("customer"), required=False, allow_null=True)
    appointment_name = serializers.CharField(source="appointment.service.name", read_only=True, allow_null=True, default=None)
    appointment_starts_at = InstantField(source="appointment.starts_at", read_only=True, allow_null=True, default=None)
    created_by_name = serializers.CharField(source="created_by.name", read_only=True, allow_null=True, default=None)
    created_at = InstantField(read_only=True)
    done_at = InstantField(read_only=True, allow_null=True)
    done_by_name = serializers.CharField(source="done_by.name", read_only=True, allow_null=True, default=None)

    class Meta:
        model = Task
        fields = [
            "id", "title", "assignee", "assignee_name", "role", "due_at", "priority", "state", "checks", "checked", "customer",
            "customer_name", "appointment", "appointment_name", "appointment_starts_at", "rule", "created_by", "created_by_name",
            "created_at", "done_at", "done_by", "done_by_name", "version",
        ]  # fmt: skip
        read_only_fields = ["state", "created_by", "done_by", "version"]


class TaskSerializer(TaskRowSerializer):
    """A row, and what only who opens it reads: of a `rule`, its first day and its hour at the centre, and the day of the next
    one, null once that is made.
    """

    checklist = serializers.ListField(child=CheckSerializer(), required=False, max_length=MOST_CHECKS)

    class Meta(TaskRowSerializer.Meta):
        fields = [*TaskRowSerializer.Meta.fields, "description", "checklist", "rule_from", "rule_at", "next_on"]
        read_only_fields = [*TaskRowSerializer.Meta.read_only_fields, "rule_from", "rule_at", "next_on"]


class TasksForCustomersSerializer(ChoiceSerializer, TaskSerializer):
    """One for each: of `ids`, or of all that the `question` finds."""

    customer = None  # type: ignore[assignment]  # as DRF has it, a field of the base that isn't here
    appointment = None  # type: ignore[assignment]

    class Meta(TaskSerializer.Meta):
        fields = ["ids", "question", "title", "description", "checklist", "assignee", "role", "due_at", "priority"]
        read_only_fields: list[str] = []


class GivenSerializer(serializers.Serializer[Any]):
    """The ids of the tasks."""

    created = serializers.ListField(child=serializers.IntegerField())


class ReopenSerializer(StrictSerializer):
    """`in_progress` for what was so before it was done."""

    state = serializers.ChoiceField(choices=[(state.value, state.value) for state in Task.TO_DO], default=Task.State.OPEN)


class TickSerializer(StrictSerializer):
    """`item` is an id in the checklist."""

    item = serializers.IntegerField(min_value=1)
    done = serializers.BooleanField()


class ManySerializer(StrictSerializer):
    """One `action` on all of `ids`, or on none. `change` takes `assignee` or `role`, `due_at`, `priority`; `reopen` a `state`."""

    ids = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=BIGGEST_ID), max_length=MOST)
    action = serializers.ChoiceField(choices=[(name, name) for name in ("done", "reopen", "cancel", "change")])
    state = serializers.ChoiceField(choices=[(state.value, state.value) for state in Task.TO_DO], required=False)
    assignee = IdField(queryset=STAFF, required=False, allow_null=True)
    role = serializers.ChoiceField(choices=Task.Role.choices, required=False)
    due_at = InstantField(required=False, allow_null=True)
    priority = serializers.ChoiceField(choices=Task.Priority.choices, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What goes with another action would be passed over in silence."""
        goes = {"reopen": {"state"}, "change": {"assignee", "role", "due_at", "priority"}}.get(attrs["action"], set())
        if odd := attrs.keys() - goes - {"ids", "action"}:
            raise serializers.ValidationError(
                {name: [ErrorDetail("This doesn't go with the action.", "not_with_action")] for name in sorted(odd)}
            )
        if attrs["action"] == "change" and not attrs.keys() & goes:
            raise serializers.ValidationError({"action": [ErrorDetail("Say what is to change.", "required")]})
        return attrs


class ManyDoneSerializer(serializers.Serializer[Any]):
    results = TaskRowSerializer(many=True)


class CommentSerializer(serializers.ModelSerializer[TaskComment]):
    text = serializers.CharField(read_only=True)
    author_name = serializers.CharField(source="author.name", read_only=True, allow_null=True, default=None)
    created_at = InstantField(read_only=True)

    class Meta:
        model = TaskComment
        fields = ["id", "author", "author_name", "text", "created_at"]
        read_only_fields = fields


class SayingSerializer(StrictModelSerializer):
    class Meta:
        model = TaskComment
        fields = ["text"]


class TaskHistorySerializer(HistorySerializer):
    """Of the description only that it changed; of the checklist how much was ticked; a member by name."""
