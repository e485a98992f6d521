"""Posts and comments for tests."""

from factory.declarations import SubFactory
from factory.django import DjangoModelFactory

from core.tests.factories import UserFactory
from social.models import Comment, Post


class PostFactory(DjangoModelFactory[Post]):
    class Meta:
        model = Post

    author = SubFactory(UserFactory)
    text = "hello"


class CommentFactory(DjangoModelFactory[Comment]):
    class Meta:
        model = Comment

    post = SubFactory(PostFactory)
    author = SubFactory(UserFactory)
    text = "hello back"
