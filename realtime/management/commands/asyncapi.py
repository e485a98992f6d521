"""Writes the AsyncAPI document of the live line; the client's types of frames are made from it."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from realtime import asyncapi


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        file.write_text(json.dumps(asyncapi.document(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
