"""Clients of every kind of person, as in `core`."""

from core.tests.conftest import person, quick_passwords

__all__ = ["person", "quick_passwords"]
