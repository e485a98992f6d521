"""Chance that falls the same way each time."""

from random import Random

SEED = 20_26


def chance(part: str) -> Random:
    """Each part of the centre has its own, so that a change of one leaves the others as they were."""
    return Random(f"{SEED}/{part}")  # noqa: S311  decides what a demo shows
