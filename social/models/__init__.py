"""Every model of the app, in one place as Django asks."""

from social.models.comment import Comment
from social.models.picture import Picture
from social.models.post import Post
from social.models.reaction import Reaction
from social.models.report import Report
from social.models.revision import Revision
from social.models.writing import Writing

__all__ = ["Comment", "Picture", "Post", "Reaction", "Report", "Revision", "Writing"]
