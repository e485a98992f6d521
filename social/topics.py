"""What the feed tells: everybody at the centre may read it.

A post that only some may see isn't addressed to `feed` or `post:{id}` but to `staff` or its author's `user:{id}`: whoever
records the event chooses the audience. What arrives here is for all.
"""

from realtime import topics

FEED = "feed"


def post(post_id: int) -> str:
    """One post: its comments, reactions and edits."""
    return f"post:{post_id}"


topics.declare(
    FEED, topics.everyone_signed_in, about="New, changed and deleted posts, for everybody signed in who has the feed open."
)
topics.declare(
    "post:{id}",
    topics.everyone_signed_in,
    about="One post's comments, reactions and edits, for everybody signed in who has it open.",
    presence=True,
)
