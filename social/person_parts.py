"""What `social` keeps about a person: what they wrote, which is their login's."""

from core.models import Customer
from core.person_parts import PARTS, Merge, of_login
from social.models import Comment, Post, Reaction, Report


def _move_reactions(merge: Merge) -> None:
    """Where both have reacted to a post, the login that stays keeps its own."""
    if not (merge.login and merge.former_login):
        return
    both = Reaction.objects.filter(user=merge.login).values("post")
    Reaction.objects.filter(user=merge.former_login, post__in=both).delete()
    Reaction.objects.filter(user=merge.former_login).update(user=merge.login)


def _move_reports(merge: Merge) -> None:
    """Where both have reported the same and nothing is decided, one report stays."""
    if not (merge.login and merge.former_login):
        return
    kept = Report.objects.open().filter(reported_by=merge.login)
    former = Report.objects.filter(reported_by=merge.former_login)
    for column in ("post", "comment"):
        both = kept.filter(**{f"{column}__isnull": False}).values(column)
        former.open().filter(**{f"{column}__in": both}).delete()
    former.update(reported_by=merge.login)


def _forget_reports(customer: Customer) -> None:
    """That something was reported stays before the staff; by whom, and what they added, goes."""
    if customer.user_id:
        Report.objects.filter(reported_by=customer.user_id).update(reported_by=None, note="")


PARTS += [
    of_login(Comment, "comments", "text", "created_at", path="author", subject="comment", moves=True),
    of_login(Post, "posts", "text", "created_at", path="author", subject="post", moves=True),
    of_login(Report, "reports", "reason", "note", "created_at", path="reported_by", move=_move_reports, erase=_forget_reports),
    # What they decided as staff is the centre's; it stays without their name.
    of_login(Report, "decisions on reports", path="decided_by", moves=True, erase=lambda customer: None),
    of_login(Reaction, "reactions", "post", "kind", move=_move_reactions),
]
