"""A screen that sends again, because no answer came, says the same once."""

from typing import Any, TypeVar
from uuid import UUID

from core.models import User
from social.models import Comment, Post

W = TypeVar("W", bound=Post | Comment)


def sent_before(model: type[W], *, by: User, client_id: UUID | None) -> W | None:
    """What the person's screen has sent by this id already. Two at the same time take turns."""
    if client_id is None:
        return None
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    manager: Any = model._default_manager
    found: W | None = manager.filter(author=by, client_id=client_id).first()
    return found
