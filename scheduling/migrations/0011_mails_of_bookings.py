from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scheduling", "0010_tasks_are_reminded_of"),
    ]

    operations = [
        migrations.AlterField(
            model_name="reminder",
            name="kind",
            field=models.CharField(
                choices=[
                    ("appointment_starts", "Appointment starts"),
                    ("appointment_booked", "Appointment booked"),
                    ("appointment_changed", "Appointment changed"),
                    ("appointment_cancelled", "Appointment cancelled"),
                    ("membership_ends", "Membership ends"),
                    ("class_cancelled", "Class cancelled"),
                    ("waitlist_promoted", "Seat from the waitlist"),
                    ("waitlist_offered", "Seat offered"),
                ],
                max_length=40,
            ),
        ),
    ]
