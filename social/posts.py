"""Posting in the feed."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from core import pictures as uploads
from core.models import User
from core.picture_owners import WRITER
from social.models import Picture, Post
from social.sending import sent_before
from social.writings import TELLINGS, tell


@transaction.atomic
def create(*, text: str, by: User, client_id: UUID | None = None, pictures: Sequence[tuple[UUID, str]] = ()) -> Post:
    """Posts; what the same screen sends twice is posted once.

    `pictures` are uploads of the writer that were checked, in their order, each with what is to be seen. Raises Refused at
    `pictures` as `core.pictures.take` does.
    """
    if before := sent_before(Post, by=by, client_id=client_id):
        return before
    taken = uploads.take(kind=WRITER, owner_id=by.pk, ids=[pk for pk, _ in pictures], field="pictures") if pictures else []
    post = Post.objects.create(author=by, text=text, client_id=client_id)
    Picture.objects.bulk_create(
        Picture(post=post, upload=upload, place=place, alt=alt)
        for place, (upload, (_, alt)) in enumerate(zip(taken, pictures, strict=True))
    )
    tell(post, TELLINGS[Post].created, by=by)
    return post
