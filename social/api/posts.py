"""`/api/posts/`: the feed."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django_filters.filterset import FilterSet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.fields import by_id
from core.api.serializers import TextField
from social import posts
from social.api.writings import Writings, WritingSerializer
from social.models import Picture, Post, Reaction
from social.wording import readable


class PostPictureSerializer(serializers.ModelSerializer[Picture]):
    url = serializers.URLField(source="image.url", read_only=True, help_text="Good for minutes.")

    class Meta:
        model = Picture
        fields = ["id", "url", "alt"]
        read_only_fields = fields


class OwnReactionSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Reaction.Kind.choices)


class PostSerializer(WritingSerializer):
    """`reactions` says how many of each kind; `tally` grows with each change of them and of `comment_count`."""

    text = TextField(trim_whitespace=False, max_length=5000, validators=[readable])
    pictures = PostPictureSerializer(many=True, read_only=True)
    reactions = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    my_reaction = serializers.SerializerMethodField()

    class Meta(WritingSerializer.Meta):
        model = Post
        fields = [*WritingSerializer.Meta.fields, "pictures", "comment_count", "reactions", "my_reaction", "tally"]
        read_only_fields = [*WritingSerializer.Meta.read_only_fields, "comment_count", "tally"]

    @extend_schema_field(OwnReactionSerializer(allow_null=True))
    def get_my_reaction(self, post: Post) -> dict[str, Any] | None:
        own = getattr(post, "own_reactions", [])
        return {"id": own[0].pk, "kind": own[0].kind} if own else None


class PostFilters(FilterSet):
    author = by_id("author_id")


class Posts(Writings):
    model = Post
    queryset = Post.objects.none()
    serializer_class = PostSerializer
    filterset_class = PostFilters

    def get_queryset(self) -> QuerySet[Post]:
        own = Prefetch("given", Reaction.objects.filter(user=self._by), to_attr="own_reactions")
        return Post.objects.visible_to(self._by).with_author().prefetch_related("pictures", own)

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = self._as_seen(posts.create(by=self._by, **serializer.validated_data))
