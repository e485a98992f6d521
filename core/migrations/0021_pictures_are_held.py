from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0020_what_the_desk_was_told")]

    operations = [
        migrations.RemoveConstraint(model_name="picture", name="picture_ready_is_there_to_stay"),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ready"), _negated=True), models.Q(("digest", ""), _negated=True), _connector="OR"
                ),
                name="picture_ready_is_there",
            ),
        ),
    ]
