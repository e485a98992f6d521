"""Pictures of posts come by the upload that members' pictures come by.

Until now none could be uploaded but in `/admin/`; those that the demo centre had are drawn anew when it is loaded.
"""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import core.text

LET_GO = """
CREATE FUNCTION social_let_go_of_picture() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE core_picture SET state = 'removed', clear_at = now() WHERE id = OLD.upload_id;
    RETURN NULL;
END $$;
CREATE TRIGGER picture_leaves_the_bucket AFTER DELETE ON social_picture
    FOR EACH ROW EXECUTE FUNCTION social_let_go_of_picture();
"""
HOLD = """
DROP TRIGGER picture_leaves_the_bucket ON social_picture;
DROP FUNCTION social_let_go_of_picture();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0021_pictures_are_held"),
        ("social", "0003_feed_is_counted"),
    ]

    operations = [
        migrations.DeleteModel(name="Picture"),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(9)])),
                ("alt", models.CharField(blank=True, default="", max_length=300, validators=[core.text.single_line])),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="social.post",
                    ),
                ),
                (
                    "upload",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.picture"),
                ),
            ],
            options={
                "ordering": ["place"],
                "constraints": [
                    models.UniqueConstraint(fields=("post", "place"), name="picture_in_its_place"),
                    models.CheckConstraint(condition=models.Q(("place__lt", 10)), name="picture_is_one_of_ten"),
                ],
            },
        ),
        migrations.RunSQL(LET_GO, HOLD),
    ]
