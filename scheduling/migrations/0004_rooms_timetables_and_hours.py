"""Rooms, timetables, closures and working hours; and what a service asks of a booking."""

from importlib import import_module

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import core.text

# As in the second migration, and now of rooms too: locking the trainer's and the room's row makes two transactions that want the
# same take turns, so that the second one sees the first.
IN_ONE_PLACE = """
CREATE FUNCTION scheduling_{what}_in_one_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    taken boolean;
BEGIN
    PERFORM FROM {table} WHERE id = NEW.{what}_id FOR NO KEY UPDATE;
    IF TG_TABLE_NAME = 'scheduling_session' THEN
        taken := EXISTS (
            SELECT FROM scheduling_appointment WHERE {what}_id = NEW.{what}_id AND state = 'booked' AND session_id IS NULL
            AND tstzrange(starts_at, ends_at) && tstzrange(NEW.starts_at, NEW.ends_at)
        );
    ELSE
        taken := EXISTS (
            SELECT FROM scheduling_session WHERE {what}_id = NEW.{what}_id AND state = 'planned'
            AND tstzrange(starts_at, ends_at) && tstzrange(NEW.starts_at, NEW.ends_at)
        );
    END IF;
    IF taken THEN
        RAISE EXCEPTION 'The {what} % is elsewhere at this time.', NEW.{what}_id
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = '{what}_in_one_place', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {what}_in_one_place BEFORE INSERT OR UPDATE OF {what}_id, starts_at, ends_at, state ON scheduling_session
    FOR EACH ROW WHEN (NEW.{what}_id IS NOT NULL AND NEW.state = 'planned')
    EXECUTE FUNCTION scheduling_{what}_in_one_place();
CREATE TRIGGER {what}_in_one_place
    BEFORE INSERT OR UPDATE OF {what}_id, starts_at, ends_at, state, session_id ON scheduling_appointment
    FOR EACH ROW WHEN (NEW.{what}_id IS NOT NULL AND NEW.session_id IS NULL AND NEW.state = 'booked')
    EXECUTE FUNCTION scheduling_{what}_in_one_place();
"""
ANYWHERE = """
DROP TRIGGER {what}_in_one_place ON scheduling_appointment;
DROP TRIGGER {what}_in_one_place ON scheduling_session;
DROP FUNCTION scheduling_{what}_in_one_place();
"""
FORMER = import_module("scheduling.migrations.0002_trainer_in_one_place")
TRAINER = {"what": "trainer", "table": "core_user"}
ROOM = {"what": "room", "table": "scheduling_room"}


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0015_merged_and_erased"),
        ("scheduling", "0003_memberships_are_reminded_of"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Closure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, validators=[core.text.single_line])),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["starts_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, validators=[core.text.single_line])),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000)]
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="TimeOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("note", models.CharField(blank=True, default="", max_length=200, validators=[core.text.single_line])),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["starts_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Timetable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("at", models.TimeField()),
                ("rule", models.CharField(max_length=200, validators=[core.text.single_line])),
                (
                    "exceptions",
                    django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), blank=True, default=list, size=None),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(1440)]
                    ),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000)]
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["starts_on", "at", "id"],
            },
        ),
        migrations.CreateModel(
            name="TimetableConflict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("occurrence", models.DateField()),
                ("starts_at", models.DateTimeField()),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("trainer", "The trainer is taken"),
                            ("room", "The room is taken"),
                            ("seats", "Somebody who is booked can't come"),
                        ],
                        max_length=7,
                    ),
                ),
                ("message", models.CharField(max_length=300)),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["starts_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="WorkingDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("spans", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["day", "id"],
            },
        ),
        migrations.CreateModel(
            name="WorkingHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weekly", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="session",
            name="session_trainer_free",
        ),
        migrations.AddField(
            model_name="service",
            name="active",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="service",
            name="booking_closes_minutes",
            field=models.PositiveIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(527040)]),
        ),
        migrations.AddField(
            model_name="service",
            name="booking_opens_hours",
            field=models.PositiveIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(8784)],
            ),
        ),
        migrations.AddField(
            model_name="service",
            name="cancellation_hours",
            field=models.PositiveIntegerField(default=12, validators=[django.core.validators.MaxValueValidator(8784)]),
        ),
        migrations.AddField(
            model_name="service",
            name="late_cancellation",
            field=models.CharField(
                choices=[("kept", "The visit is used up"), ("given_back", "The visit is given back")],
                default="kept",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="service",
            name="no_show",
            field=models.CharField(
                choices=[("kept", "The visit is used up"), ("given_back", "The visit is given back")],
                default="kept",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="service",
            name="offer_minutes",
            field=models.PositiveSmallIntegerField(
                default=60,
                validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(10080)],
            ),
        ),
        migrations.AddField(
            model_name="service",
            name="plans",
            field=models.ManyToManyField(blank=True, related_name="services", to="core.plan"),
        ),
        migrations.AddField(
            model_name="service",
            name="trainer",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="services",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="service",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="service",
            name="waitlist",
            field=models.CharField(
                choices=[("automatic", "The next one gets the seat"), ("offer", "The next one is offered the seat")],
                default="automatic",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="cancel_reason",
            field=models.CharField(blank=True, default="", max_length=200, validators=[core.text.single_line]),
        ),
        migrations.AddField(
            model_name="session",
            name="cancelled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="session",
            name="occurrence",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="session",
            name="stands_in_for",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="state",
            field=models.CharField(choices=[("planned", "Planned"), ("cancelled", "Cancelled")], default="planned", max_length=9),
        ),
        migrations.AddField(
            model_name="session",
            name="touched",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="session",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="service",
            name="capacity",
            field=models.PositiveSmallIntegerField(
                default=1,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000)],
            ),
        ),
        migrations.AlterField(
            model_name="session",
            name="capacity",
            field=models.PositiveSmallIntegerField(
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000)]
            ),
        ),
        migrations.AlterField(
            model_name="session",
            name="service",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="scheduling.service"
            ),
        ),
        migrations.AlterField(
            model_name="session",
            name="trainer",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="closure",
            index=models.Index(fields=["starts_on", "id"], name="closure_by_start"),
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="closure_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.UniqueConstraint(fields=("starts_on", "name"), name="closure_once"),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.CheckConstraint(condition=models.Q(("capacity__gt", 0)), name="room_holds_somebody"),
        ),
        migrations.AddField(
            model_name="appointment",
            name="room",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appointments",
                to="scheduling.room",
            ),
        ),
        migrations.AddField(
            model_name="service",
            name="room",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="services", to="scheduling.room"
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="room",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sessions",
                to="scheduling.room",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("room__isnull", False), ("session__isnull", True), ("state", "booked")),
                expressions=[
                    (
                        models.Func(
                            models.F("room_id"),
                            models.F("room_id"),
                            models.Value("[]"),
                            function="int8range",
                            output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("starts_at"),
                            models.F("ends_at"),
                            function="tstzrange",
                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="appointment_room_free",
                violation_error_code="conflict",
                violation_error_message="The room is taken at this time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("session__isnull", True), ("room__isnull", True), _connector="OR"),
                name="appointment_seat_is_in_the_classs_room",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(condition=models.Q(("offer_minutes__gt", 0)), name="service_offer_takes_time"),
        ),
        migrations.AddField(
            model_name="timeoff",
            name="trainer",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="times_off", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="timetable",
            name="follows",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="followed_by",
                to="scheduling.timetable",
            ),
        ),
        migrations.AddField(
            model_name="timetable",
            name="room",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="timetables",
                to="scheduling.room",
            ),
        ),
        migrations.AddField(
            model_name="timetable",
            name="service",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="timetables", to="scheduling.service"
            ),
        ),
        migrations.AddField(
            model_name="timetable",
            name="trainer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="timetables", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="timetable",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sessions",
                to="scheduling.timetable",
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["service", "starts_at"], name="session_by_service"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["trainer", "starts_at"], name="session_by_trainer"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["room", "starts_at"], name="session_by_room"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(condition=models.Q(("capacity__gt", 0)), name="session_holds_somebody"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at__isnull", False), ("state", "cancelled")),
                    models.Q(models.Q(("state", "cancelled"), _negated=True), ("cancelled_at__isnull", True)),
                    _connector="OR",
                ),
                name="session_cancelled_has_its_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("occurrence__isnull", True), ("timetable__isnull", True)),
                    models.Q(("occurrence__isnull", False), ("timetable__isnull", False)),
                    _connector="OR",
                ),
                name="session_of_a_timetable_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(fields=("timetable", "occurrence"), name="session_once"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("state", "planned")),
                expressions=[
                    (
                        models.Func(
                            models.F("trainer_id"),
                            models.F("trainer_id"),
                            models.Value("[]"),
                            function="int8range",
                            output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("starts_at"),
                            models.F("ends_at"),
                            function="tstzrange",
                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="session_trainer_free",
                violation_error_code="conflict",
                violation_error_message="The trainer has another class at this time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("room__isnull", False), ("state", "planned")),
                expressions=[
                    (
                        models.Func(
                            models.F("room_id"),
                            models.F("room_id"),
                            models.Value("[]"),
                            function="int8range",
                            output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("starts_at"),
                            models.F("ends_at"),
                            function="tstzrange",
                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="session_room_free",
                violation_error_code="conflict",
                violation_error_message="The room is taken at this time.",
            ),
        ),
        migrations.AddField(
            model_name="timetableconflict",
            name="timetable",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="conflicts", to="scheduling.timetable"
            ),
        ),
        migrations.AddField(
            model_name="workingday",
            name="trainer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="working_days",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="workinghours",
            name="trainer",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="working_hours", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="timeoff",
            index=models.Index(fields=["starts_at", "id"], name="time_off_by_start"),
        ),
        migrations.AddIndex(
            model_name="timeoff",
            index=models.Index(fields=["trainer", "starts_at"], name="time_off_by_trainer"),
        ),
        migrations.AddConstraint(
            model_name="timeoff",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="time_off_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="timeoff",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(
                            models.F("trainer_id"),
                            models.F("trainer_id"),
                            models.Value("[]"),
                            function="int8range",
                            output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("starts_at"),
                            models.F("ends_at"),
                            function="tstzrange",
                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="time_off_once",
                violation_error_code="conflict",
                violation_error_message="The trainer is off at this time already.",
            ),
        ),
        migrations.AddIndex(
            model_name="timetable",
            index=models.Index(fields=["ends_on", "id"], name="timetable_by_end"),
        ),
        migrations.AddIndex(
            model_name="timetable",
            index=models.Index(fields=["starts_on", "at", "id"], name="timetable_by_start"),
        ),
        migrations.AddConstraint(
            model_name="timetable",
            constraint=models.CheckConstraint(condition=models.Q(("minutes__gt", 0)), name="timetable_takes_time"),
        ),
        migrations.AddConstraint(
            model_name="timetable",
            constraint=models.CheckConstraint(condition=models.Q(("capacity__gt", 0)), name="timetable_holds_somebody"),
        ),
        migrations.AddConstraint(
            model_name="timetableconflict",
            constraint=models.UniqueConstraint(fields=("timetable", "occurrence"), name="timetable_conflict_once"),
        ),
        migrations.AddConstraint(
            model_name="workingday",
            constraint=models.UniqueConstraint(fields=("trainer", "day"), name="working_day_once"),
        ),
        # The first rule knew no cancelled classes.
        migrations.RunSQL(ANYWHERE.format(**TRAINER), FORMER.TRAINER_IN_ONE_PLACE),
        migrations.RunSQL(IN_ONE_PLACE.format(**TRAINER), ANYWHERE.format(**TRAINER)),
        migrations.RunSQL(IN_ONE_PLACE.format(**ROOM), ANYWHERE.format(**ROOM)),
    ]
