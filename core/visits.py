"""Taking visits from memberships that hold a number of them, and giving them back.

What is left on a membership is what was sold with it less what stands in the ledger. Whoever takes or gives back holds the
member (`core.membership_changes.hold_member`) and tells of the memberships that changed.
"""

from datetime import date

from django.db.models import F, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.calendar import today
from core.membership_changes import save
from core.models import CheckIn, Membership, Visit

Kind = Visit.Kind


def take(*, membership: Membership, kind: Kind, subject: str, day: date) -> None:
    """Takes one of its visits for that day. Whether there is one left has been judged by the caller."""
    Visit.objects.create(membership=membership, kind=kind, subject=subject, day=day)
    _count(membership, -1)


def give_back(*, subject: str) -> list[Membership]:
    """Gives back the visit that `subject` took, once: a repeat finds nothing. Returns the memberships whose visits it changed.

    Who came in on that day by this visit keeps it. Of a card that has been followed by another one, the other one gets it.
    """
    visit = Visit.objects.standing().exclude(kind=Kind.CARRIED_OVER).filter(subject=subject).first()
    if visit is None or _passed_on(visit):
        return []
    membership = Membership.objects.select_related("plan", "customer__user").get(pk=visit.membership_id)
    other = _instead_of(membership)
    if other is None:
        visit.given_back_at = timezone.now()
        visit.save(update_fields=["given_back_at"])
        _count(membership, +1)
        return [membership]
    visit.kind, visit.subject = Kind.CARRIED_OVER, other.subject
    visit.save(update_fields=["kind", "subject"])
    assert other.visits is not None
    other.visits += 1
    _count(other, +1)
    return [other]


def carry_over(*, membership: Membership, to: Membership, count: int) -> None:
    """Writes down what a closed card gave to the one after it; the card has been counted."""
    Visit.objects.create(
        membership=membership,
        kind=Kind.CARRIED_OVER,
        subject=to.subject,
        count=count,
        day=membership.used_up_on or today(),
    )


def unbalanced() -> QuerySet[Membership]:
    """The checker: memberships on which isn't left what was sold less what was taken. There are none."""
    taken = Visit.objects.standing().filter(membership=OuterRef("pk")).order_by().values("membership").annotate(sum=Sum("count"))
    held = Membership.objects.filter(visits__isnull=False)
    return held.annotate(taken=Coalesce(Subquery(taken.values("sum")), 0)).exclude(visits_left=F("visits") - F("taken"))


def _count(membership: Membership, by: int) -> None:
    """When none is left, it is used up on the day of the last one, which may lie ahead."""
    assert membership.visits_left is not None
    membership.visits_left += by
    standing = Visit.objects.standing().filter(membership=membership)
    last = standing.aggregate(last=Max("day"))["last"]
    membership.used_up_on = None if membership.visits_left else last or today()
    save(membership, "visits", "visits_left", "used_up_on")


def _passed_on(visit: Visit) -> bool:
    """The day's visit goes over to a check-in of the same day that took none, if there is one."""
    others = CheckIn.objects.standing().on(visit.day).filter(membership=visit.membership_id, anyway="", took_visit=False)
    other = others.order_by("at", "id").first()
    if other is None:
        return False
    other.took_visit, other.version = True, other.version + 1
    other.save(update_fields=["took_visit", "version"])
    visit.kind, visit.subject = Kind.CHECK_IN, other.subject
    visit.save(update_fields=["kind", "subject"])
    return True


def _instead_of(card: Membership) -> Membership | None:
    """The card that stands on the days of one that is used up: two of them never give access at once (domain rule 9)."""
    if card.visits_left or card.voided_at:
        return None
    others = Membership.objects.standing().filter(customer=card.customer_id, visits_left__gt=0).exclude(pk=card.pk)
    if card.ends_on:
        others = others.filter(starts_on__lte=card.ends_on)
    others = others.exclude(ends_on__lt=card.starts_on)
    return others.select_related("plan", "customer__user").order_by("starts_on", "id").first()
