"""What `scheduling` keeps about a person: how it is moved, given out and erased."""

from django.utils import timezone

from core.models import Customer
from core.person_parts import PARTS, Merge, Part, of_customer, of_login
from core.refusals import Conflict
from realtime.notifications.telling import Notice
from scheduling import notifications, waitlist
from scheduling.appointment_changes import hold_members, hold_session
from scheduling.models import Appointment, CalendarLink, MailChoice, Reminder, Task, TaskView
from scheduling.session_telling import tell_seats

BOTH = Conflict("Both are booked at the same time: cancel one of the two appointments first.", code="appointments_overlap")


def _seats_ahead(customer: Customer) -> list[int]:
    """The sessions that lie ahead and in which the person has a seat, or is offered one, or waits."""
    own = Appointment.objects.filter(customer=customer, session__starts_at__gt=timezone.now(), session__state="planned")
    return sorted(own.exclude(state=Appointment.State.CANCELLED).values_list("session_id", flat=True))


def _hold_seats(customer: Customer) -> None:
    """Sessions come before members, and members all at once (`scheduling.appointment_changes`)."""
    sessions = [hold_session(pk) for pk in _seats_ahead(customer)]
    hold_members({customer.pk}.union(*map(waitlist.who_waits, sessions)))


def _erase_appointments(customer: Customer) -> None:
    """Times that were still ahead are free with it, and seats go to who waits for them (domain rule 13)."""
    sessions = _seats_ahead(customer)
    Appointment.objects.filter(customer=customer).delete()
    notices: list[Notice] = []
    held = [hold_session(pk) for pk in sessions]
    for session in held:
        notices += waitlist.fill(session, held=hold_members(waitlist.who_waits(session)), by=None)
    notifications.send(notices, by=None)
    for session in held:
        tell_seats(session, by=None)


def _move_mail_choices(merge: Merge) -> None:
    """What either didn't want is not wanted."""
    for row in MailChoice.objects.filter(customer=merge.merged):
        own, made = MailChoice.objects.get_or_create(customer=merge.kept, kind=row.kind, defaults={"wanted": row.wanted})
        if not made and own.wanted and not row.wanted:
            own.wanted = False
            own.version += 1
            own.save(update_fields=["wanted", "version"])
        row.delete()


PARTS += [
    of_customer(Reminder, "reminders", "kind", "channel", "due_at", "state", "outcome_at", subject="reminder"),
    of_customer(MailChoice, "mail choices", "kind", "wanted", move=_move_mail_choices),
    of_customer(
        Appointment, "appointments", "service__name", "starts_at", "ends_at", "state", "created_at", "cancelled_at",
        subject="appointment", hold=_hold_seats, erase=_erase_appointments,
        refusals={"appointment_customer_free": BOTH, "appointment_once_in_a_session": BOTH},
    ),
    of_login(TaskView, "saved views of tasks", "name", "question", path="owner"),
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
