"""The ledger of visits, with what was taken so far."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

TAKEN = """
INSERT INTO core_visit (membership_id, kind, subject, day, count, taken_at)
SELECT membership_id, 'check_in', 'check_in/' || id, (at AT TIME ZONE %s)::date, 1, at
FROM core_checkin WHERE took_visit AND undone_at IS NULL AND membership_id IS NOT NULL
"""
# Of a card that was closed, what was left went over to the next one.
CARRIED = """
INSERT INTO core_visit (membership_id, kind, subject, day, count, taken_at)
SELECT m.id, 'carried_over', 'membership/' || m.id, coalesce(m.used_up_on, m.starts_on), m.visits - m.visits_left - t.taken, m.created_at
FROM core_membership m
CROSS JOIN LATERAL (SELECT coalesce(sum(count), 0) AS taken FROM core_visit WHERE membership_id = m.id) t
WHERE m.visits - m.visits_left > t.taken
"""


def write_down(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(TAKEN, [settings.TIME_ZONE])
        cursor.execute(CARRIED)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0015_merged_and_erased"),
    ]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("check_in", "By coming in"),
                            ("booking", "By booking"),
                            ("carried_over", "Carried over to another membership"),
                        ],
                        max_length=12,
                    ),
                ),
                ("subject", models.CharField(max_length=40)),
                ("day", models.DateField()),
                ("count", models.PositiveSmallIntegerField(default=1)),
                ("taken_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("given_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "membership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits_taken",
                        to="core.membership",
                    ),
                ),
            ],
            options={
                "ordering": ["taken_at", "id"],
                "indexes": [models.Index(fields=["membership", "day"], name="visit_by_membership")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("count__gt", 0)), name="visit_is_of_something"),
                    models.UniqueConstraint(
                        condition=models.Q(("given_back_at__isnull", True), models.Q(("kind", "carried_over"), _negated=True)),
                        fields=("subject",),
                        name="visit_taken_once",
                    ),
                ],
            },
        ),
        migrations.RunPython(write_down, migrations.RunPython.noop),
    ]
