"""Who signs in, as in the tests of core."""

from core.tests.conftest import person

__all__ = ["person"]
