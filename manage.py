#!/usr/bin/env python
"""Django's command line. With no DATABASE_URL set it uses the embedded PostgreSQL, starting it when it isn't up."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

from gymcrm.stack.postgres import ensure_running

DATA_DIR = Path(__file__).resolve().parent / "var" / "postgres"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gymcrm.settings")
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = ensure_running(DATA_DIR)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
