import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.text


def keep_addresses(apps, schema_editor):
    """Logins from before addresses were verified. The centre itself made those of the staff; a member's is still to be verified."""
    User, EmailAddress = apps.get_model("core", "User"), apps.get_model("account", "EmailAddress")
    known = set(EmailAddress.objects.values_list("user_id", flat=True))
    EmailAddress.objects.bulk_create(
        EmailAddress(user_id=user.pk, email=user.email.lower(), verified=user.is_staff or user.is_superuser, primary=True)
        for user in User.objects.exclude(pk__in=known)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("core", "0008_the_members_record"),
    ]

    operations = [
        migrations.CreateModel(
            name="Registration",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("first_name", models.CharField(max_length=80, validators=[core.text.single_line])),
                ("last_name", models.CharField(max_length=80, validators=[core.text.single_line])),
                ("email", models.EmailField(max_length=254, validators=[core.text.single_line])),
            ],
        ),
        migrations.AddField(
            model_name="user",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.RunPython(keep_addresses, migrations.RunPython.noop),
    ]
