"""`/api/comments/`: what is said under a post, newest first."""

from typing import Any

from django.db.models import QuerySet
from django_filters.filterset import FilterSet
from rest_framework import serializers

from core.api.fields import IdField, by_id
from core.api.serializers import TextField
from social import comments
from social.api.writings import Writings, WritingSerializer
from social.models import Comment, Post
from social.wording import readable


class PostCommentSerializer(WritingSerializer):
    """`parent`: the comment that it replies to."""

    text = TextField(trim_whitespace=False, max_length=2000, validators=[readable])
    post = IdField(queryset=Post.objects.all())
    parent = IdField(queryset=Comment.objects.all(), required=False, allow_null=True)  # type: ignore[assignment]  # DRF's own is no field

    class Meta(WritingSerializer.Meta):
        model = Comment
        fields = [*WritingSerializer.Meta.fields, "post", "parent"]

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Where it stands is said once."""
        fields = super().get_fields()
        if self.instance is not None and not hasattr(self.instance, "__iter__"):
            fields["post"].read_only = fields["parent"].read_only = True
            fields["post"].required = False
        return fields


class CommentFilters(FilterSet):
    post = by_id("post_id")
    author = by_id("author_id")


class Comments(Writings):
    model = Comment
    queryset = Comment.objects.none()
    serializer_class = PostCommentSerializer
    filterset_class = CommentFilters

    def get_queryset(self) -> QuerySet[Comment]:
        posts = Post.objects.visible_to(self._by)
        return Comment.objects.visible_to(self._by).filter(post__in=posts).with_author()

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = self._as_seen(comments.create(by=self._by, **serializer.validated_data))
