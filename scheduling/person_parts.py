"""What `scheduling` keeps about a person: how it is moved, given out and erased."""

from core.models import Customer
from core.person_parts import PARTS, Part, of_customer, of_login
from core.refusals import Conflict
from scheduling.models import Appointment, CalendarLink, Reminder, Task

BOTH = Conflict("Both are booked at the same time: cancel one of the two appointments first.", code="appointments_overlap")


def _erase_appointments(customer: Customer) -> None:
    """Seats and times that were still ahead are free with it."""
    Appointment.objects.filter(customer=customer).delete()


PARTS += [
    of_customer(Reminder, "reminders", "kind", "channel", "due_at", "state", "outcome_at", subject="reminder"),
    of_customer(
        Appointment, "appointments", "service__name", "starts_at", "ends_at", "state", "created_at", "cancelled_at",
        subject="appointment", erase=_erase_appointments,
        refusals={"appointment_customer_free": BOTH, "appointment_once_in_a_session": BOTH},
    ),
    of_login(CalendarLink, "calendar addresses", "kind", "created_at", "revoked_at"),
    # What staff wrote to each other about somebody: theirs, so not given out, but about the person, so it goes.
    of_customer(Task, "tasks", subject="task"),
    # Who works here is erased by no member's request: a login of the staff stays.
    Part(
        "work",
        [
            "scheduling.Service.trainer", "scheduling.Timetable.trainer", "scheduling.Session.trainer",
            "scheduling.Session.stands_in_for", "scheduling.Appointment.trainer", "scheduling.Task.assignee",
            "scheduling.Task.created_by", "scheduling.Task.done_by", "scheduling.TaskComment.author",
            "scheduling.WorkingHours.trainer", "scheduling.WorkingDay.trainer", "scheduling.TimeOff.trainer",
        ],
        count=lambda _: 0,
    ),
]  # fmt: skip
