"""Who may book what: judged by what the member holds on the day of it (domain rule 11), and which rule refused."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from core import freezes, memberships, visits
from core.calendar import day_of, today
from core.models import Customer, Membership, Visit
from core.refusals import Conflict, Forbidden
from core.tests.factories import CustomerFactory, PlanFactory, UserFactory
from core.tests.together import together
from scheduling import bookings
from scheduling.models import Appointment, Service
from scheduling.tests.factories import SOON, ServiceFactory, SessionFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ON = day_of(SOON)


def holder(*, plan: Any = None, starts_on: date | None = None, **options: Any) -> Membership:
    plan = plan or PlanFactory.create(price=Decimal(0), **({"months": 12} | options))
    return memberships.sell(customer=CustomerFactory.create(), plan=plan, starts_on=starts_on or today(), by=None)


def asking(**fields: Any) -> Service:
    return ServiceFactory.create(needs_membership=True, **fields)


def book(customer: Customer, service: Service | None = None, **options: Any) -> Appointment:
    arguments: dict[str, Any] = {"customer": customer, "service": service or asking(), "starts_at": SOON, "by": None}
    return bookings.book(**arguments | options)


def refused(customer: Customer, service: Service | None = None, **options: Any) -> str:
    with pytest.raises(Conflict) as error:
        book(customer, service, **options)
    assert error.value.field == "customer"
    return error.value.code


def test_which_rule_refused() -> None:
    assert refused(CustomerFactory.create()) == "no_membership"
    assert refused(holder(starts_on=ON + DAY).customer) == "not_started"
    assert refused(holder(months=None, days=(ON - today()).days).customer) == "expired"
    left = holder()
    memberships.cancel(membership=left, last_day=ON - DAY, by=None)
    assert refused(left.customer) == "left"
    frozen = holder()
    freezes.freeze(membership=frozen, starts_on=ON, ends_on=ON, by=None)
    assert refused(frozen.customer) == "frozen"
    assert book(frozen.customer, starts_at=SOON + DAY).membership == frozen
    other = asking()
    other.plans.add(PlanFactory.create())
    assert refused(frozen.customer, other, starts_at=SOON + 2 * DAY) == "plan_excluded"
    other.plans.add(frozen.plan)
    assert book(frozen.customer, other, starts_at=SOON + 2 * DAY).membership == frozen
    card = holder(months=None, visits=1)
    book(card.customer)
    assert refused(card.customer, starts_at=SOON + DAY) == "no_visits_left"


def test_the_last_day_is_a_day_of_it_and_a_renewal_that_stands_counts() -> None:
    held = holder(months=None, days=(ON - today()).days + 1)
    assert held.ends_on == ON
    assert book(held.customer).membership == held
    assert refused(held.customer, starts_at=SOON + DAY) == "expired"
    renewal = memberships.renew(membership=held, by=None)
    assert book(held.customer, starts_at=SOON + DAY).membership == renewal


def test_a_trial_asks_for_no_membership() -> None:
    assert book(CustomerFactory.create(), ServiceFactory.create()).membership is None


def test_the_staff_book_all_the_same_and_say_why() -> None:
    customer = CustomerFactory.create(user=UserFactory.create(role="member"))
    appointment = book(customer, anyway="First week is free")
    assert (appointment.anyway, appointment.anyway_reason) == ("no_membership", "First week is free")
    session = SessionFactory.create(service=asking(kind="class", capacity=3), starts_at=SOON + DAY)
    with pytest.raises(Forbidden):
        bookings.book_seat(session=session, customer=customer, anyway="Please", by=customer.user)
    entitled = holder()
    assert book(entitled.customer, anyway="Needless").anyway == ""


def test_a_visit_is_taken_at_booking_and_given_back_once() -> None:
    card = holder(months=None, visits=2)
    first, second = book(card.customer), book(card.customer, starts_at=SOON + DAY)
    card.refresh_from_db()
    assert (first.took_visit, card.visits_left, card.used_up_on) == (True, 0, ON + DAY)
    for _ in range(2):
        assert bookings.cancel(appointment=first, by=None).took_visit is False
    card.refresh_from_db()
    assert card.visits_left == 1
    assert Visit.objects.standing().get().subject == second.subject
    assert not visits.unbalanced()


def test_moved_to_another_day_it_goes_by_what_is_held_then() -> None:
    card = holder(months=None, visits=3)
    appointment = book(card.customer)
    bookings.change(appointment=appointment, starts_at=SOON + DAY, by=None)
    assert Visit.objects.standing().get().day == ON + DAY
    freezes.freeze(membership=card, starts_on=ON + 2 * DAY, ends_on=ON + 3 * DAY, by=None)
    with pytest.raises(Conflict, match="rests"):
        bookings.change(appointment=appointment, starts_at=SOON + 2 * DAY, by=None)
    bookings.change(appointment=appointment, starts_at=SOON, by=None)
    card.refresh_from_db()
    assert card.visits_left == 2
    assert not visits.unbalanced()


def test_a_freeze_lists_the_bookings_inside_it_and_cancels_none() -> None:
    held = holder()
    inside, after = book(held.customer), book(held.customer, starts_at=SOON + 2 * DAY)
    freezes.freeze(membership=held, starts_on=ON - DAY, ends_on=ON + DAY, by=None)
    assert list(Appointment.objects.inside_freezes()) == [inside]
    bookings.cancel_all(appointments=[inside], by=None)
    assert not Appointment.objects.inside_freezes().exists()
    after.refresh_from_db()
    assert after.state == "booked"


def test_what_is_booked_beyond_a_cancelled_membership_is_listed_until_another_covers_it() -> None:
    held, other = holder(), holder()
    inside, beyond = book(held.customer), book(held.customer, starts_at=SOON + 2 * DAY)
    book(other.customer, starts_at=SOON + 2 * DAY)
    assert not Appointment.objects.without_access().exists()
    memberships.cancel(membership=held, last_day=ON, by=None)
    assert list(Appointment.objects.without_access()) == [beyond]
    memberships.sell(customer=held.customer, plan=held.plan, starts_on=ON + DAY, by=None)
    assert not Appointment.objects.without_access().exists()
    assert set(Appointment.objects.filter(pk__in=[inside.pk, beyond.pk]).values_list("state", flat=True)) == {"booked"}


def listed(customer: Customer) -> list[Appointment]:
    return list(Appointment.objects.filter(customer=customer).without_access())


def test_it_is_listed_unless_what_stands_includes_the_service_has_a_visit_left_and_does_not_rest() -> None:
    held, yoga = holder(), asking()
    yoga.plans.add(held.plan)
    beyond = book(held.customer, yoga)
    memberships.cancel(membership=held, last_day=ON - DAY, by=None)
    assert listed(held.customer) == [beyond]
    card = memberships.sell(
        customer=held.customer, plan=PlanFactory.create(months=None, visits=1), starts_on=ON - DAY, by=None
    )  # its plan doesn't include yoga
    assert listed(held.customer) == [beyond]
    yoga.plans.add(card.plan)
    assert listed(held.customer) == []
    by_card = book(held.customer, starts_at=SOON + DAY)
    assert by_card.membership == card
    assert listed(held.customer) == [beyond]  # used up, but for what it was used for
    other = holder(plan=held.plan)
    rests = book(other.customer, yoga)
    freezes.freeze(membership=other, starts_on=ON, ends_on=ON, by=None)
    assert listed(other.customer) == [rests]


@pytest.mark.django_db(transaction=True)
def test_the_last_visit_is_taken_once_however_many_bookings_want_it() -> None:
    card, service = holder(months=None, visits=1), asking()
    done = together([partial(book, card.customer, service, starts_at=SOON + n * DAY) for n in range(6)])
    codes = sorted(one.code if isinstance(one, Conflict) else "booked" for one in done)
    assert codes == ["booked", *["no_visits_left"] * 5]
    assert not visits.unbalanced()
