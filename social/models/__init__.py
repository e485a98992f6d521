"""Every model of the app, in one place as Django asks."""

from social.models.comment import Comment
from social.models.picture import Picture
from social.models.post import Post

__all__ = ["Comment", "Picture", "Post"]
