"""Posting in the feed."""

from uuid import UUID

from django.db import transaction

from core.models import User
from social.models import Post
from social.sending import sent_before
from social.writings import TELLINGS, tell


@transaction.atomic
def create(*, text: str, by: User, client_id: UUID | None = None) -> Post:
    """Posts; what the same screen sends twice is posted once."""
    if before := sent_before(Post, by=by, client_id=client_id):
        return before
    post = Post.objects.create(author=by, text=text, client_id=client_id)
    tell(post, TELLINGS[Post].created, by=by)
    return post
