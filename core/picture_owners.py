"""Who has a picture: the record of a member, the login of somebody who works here, and whoever writes what has pictures."""

from datetime import timedelta
from functools import partial
from typing import Any

from core.customers import readers
from core.events import audience
from core.events.record import record
from core.models import Customer, Picture, User
from core.people_events import CustomerPictureChanged, StaffPictureChanged
from core.pictures import OWNERS, OwnerKind

CUSTOMER, USER, WRITER = "customer", "user", "writer"
# A writer's pictures are uploaded before what they belong to is there.
HELD_FOR = timedelta(days=1)


def _lock(model: Any, owner_id: int) -> Any | None:
    """Alone: a row that is joined to one that was waited for is as it was before the wait."""
    return model.objects.select_for_update(of=("self",), no_key=True).filter(pk=owner_id).first()


def _shown(owner: Customer | User) -> Picture | None:
    return owner.picture


def _set(owner: Customer | User, picture: Picture | None) -> str | None:
    """Leaves the version alone: whoever edits the record meanwhile has not missed an edit."""
    owner.picture = picture
    owner.save(update_fields=["picture"])
    return str(picture.pk) if picture else None


def _show_customer(customer: Customer, picture: Picture | None, by: int | None) -> None:
    record(
        CustomerPictureChanged(id=customer.pk, picture=_set(customer, picture)),
        subject=f"customer/{customer.pk}",
        audience=readers(customer),
        actor=by,
    )


def _show_user(user: User, picture: Picture | None, by: int | None) -> None:
    record(
        StaffPictureChanged(id=user.pk, picture=_set(user, picture)),
        subject=f"user/{user.pk}",
        # Who works here is shown to everybody who is signed in (`/api/staff/`).
        audience={audience.STAFF, audience.MEMBERS},
        actor=by,
    )


OWNERS[CUSTOMER] = OwnerKind(lock=partial(_lock, Customer), shown=_shown, show=_show_customer)
OWNERS[USER] = OwnerKind(lock=partial(_lock, User), shown=_shown, show=_show_user)
OWNERS[WRITER] = OwnerKind(
    lock=partial(_lock, User), shown=lambda user: None, show=lambda user, picture, by: None, held_for=HELD_FOR
)
