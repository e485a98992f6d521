"""What the app adds to `/api/`: prefix, viewset, basename."""

from rest_framework.viewsets import ViewSetMixin

from social.api.blocks import Blocks
from social.api.comments import Comments
from social.api.posts import Posts
from social.api.reactions import Reactions
from social.api.reports import Reports

ROUTES: list[tuple[str, type[ViewSetMixin], str]] = [
    ("posts", Posts, "post"),
    ("comments", Comments, "comment"),
    ("reactions", Reactions, "reaction"),
    ("reports", Reports, "report"),
    ("blocks", Blocks, "block"),
]
