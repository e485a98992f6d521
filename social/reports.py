"""Saying that something in the feed isn't right, and what the staff make of it."""

from django.db import transaction
from django.utils import timezone

from core.events import audience
from core.events.record import record
from core.models import User
from core.refusals import Conflict, Forbidden, Refused
from social import writings
from social.feed_events import ReportDecided, ReportMade
from social.models import Comment, Post, Report


@transaction.atomic
def report(*, writing: Post | Comment, reason: str, by: User, note: str = "") -> Report:
    """Puts it before the staff; reported again before they have decided, it is the same report.

    Raises Gone; Refused `own` for what one wrote oneself.
    """
    held = writings.hold(writing)
    if held.author_id == by.pk:
        raise Refused("It is your own: you can delete it.", code="own")
    what = {held._meta.model_name or "": held}
    if before := Report.objects.open().filter(reported_by=by, **what).first():
        return before
    made = Report.objects.create(**what, said=held.text, reported_by=by, reason=reason, note=note)
    # Who reported it nobody is told by the line.
    record(ReportMade(id=made.pk), subject=f"report/{made.pk}", audience={audience.STAFF}, actor=None)
    return made


@transaction.atomic
def decide(*, report: Report, decision: str, by: User, explanation: str = "") -> Report:
    """Hides it or leaves it, and with that answers every open report of it.

    Raises Forbidden for who may not moderate such things, Conflict `decided` when another was quicker.
    """
    writing = report.writing
    if not by.has_perm(f"social.change_{writing._meta.model_name}"):
        raise Forbidden("Your role doesn't allow this.", code="permission_denied")
    # Its author may have deleted it meanwhile; that it was wrong stands in the history all the same.
    held = writings.hold(writing, deleted=True)
    together = Report.objects.open().filter(**{held._meta.model_name or "": held})
    ids = list(together.order_by("pk").values_list("pk", flat=True))
    if report.pk not in ids:
        raise Conflict("It has been decided already.", code="decided")
    together.update(decision=decision, decided_at=timezone.now(), decided_by=by, explanation=explanation)
    if held.deleted_at is None:
        (writings.hide if decision == Report.Decision.HIDDEN else writings.show)(writing=held, by=by)
    told = ReportDecided.model_validate({"ids": ids, "decision": decision})
    record(told, subject=f"report/{report.pk}", audience={audience.STAFF}, actor=by.pk)
    return Report.objects.with_names().get(pk=report.pk)
