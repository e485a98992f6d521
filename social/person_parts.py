"""What `social` keeps about a person: what they wrote, which is their login's."""

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from core.models import Customer
from core.person_parts import PARTS, Merge, of_login
from social.models import Comment, Picture, Post, Reaction


def _erase_posts(customer: Customer) -> None:
    """With their pictures, which leave the bucket when this has committed, and what others said below."""
    posts = Post.objects.filter(author=customer.user_id) if customer.user_id else Post.objects.none()
    for name in Picture.objects.filter(post__in=posts).values_list("image", flat=True):
        transaction.on_commit(partial(default_storage.delete, name), robust=True)
    posts.delete()


def _move_reactions(merge: Merge) -> None:
    """Where both have reacted to a post, the login that stays keeps its own."""
    if not (merge.login and merge.former_login):
        return
    both = Reaction.objects.filter(user=merge.login).values("post")
    Reaction.objects.filter(user=merge.former_login, post__in=both).delete()
    Reaction.objects.filter(user=merge.former_login).update(user=merge.login)


PARTS += [
    of_login(Comment, "comments", "text", "created_at", path="author", subject="comment", moves=True),
    of_login(Post, "posts", "text", "created_at", path="author", subject="post", moves=True, erase=_erase_posts),
    of_login(Reaction, "reactions", "post", "kind", move=_move_reactions),
]
