"""The system's settings, with the peers' routes beside its own."""

from gymcrm.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks._peer"
