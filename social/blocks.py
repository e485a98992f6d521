"""Blocking somebody: neither of the two is shown what the other posts, says or feels, live or fetched.

Blocks are between members. Staff see everything, because they answer for it, and can't be blocked, because what they post
concerns everybody.
"""

from django.db import transaction

from core.events import audience
from core.events.record import record
from core.models import User
from core.refusals import Conflict, Forbidden, Refused
from realtime.block_events import UserBlocksChanged
from realtime.models import Block
from social.models import Comment, Post, Reaction

# More is no quarrel but a script, and each is looked at with every page.
MOST_BLOCKS = 200


@transaction.atomic
def block(*, other: int, by: User) -> Block:
    """Blocks whom one has read something of; twice is once.

    Raises Forbidden for staff; Refused at `other`: `does_not_exist`, `oneself`, `is_staff`; Conflict `too_many`.
    """
    if by.is_staff:
        raise Forbidden("Who works here sees everybody.", code="permission_denied")
    # Two at the same time take turns: the bound holds.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if held := Block.objects.filter(user=by, other=other).first():
        return held
    if other == by.pk:
        raise Refused("Nobody blocks themselves.", code="oneself", field="other")
    person = User.objects.filter(pk=other).first()
    if person is None or not _has_read(by, other):
        raise Refused("There is nobody of whom you have read something.", code="does_not_exist", field="other")
    if person.is_staff:
        raise Refused("Who works here can't be blocked.", code="is_staff", field="other")
    if Block.objects.filter(user=by).count() >= MOST_BLOCKS:
        raise Conflict("You have blocked too many people.", code="too_many")
    made = Block.objects.create(user=by, other=person)
    _tell(made, by)
    return made


@transaction.atomic
def unblock(*, block: Block, by: User) -> None:
    gone, _ = Block.objects.filter(pk=block.pk).delete()
    if gone:
        _tell(block, by)


def _has_read(by: User, other: int) -> bool:
    """So nobody learns whom a number belongs to who hasn't shown themselves."""
    writings = (Post.objects.visible_to(by).filter(author=other), Comment.objects.visible_to(by).filter(author=other))
    return any(found.exists() for found in writings) or Reaction.objects.visible_to(by).filter(user=other).exists()


def _tell(block: Block, by: User) -> None:
    """Who acted stands in neither event: the other isn't told by whom."""
    for user in sorted((block.user_id, block.other_id)):
        record(UserBlocksChanged(id=user), subject=f"user/{user}", audience={audience.user(user)}, actor=None)
