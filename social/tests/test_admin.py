"""The feed in `/admin/`: every list opens without a query for each row."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.tests.factories import UserFactory
from social.models import Comment, Post
from social.tests.factories import CommentFactory, PostFactory


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "factory"), [(Post, PostFactory), (Comment, CommentFactory)])
def test_lists_take_the_same_queries_for_any_length(model: Any, factory: Any) -> None:
    staff = Client()
    staff.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    url = f"/admin/social/{model._meta.model_name}/"

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(url).status_code == 200
        return len(queries)

    assert staff.get(f"{url}{factory.create().pk}/change/").status_code == 200
    few = count()
    for _ in range(5):
        factory.create()
    assert count() == few
    assert staff.get(f"{url}?q=hello").status_code == 200
