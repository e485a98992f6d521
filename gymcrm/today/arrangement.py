"""In which order a person has the cards of their start page, and which of them they don't want to see."""

from collections.abc import Sequence

from django.db import transaction

from core.events import audience
from core.events.record import record
from core.models import User
from core.refusals import Refused
from gymcrm.today.cards import ARRANGED
from gymcrm.today.events import TodayArranged
from gymcrm.today.models import Arrangement


def arrangement(user: User) -> Arrangement:
    """As chosen; unsaved and empty, of version 0, where nothing was."""
    return Arrangement.objects.filter(user=user).first() or Arrangement(user=user)


@transaction.atomic
def arrange(*, user: User, order: Sequence[str], hidden: Sequence[str]) -> Arrangement:
    """Sets both; the later of two holds, and the person's other screens follow. Raises Refused `repeated`, `nothing_shown`."""
    for field, names in (("order", order), ("hidden", hidden)):
        if len(set(names)) < len(names):
            raise Refused("A card can be named once.", code="repeated", field=field)
    if set(hidden) >= set(ARRANGED):
        raise Refused("One card has to stay.", code="nothing_shown", field="hidden")
    Arrangement.objects.get_or_create(user=user)
    held = Arrangement.objects.select_for_update().get(user=user)
    if (held.order, held.hidden) == (list(order), list(hidden)):
        return held
    held.order, held.hidden = list(order), list(hidden)
    held.version += 1
    held.save()
    record(
        TodayArranged(order=held.order, hidden=held.hidden, version=held.version),
        subject=f"arrangement/{user.pk}",
        audience={audience.user(user.pk)},
        actor=user.pk,
    )
    return held
