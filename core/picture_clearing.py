"""Takes off the bucket what no owner shows any more, and gives up uploads that nothing came of. The relay runs it."""

from django.db import transaction
from django.utils import timezone

from core import picture_store, pictures
from core.events.wakeup import PLACED
from core.models import Picture

BATCH = 50


class Clearing:
    """A worker of the relay: whoever removes a picture records an event, and that wakes it."""

    name = "pictures"
    channel = PLACED
    idle_seconds = 30.0
    alone = True

    def step(self) -> bool:
        give_up()
        return clear() == BATCH


def give_up() -> None:
    """An upload that never came, or that the function never got through, is refused; what nothing came to show is let go."""
    due = Picture.objects.filter(clear_at__lte=timezone.now()).order_by("clear_at")
    with transaction.atomic():
        for picture in due.filter(state=Picture.State.WAITING).select_for_update(skip_locked=True)[:BATCH]:
            pictures.refuse(picture, "not_processed")
        for picture in due.filter(state=Picture.State.READY).select_for_update(skip_locked=True)[:BATCH]:
            pictures.let_go(picture)


def clear() -> int:
    """Clears a batch that is due. A row stays until nothing can write its objects any more, and they are then cleared again."""
    now = timezone.now()
    due = list(
        Picture.objects.filter(state__in=(Picture.State.REFUSED, Picture.State.REMOVED), clear_at__lte=now).order_by("clear_at")[
            :BATCH
        ]
    )
    picture_store.take_off(due)
    for picture in due:
        last_write = picture.asked_at + pictures.LAST_WRITE_AFTER
        if now >= last_write:
            picture.delete()
        else:
            Picture.objects.filter(pk=picture.pk).update(clear_at=last_write)
    return len(due)
