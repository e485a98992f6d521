"""Who came, who will come: seats in classes, and one-to-ones."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone

from core.models import Customer, User
from gymcrm.demo.memberships import Periods, by_time
from gymcrm.demo.seed import chance
from gymcrm.demo.timetable import ONE_TO_ONE, WEEKLY, days
from scheduling import bookings
from scheduling.appointment_changes import keep_rule
from scheduling.availability import outside_hours
from scheduling.centre_time import at, local
from scheduling.models import Appointment, Reminder, Room, Service, Session
from scheduling.reminders.planning import BEFORE_START, ahead

State = Appointment.State
QUEUE = 5
NOTES = ["Goal: first pull-up.", "Bring the new shoes.", "Short warm-up, comes from work.", "Measure again in four weeks."]


class Diary:
    """Who is where: nobody is drawn for two things at once."""

    def __init__(self) -> None:
        self._taken: dict[str, list[tuple[datetime, datetime]]] = {}

    def takes(self, who: Customer | User | Room, starts_at: datetime, ends_at: datetime) -> bool:
        """Enters it if the person, or the room, is free."""
        taken = self._taken.setdefault(f"{who._meta.model_name}/{who.pk}", [])
        if any(start < ends_at and starts_at < end for start, end in taken):
            return False
        taken.append((starts_at, ends_at))
        return True


def attend(sessions: Sequence[Session], members: Sequence[Customer], periods: Periods, diary: Diary) -> list[Appointment]:
    """Seats, by those whose membership covers the day; each member with a liking for some classes. What is full has a queue."""
    random = chance("seats")
    likes = {member.pk: random.sample(sorted({s.service_id for s in sessions}), 3) for member in members}
    appointments = []
    for session in sessions:
        day = local(session.starts_at).date()
        held = {member.pk: by_time(periods.get(member.pk, []), day) for member in members}
        fans = [member for member in members if session.service_id in likes[member.pk] and held[member.pk]]
        seats = min(session.capacity, round(session.capacity * random.triangular(0.3, 1.15, 0.85)))
        diary.takes(session.trainer, session.starts_at, session.ends_at)
        full, queue = seats == session.capacity, 0
        for member in random.sample(fans, len(fans)):
            if not (seats or (full and queue < QUEUE and session.starts_at > timezone.now())):
                break
            if not diary.takes(member, session.starts_at, session.ends_at):
                continue
            seat = _seat(random, session, member)
            seat.membership = held[member.pk]
            if seats:
                seats -= 1
                appointments.append(_settled(seat, random.random() if not full else 0.5, timezone.now()))
            else:
                queue += 1
                seat.state, seat.place = State.WAITLISTED, queue
                appointments.append(seat)
    return Appointment.objects.bulk_create(appointments)


def meet(
    services: Mapping[str, Service],
    staff: Mapping[str, User],
    members: Sequence[Customer],
    periods: Periods,
    diary: Diary,
    by: User,
) -> list[Appointment]:
    """One-to-ones: what was is written down, what comes is booked. Returns what was."""
    random = chance("one-to-ones")
    trainers = [staff[email] for email in WEEKLY]
    now, past = timezone.now(), []
    for day in days():
        for _ in range(random.randint(3, 6)):
            service = services[random.choices(list(ONE_TO_ONE), [6, 2, 2, 2])[0]]
            trainer = random.choice(trainers)
            starts_at = at(day, time(random.randint(8, 19), random.choice([0, 0, 30])))
            ends_at = starts_at + timedelta(minutes=service.minutes)
            # The login that is printed shall have something to see.
            member = members[0] if random.random() < 0.06 else random.choice(members)
            notes = random.choice(NOTES) if random.random() < 0.2 else ""
            fate = random.random()
            held = by_time(periods.get(member.pk, []), day)
            if held is None:
                continue
            who: list[User | Customer | Room] = [trainer, member, *([service.room] if service.room else [])]
            if not all(diary.takes(one, starts_at, ends_at) for one in who):
                continue
            if ends_at > now:
                # Most keep to the trainers' hours; for some they come in early.
                outside = outside_hours(trainer=trainer, starts_at=starts_at, ends_at=ends_at)
                if outside is None or fate < 0.25:
                    bookings.book(
                        customer=member,
                        service=service,
                        trainer=trainer,
                        starts_at=starts_at,
                        notes=notes,
                        anyway="Agreed with the trainer." if outside else "",
                        by=by,
                    )
                continue
            appointment = Appointment(
                customer=member,
                service=service,
                trainer=trainer,
                room=service.room,
                membership=held,
                starts_at=starts_at,
                ends_at=ends_at,
                notes=notes,
            )
            past.append(_settled(appointment, fate, now))
    ahead = list(Appointment.objects.filter(session__isnull=True, starts_at__gt=now).order_by("pk"))
    for appointment in ahead:  # not all of them on the day of the loading
        appointment.created_at = now - timedelta(hours=random.randint(3, 500))
    Appointment.objects.bulk_update(ahead, ["created_at"])
    return Appointment.objects.bulk_create(past)


def remind(appointments: Sequence[Appointment]) -> None:
    """The reminders of what wasn't booked one by one: those ahead are planned, those of the last two weeks were sent. Mails that
    confirm what was booked there are none of: a centre that is just started doesn't begin by writing to everybody.
    """
    random = chance("reminders")
    now = timezone.now()
    planned = [reminder for appointment in appointments for reminder in ahead(appointment, now=now)]
    sent = [
        Reminder(
            kind=Reminder.Kind.APPOINTMENT_STARTS,
            subject=appointment.subject,
            subject_version=appointment.version,
            customer=appointment.customer,
            channel=Reminder.Channel.EMAIL,
            due_at=due_at,
            state=Reminder.State.FAILED if bounced else Reminder.State.SENT,
            detail="The mailbox doesn't exist." if bounced else "",
            taken_at=due_at + timedelta(milliseconds=random.randint(20, 400)),
            outcome_at=due_at + timedelta(milliseconds=random.randint(600, 2500)),
            version=3,
        )
        for appointment in appointments
        if appointment.state not in (State.CANCELLED, State.WAITLISTED)
        for due_at in (appointment.starts_at - before for before in BEFORE_START)
        if now - timedelta(days=14) < due_at <= now
        for bounced in [random.random() < 0.01]
    ]
    Reminder.objects.filter(kind=Reminder.Kind.APPOINTMENT_BOOKED, state=Reminder.State.PLANNED).delete()
    Reminder.objects.bulk_create([*planned, *sent])


def _seat(random: Random, session: Session, member: Customer) -> Appointment:
    now = timezone.now()
    seat = Appointment(
        customer=member,
        service=session.service,
        session=session,
        trainer=session.trainer,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        created_at=min(now, session.starts_at) - timedelta(hours=random.randint(3, 500), minutes=random.randint(0, 59)),
    )
    keep_rule(seat, session.service)
    return seat


def _settled(appointment: Appointment, fate: float, now: datetime) -> Appointment:
    """Where it has come to by now."""
    if fate < 0.05:
        appointment.state, appointment.cancelled_by = State.CANCELLED, Appointment.CancelledBy.MEMBER
        appointment.cancelled_at = min(now, appointment.starts_at) - timedelta(hours=1)
        appointment.version = 2
    elif appointment.ends_at <= now:
        appointment.state = State.NO_SHOW if fate < 0.12 else State.ATTENDED
        appointment.version = 2
    elif fate > 0.8:
        appointment.state, appointment.version = State.CONFIRMED, 2
    return appointment
