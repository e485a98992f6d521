"""What people answer to a mail by its links: the use case of it, done as that person."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

import structlog
from django.db import transaction
from django.utils import timezone

from core.calendar import today
from core.contacts import recipient
from core.events.inbox import Answer, answer
from core.merging import current
from core.models import Customer, User
from core.refusals import Forbidden, Gone, Refused, Stale
from scheduling import bookings, waitlist
from scheduling.models import Appointment
from scheduling.reminders.choices import choose
from scheduling.reminders.links import MAILS, Link, NotOurs, Purpose, read

log = structlog.get_logger(__name__)


class Given(Answer):
    """The link's token as it was, and when its button was pressed: Django may have been away since."""

    type: Literal["answer.given"]
    token: str
    at: datetime


def _confirm(appointment: Appointment, by: User | None, at: datetime) -> Appointment:
    return bookings.confirm(appointment=appointment, by=by)


def _cancel(appointment: Appointment, by: User | None, at: datetime) -> Appointment:
    return bookings.cancel(appointment=appointment, by=by, answered_at=at)


def _accept(appointment: Appointment, by: User | None, at: datetime) -> Appointment:
    if appointment.session_id is None:
        raise Refused("No seat is offered.", code="not_offered")
    return waitlist.accept(appointment=appointment, by=by)


DONE_BY: dict[Purpose, Callable[[Appointment, User | None, datetime], Appointment]] = {
    Purpose.CONFIRM: _confirm,
    Purpose.CANCEL: _cancel,
    Purpose.ACCEPT: _accept,
}


@answer("answer.given", Given)
def take(given: Given) -> None:
    """Does what the link says. What stands against it is logged: who answered is gone, and no other try would end otherwise."""
    try:
        link = read(given.token)
    except NotOurs as error:
        log.warning("answer_not_ours", why=str(error))
        return
    try:
        with transaction.atomic():
            _do(link, at=min(given.at, timezone.now()))
    except Refused as refusal:
        log.info("answer_refused", purpose=link.act, subject=link.sub, code=refusal.code)
    else:
        log.info("answer_taken", purpose=link.act, subject=link.sub)


def _do(link: Link, *, at: datetime) -> None:
    if at.timestamp() >= link.exp:
        raise Stale("The link was over.", code="expired")
    if link.act == Purpose.UNSUBSCRIBE:
        _unsubscribe(link)
    else:
        _answer(link, at=at)


def _unsubscribe(link: Link) -> None:
    reader = Customer.objects.select_related("user").filter(pk=current(link.to)).first()
    if reader is None:
        raise Gone
    choose(customer=reader, kind=link.sub.removeprefix(MAILS), wanted=False, by=_login(reader))


def _answer(link: Link, *, at: datetime) -> None:
    number = link.sub.removeprefix("appointment/")
    found = Appointment.objects.select_related("customer__user", "customer__guardian__user")
    appointment = found.filter(pk=number).first() if number.isascii() and number.isdigit() else None
    if appointment is None:
        raise Gone
    reader = recipient(appointment.customer, on=today())
    if reader.pk not in (link.to, current(link.to)):
        raise Forbidden("The mail went to somebody else.", code="permission_denied")
    done = DONE_BY[link.act](appointment, _login(reader), at)
    # Looked at when the row is held: what was done to another time than the mail named is not done.
    if int(done.starts_at.timestamp()) != link.at:
        raise Stale("It was moved since.", code="moved")


def _login(reader: Customer) -> User | None:
    return reader.user if reader.user and reader.user.is_active else None
