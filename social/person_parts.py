"""What `social` keeps about a person: what they wrote, which is their login's."""

from core.person_parts import PARTS, Merge, of_login
from social.models import Comment, Post, Reaction


def _move_reactions(merge: Merge) -> None:
    """Where both have reacted to a post, the login that stays keeps its own."""
    if not (merge.login and merge.former_login):
        return
    both = Reaction.objects.filter(user=merge.login).values("post")
    Reaction.objects.filter(user=merge.former_login, post__in=both).delete()
    Reaction.objects.filter(user=merge.former_login).update(user=merge.login)


PARTS += [
    of_login(Comment, "comments", "text", "created_at", path="author", subject="comment", moves=True),
    of_login(Post, "posts", "text", "created_at", path="author", subject="post", moves=True),
    of_login(Reaction, "reactions", "post", "kind", move=_move_reactions),
]
