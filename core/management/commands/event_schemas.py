"""Writes the JSON Schemas of the events that screens receive; the client's types are made from them."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from core.events import registry


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        file.write_text(json.dumps(registry.schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
