"""The router of `/api/`: what each viewset gets without code of its own."""

from typing import Any

from rest_framework.routers import DefaultRouter
from rest_framework.viewsets import ViewSetMixin

from core.api.idempotency import Idempotent


class Router(DefaultRouter):
    """Every registered viewset takes `Idempotency-Key` on its POSTs."""

    include_format_suffixes = False

    def __init__(self) -> None:
        super().__init__(use_regex_path=False)

    def register(self, prefix: str, viewset: type[ViewSetMixin], basename: str | None = None) -> None:
        described: dict[str, Any] = {"__module__": viewset.__module__, "__doc__": viewset.__doc__}
        super().register(prefix, type(viewset.__name__, (Idempotent, viewset), described), basename)
