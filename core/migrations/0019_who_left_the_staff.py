from typing import Any

from django.db import migrations, models
from django.utils import timezone


def mark_those_who_were_invited_and_have_left(apps: Any, schema_editor: Any) -> None:
    """When they left isn't known: from now on."""
    invited = apps.get_model("core", "Invitation").objects.filter(kind="staff", accepted_at__isnull=False)
    left = apps.get_model("core", "User").objects.filter(is_staff=False, pk__in=invited.values("accepted_by"))
    left.update(left_staff_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0018_a_new_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="left_staff_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(mark_those_who_were_invited_and_have_left, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(
                condition=models.Q(("left_staff_at__isnull", False)), fields=["display_name", "id"], name="user_left"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("left_staff_at", None), ("is_staff", False), _connector="OR"),
                name="user_works_here_or_has_left",
            ),
        ),
    ]
