"""Portraits for a good part of the members, and for everybody who works here."""

from collections.abc import Mapping, Sequence
from functools import partial

from django.utils import timezone

from core.models import Customer, Picture, User
from core.picture_owners import CUSTOMER, USER
from gymcrm.demo import portraits
from gymcrm.demo.picture_rows import store
from gymcrm.demo.seed import chance

PORTRAITS = 130


def upload() -> list[Picture]:
    """Paints the portraits and stores them where they are not yet; returns their rows, which are nobody's and unsaved."""
    return list(store({f"picture/{number}": partial(portraits.webp, number) for number in range(PORTRAITS)}).values())


def give(pictures: Sequence[Picture], staff: Mapping[str, User], members: Sequence[Customer]) -> None:
    """Nobody is told: it is how the centre is found on its first day."""
    random, now = chance("who has a picture"), timezone.now()
    others = random.sample(members[1:], max(0, len(pictures) - len(staff) - 1)) if pictures else []
    owners: list[Customer | User] = [*staff.values(), members[0], *others]
    shown = list(zip(owners, pictures, strict=False))
    for owner, picture in shown:
        picture.owner_kind = CUSTOMER if isinstance(owner, Customer) else USER
        picture.owner_id, picture.asked_at = owner.pk, now
    Picture.objects.bulk_create(picture for _, picture in shown)
    for owner, picture in shown:
        owner.picture = picture
    Customer.objects.bulk_update((owner for owner, _ in shown if isinstance(owner, Customer)), ["picture"])
    User.objects.bulk_update((owner for owner, _ in shown if isinstance(owner, User)), ["picture"])
