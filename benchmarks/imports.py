"""How long fifty thousand members take to come in: dry run and import, from CSV and from a workbook, as the worker does it."""

import importlib
import os

import django

from gymcrm.stack.stack import Stack


def main() -> None:
    with Stack.ephemeral(("postgres",)) as stack:
        stack.manage("migrate", "--no-input")
        os.environ |= stack.env | {"DJANGO_SETTINGS_MODULE": "gymcrm.settings"}
        django.setup()
        importlib.import_module("benchmarks._imports").main()
