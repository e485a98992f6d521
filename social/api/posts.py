"""`/api/posts/`: the feed."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django_filters.filterset import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core import picture_store
from core.api.fields import by_id
from core.api.pictures import AskSerializer, UploadSerializer, ask
from core.api.serializers import StrictSerializer, TextField
from core.picture_owners import WRITER
from social import posts
from social.api.writings import Writings, WritingSerializer
from social.models import Picture, Post, Reaction
from social.models.picture import MOST_PICTURES
from social.wording import caption, readable


class PostPictureSerializer(StrictSerializer):
    """`id` is that of the upload. The links are good for minutes; sent are `id` and `alt` alone."""

    id = serializers.UUIDField()
    alt = TextField(max_length=300, allow_blank=True, default="", validators=[caption])
    large = serializers.URLField(read_only=True, help_text="320 pixels")
    full = serializers.URLField(read_only=True, help_text="960 pixels")

    def to_representation(self, picture: Picture) -> dict[str, str]:
        links = {size: picture_store.link(picture.upload, size) for size in ("large", "full")}
        return {"id": str(picture.upload_id), "alt": picture.alt} | links


class OwnReactionSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Reaction.Kind.choices)


class PostSerializer(WritingSerializer):
    """`reactions` says how many of each kind; `tally` grows with each change of them and of `comment_count`."""

    text = TextField(trim_whitespace=False, max_length=5000, validators=[readable])
    pictures = PostPictureSerializer(many=True, required=False, max_length=MOST_PICTURES)  # type: ignore[call-arg]  # the list's
    reactions = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    my_reaction = serializers.SerializerMethodField()

    class Meta(WritingSerializer.Meta):
        model = Post
        fields = [*WritingSerializer.Meta.fields, "pictures", "comment_count", "reactions", "my_reaction", "tally"]
        read_only_fields = [*WritingSerializer.Meta.read_only_fields, "comment_count", "tally"]

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Which pictures it has is said once."""
        fields = super().get_fields()
        if self.instance is not None and not hasattr(self.instance, "__iter__"):
            fields["pictures"].read_only = True
        return fields

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
        return (
            Post.objects.visible_to(self._by)
            .with_author()
            .prefetch_related(Prefetch("pictures", Picture.objects.select_related("upload")), own)
        )

    def perform_create(self, serializer: Any) -> None:
        pictures = [(picture["id"], picture["alt"]) for picture in serializer.validated_data.pop("pictures", [])]
        serializer.instance = self._as_seen(posts.create(by=self._by, pictures=pictures, **serializer.validated_data))

    @extend_schema(request=AskSerializer, responses={201: UploadSerializer})
    @action(detail=False, methods=["post"], throttle_classes=[])
    def pictures(self, request: Request) -> Response:
        """Opens an upload of a picture for a post that is being written."""
        return ask(request, WRITER, self._by.pk)
