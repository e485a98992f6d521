"""Writes a sample envelope of every event type that functions consume: the contract that their tests parse."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from core.events import registry
from core.events.envelope import for_functions
from core.events.models import Event


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        for number, (name, data) in enumerate(sorted(registry.SAMPLES.items()), start=1):
            cls = registry.REGISTRY[name]
            event = Event(
                id=UUID(f"019ab6f2-7c00-7000-8000-{number:012}"),
                seq=411 + number,
                type=name,
                subject=f"{name.partition('.')[0]}/81",
                time=datetime(2026, 11, 24, 9, tzinfo=UTC),
                dataversion=cls.dataversion,
                actor=None,
                audience=[],
                data=cls.model_validate(data).model_dump(mode="json"),
            )
            text = json.dumps(for_functions(event), indent=2, ensure_ascii=False)
            (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
