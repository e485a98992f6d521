"""What the centre keeps of a person, with a number that the database gives each."""

import datetime

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import phonenumber_field.modelfields
from django.db import migrations, models

import core.text


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_pictures"),
    ]

    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("email_marketing", "News and offers by email"),
                            ("sms_marketing", "News and offers by text message"),
                            ("photo", "Pictures of them may be shown"),
                            ("health_data", "Health details may be kept"),
                        ],
                        max_length=20,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                (
                    "given_source",
                    models.CharField(
                        choices=[
                            ("member", "The member, signed in"),
                            ("in_person", "In person"),
                            ("paper", "On paper"),
                            ("phone", "By phone"),
                            ("email", "By email"),
                            ("import", "Brought along by an import"),
                        ],
                        max_length=10,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("member", "The member, signed in"),
                            ("in_person", "In person"),
                            ("paper", "On paper"),
                            ("phone", "By phone"),
                            ("email", "By email"),
                            ("import", "Brought along by an import"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "ordering": ["customer", "kind", "given_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, validators=[core.text.single_line])),
                (
                    "colour",
                    models.CharField(
                        default="#5b6b7a", max_length=7, validators=[django.core.validators.RegexValidator("^#[0-9a-f]{6}$")]
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.RunSQL("CREATE SEQUENCE core_member_number START 1001", "DROP SEQUENCE core_member_number"),
        migrations.RemoveConstraint(
            model_name="customer",
            name="customer_email_unique",
        ),
        migrations.AddField(
            model_name="customer",
            name="address",
            field=models.TextField(
                blank=True, default="", validators=[core.text.paragraphs, django.core.validators.MaxLengthValidator(200)]
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="birth_date",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="customer",
            name="city",
            field=models.CharField(blank=True, default="", max_length=80, validators=[core.text.single_line]),
        ),
        migrations.AddField(
            model_name="customer",
            name="country",
            field=models.CharField(
                blank=True, default="", max_length=2, validators=[django.core.validators.RegexValidator("^[A-Z]{2}$")]
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="emergency_contact_name",
            field=models.CharField(blank=True, default="", max_length=80, validators=[core.text.single_line]),
        ),
        migrations.AddField(
            model_name="customer",
            name="emergency_contact_phone",
            field=phonenumber_field.modelfields.PhoneNumberField(blank=True, default="", max_length=128, region=None),
        ),
        migrations.AddField(
            model_name="customer",
            name="guardian",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="wards", to="core.customer"
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="language",
            field=models.CharField(blank=True, choices=[("en", "English"), ("zh-hans", "简体中文")], default="", max_length=10),
        ),
        migrations.AddField(
            model_name="customer",
            name="member_number",
            field=models.BigIntegerField(
                db_default=models.Func(models.Value("core_member_number"), function="nextval"), editable=False, unique=True
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="postal_code",
            field=models.CharField(blank=True, default="", max_length=20, validators=[core.text.single_line]),
        ),
        migrations.AddField(
            model_name="customer",
            name="preferred_name",
            field=models.CharField(blank=True, default="", max_length=80, validators=[core.text.single_line]),
        ),
        migrations.AlterField(
            model_name="customer",
            name="email",
            field=models.EmailField(
                blank=True, db_collation="pg_c_utf8", default="", max_length=254, validators=[core.text.single_line]
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="customer",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="core.customer"
            ),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                name="tag_name_unique",
                violation_error_code="unique",
                violation_error_message="There is a tag of this name already.",
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="tags",
            field=models.ManyToManyField(blank=True, related_name="customers", to="core.tag"),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("email", ""), _negated=True),
                name="customer_email_unique",
                violation_error_code="unique",
                violation_error_message="A member with this email address exists already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("email", ""), _negated=True), ("guardian__isnull", False), _connector="OR"),
                name="customer_has_an_email_or_a_guardian",
                violation_error_code="required",
                violation_error_message="An email address is needed, or the guardian of a minor.",
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=models.Q(("guardian", models.F("id")), _negated=True), name="customer_is_not_their_own_guardian"
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=models.Q(("birth_date__isnull", True), ("birth_date__gte", datetime.date(1900, 1, 1)), _connector="OR"),
                name="customer_birth_date_believable",
            ),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["customer", "kind", "given_at"], name="consent_by_customer"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)), fields=("customer", "kind"), name="consent_stands_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_source", "")),
                    models.Q(("withdrawn_at__gte", models.F("given_at")), models.Q(("withdrawn_source", ""), _negated=True)),
                    _connector="OR",
                ),
                name="consent_withdrawn_after_given_with_its_source",
            ),
        ),
    ]
