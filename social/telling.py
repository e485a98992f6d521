"""How the feed's events go out: to whoever has it open, but for those who don't see one of those whose words are in it."""

from collections.abc import Collection

from core.events import audience
from core.events.record import record
from core.events.registry import EventData
from core.models import User
from realtime.models import Block
from social import topics
from social.feed_events import PostCounted, Tally
from social.models import Post


def tell(data: EventData, *, subject: str, post: Post, writers: Collection[int], by: User) -> None:
    """`writers`: whose words are in `data`, beside those of the post's author. Without any it says nothing of anybody."""
    words = {audience.by(user) for user in {*writers, post.author_id}} if writers else set()
    record(data, subject=subject, audience={topics.FEED, topics.post(post.pk), *words}, actor=by.pk)
    if isinstance(data, Tally) and (left_out := _left_out(post, writers)):
        # They see the post, and so how many others have said something.
        counted = PostCounted(post=post.pk, comment_count=data.comment_count, reactions=data.reactions, tally=data.tally)
        record(counted, subject=post.subject, audience={audience.user(user) for user in left_out}, actor=None)


def _left_out(post: Post, writers: Collection[int]) -> set[int]:
    unseen = {user for writer in set(writers) - {post.author_id} for user in Block.objects.others_of(writer)}
    return unseen - set(Block.objects.others_of(post.author_id)) if unseen else unseen
