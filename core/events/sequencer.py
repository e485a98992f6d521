"""Gives every committed event its place on the line: 1, 2, 3, … with one writer at a time."""

from django.db import connection, transaction
from django.db.models import F

from core.events.models import Line

BATCH = 1000

# Rows in the order of their insertion; only committed ones are seen, so a place is never given to what may still roll back.
PLACE = """
WITH unplaced AS (
    SELECT position, row_number() OVER (ORDER BY position) AS place
    FROM (SELECT position FROM core_event WHERE seq IS NULL ORDER BY position LIMIT %s) AS first
)
UPDATE core_event SET seq = %s + unplaced.place FROM unplaced WHERE core_event.position = unplaced.position
"""


@transaction.atomic
def place() -> int:
    """Places up to BATCH events; returns how many.

    The lock on the line's row is what makes `seq` dense even if two sequencers should ever run; the advisory lock held by
    the process (`core.events.workers.lead`) keeps the second one asleep.
    """
    line = Line.objects.select_for_update().get()
    with connection.cursor() as cursor:
        cursor.execute(PLACE, [BATCH, line.head])
        placed: int = cursor.rowcount
    if placed:
        Line.objects.filter(pk=line.pk).update(head=F("head") + placed)
    return placed
