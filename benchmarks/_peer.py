"""The members' list in two other ways, on the same server: the plain one, and the same SQL with no framework around it."""

import json
import os
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django_filters.rest_framework.backends import DjangoFilterBackend
from rest_framework.filters import OrderingFilter, SearchFilter
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.serializers import ModelSerializer

from core.models import Customer
from gymcrm.urls import urlpatterns as system

FIELDS = [
    "id", "member_number", "first_name", "last_name", "preferred_name", "email", "phone_number", "joined_on", "plan",
    "access_until", "last_visit_at", "tags", "version",
]  # fmt: skip


class PlainSerializer(ModelSerializer[Customer]):
    class Meta:
        model = Customer
        fields = FIELDS


class PlainPages(PageNumberPagination):
    page_size = 25


class Plain(ListAPIView[Customer]):
    """As the framework's tutorial has it, with what is read beside a row read at once."""

    serializer_class = PlainSerializer
    pagination_class = PlainPages
    filter_backends = [DjangoFilterBackend, SearchFilter, OrderingFilter]
    filterset_fields = {"plan": ["exact"], "tags": ["exact"], "access_until": ["gte", "lte"], "last_visit_at": ["lt"]}
    search_fields = ["first_name", "last_name", "email", "phone_number"]
    ordering_fields = ["last_name", "joined_on", "last_visit_at", "access_until"]
    ordering = ["last_name", "first_name", "id"]

    def get_queryset(self) -> QuerySet[Customer]:
        return Customer.objects.select_related("plan").prefetch_related("tags")


def bare(request: HttpRequest, case: str) -> HttpResponse:
    """The statements that our view makes for the case, and json.dumps. It doesn't ask who is asking."""
    found: list[Any] = []
    with connection.cursor() as cursor:
        for statement in json.loads(Path(os.environ["BENCHMARK_STATEMENTS"]).read_text())[case]:
            cursor.execute(statement)
            names = [column[0] for column in cursor.description]
            found.append([dict(zip(names, row, strict=True)) for row in cursor.fetchall()])
    return HttpResponse(json.dumps(found, default=str), content_type="application/json")


urlpatterns = [path("bench/plain/", Plain.as_view()), path("bench/bare/<str:case>/", bare), *system]
