"""Seats are counted by the database; who waits has a place; what a booking asks is kept with it."""

from importlib import import_module

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.text

FOURTH = import_module("scheduling.migrations.0004_rooms_timetables_and_hours")
# A one-to-one that was confirmed or is under way takes its trainer and its room as one that is booked does.
IN_ONE_PLACE = FOURTH.IN_ONE_PLACE.replace("state = 'booked'", "state IN ('booked', 'confirmed', 'attended')").replace(
    "NEW.state = 'booked'", "NEW.state IN ('booked', 'confirmed', 'attended')"
)

# How many seats of a session are taken and how many wait, counted by the database with each row: so the last seat goes to one
# whoever writes, and no reader counts. Rows of one session take turns at the session's row.
SEATS = """
CREATE FUNCTION scheduling_takes_seat(state text, offered_until timestamptz) RETURNS integer LANGUAGE sql IMMUTABLE AS
    $$ SELECT (state IN ('booked', 'confirmed', 'attended', 'no_show') OR (state = 'waitlisted' AND offered_until IS NOT NULL))::int $$;
CREATE FUNCTION scheduling_waits(state text, offered_until timestamptz) RETURNS integer LANGUAGE sql IMMUTABLE AS
    $$ SELECT (state = 'waitlisted' AND offered_until IS NULL)::int $$;
CREATE FUNCTION scheduling_count_seats() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_session bigint := COALESCE(NEW.session_id, OLD.session_id);
    seats integer := 0;
    waiting_more integer := 0;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        seats := - scheduling_takes_seat(OLD.state, OLD.offered_until);
        waiting_more := - scheduling_waits(OLD.state, OLD.offered_until);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        seats := seats + scheduling_takes_seat(NEW.state, NEW.offered_until);
        waiting_more := waiting_more + scheduling_waits(NEW.state, NEW.offered_until);
    END IF;
    IF of_session IS NOT NULL AND (seats <> 0 OR waiting_more <> 0) THEN
        UPDATE scheduling_session SET taken = taken + seats, waiting = waiting + waiting_more WHERE id = of_session;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER seats_are_counted AFTER INSERT OR DELETE OR UPDATE OF state, offered_until ON scheduling_appointment
    FOR EACH ROW EXECUTE FUNCTION scheduling_count_seats();
CREATE FUNCTION scheduling_seat_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'An appointment stays in its session.' USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_stays';
END $$;
CREATE TRIGGER seat_stays BEFORE UPDATE OF session_id ON scheduling_appointment
    FOR EACH ROW WHEN (NEW.session_id IS DISTINCT FROM OLD.session_id) EXECUTE FUNCTION scheduling_seat_stays();
"""
UNCOUNTED = """
DROP TRIGGER seat_stays ON scheduling_appointment;
DROP TRIGGER seats_are_counted ON scheduling_appointment;
DROP FUNCTION scheduling_seat_stays();
DROP FUNCTION scheduling_count_seats();
DROP FUNCTION scheduling_waits(text, timestamptz);
DROP FUNCTION scheduling_takes_seat(text, timestamptz);
"""
# What was booked so far: by the rule of its service, and counted.
SO_FAR = """
UPDATE scheduling_appointment a SET cancellation_hours = s.cancellation_hours, late_cancellation = s.late_cancellation, no_show = s.no_show
FROM scheduling_service s WHERE s.id = a.service_id;
UPDATE scheduling_appointment SET cancelled_by = 'staff' WHERE state = 'cancelled';
UPDATE scheduling_session s SET taken = c.taken, capacity = greatest(s.capacity, c.taken)
FROM (SELECT session_id, count(*) AS taken FROM scheduling_appointment WHERE session_id IS NOT NULL AND state <> 'cancelled' GROUP BY 1) c
WHERE c.session_id = s.id;
"""


def in_one_place(sql, back):
    return [migrations.RunSQL(sql.format(**what), back.format(**what)) for what in (FOURTH.TRAINER, FOURTH.ROOM)]


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0016_visits_taken"),
        ("scheduling", "0004_rooms_timetables_and_hours"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The type of a column that a trigger names can't be changed.
        *in_one_place(FOURTH.ANYWHERE, FOURTH.IN_ONE_PLACE),
        migrations.RemoveConstraint(
            model_name="appointment",
            name="appointment_customer_free",
        ),
        migrations.RemoveConstraint(
            model_name="appointment",
            name="appointment_trainer_free",
        ),
        migrations.RemoveConstraint(
            model_name="appointment",
            name="appointment_room_free",
        ),
        migrations.AddField(
            model_name="appointment",
            name="anyway",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
        migrations.AddField(
            model_name="appointment",
            name="anyway_reason",
            field=models.CharField(blank=True, default="", max_length=200, validators=[core.text.single_line]),
        ),
        migrations.AddField(
            model_name="appointment",
            name="cancellation_hours",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="appointment",
            name="cancelled_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("member", "The member"),
                    ("staff", "The staff"),
                    ("class", "The class was cancelled"),
                    ("offer", "A seat was offered and not taken in time"),
                ],
                default="",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="check_in",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="appointments",
                to="core.checkin",
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="late",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="appointment",
            name="late_cancellation",
            field=models.CharField(
                choices=[("kept", "The visit is used up"), ("given_back", "The visit is given back")],
                default="kept",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="membership",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="appointments",
                to="core.membership",
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="no_show",
            field=models.CharField(
                choices=[("kept", "The visit is used up"), ("given_back", "The visit is given back")],
                default="kept",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="offered_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="passed_over",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
        migrations.AddField(
            model_name="appointment",
            name="place",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="took_visit",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="service",
            name="needs_membership",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="session",
            name="taken",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="session",
            name="waiting",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="state",
            field=models.CharField(
                choices=[
                    ("booked", "Booked"),
                    ("confirmed", "Confirmed"),
                    ("waitlisted", "On the waitlist"),
                    ("cancelled", "Cancelled"),
                    ("attended", "Attended"),
                    ("no_show", "No-show"),
                ],
                default="booked",
                max_length=10,
            ),
        ),
        *in_one_place(IN_ONE_PLACE, FOURTH.ANYWHERE),
        migrations.RunSQL(SO_FAR, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(
                condition=models.Q(("offered_until__isnull", False)), fields=["offered_until"], name="appointment_by_offer"
            ),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(
                condition=models.Q(("check_in__isnull", False)), fields=["check_in"], name="appointment_by_check_in"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("place__isnull", False), ("session__isnull", False), ("state", "waitlisted")),
                    models.Q(
                        models.Q(("state", "waitlisted"), _negated=True), ("offered_until__isnull", True), ("place__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="appointment_who_waits_has_a_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(fields=("session", "place"), name="appointment_place_once"),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("session", "customer"),
                name="appointment_once_in_a_session",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("state__in", ["booked", "confirmed", "attended"])),
                expressions=[
                    (
                        models.Func(
                            models.F("customer_id"),
                            models.F("customer_id"),
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
                name="appointment_customer_free",
                violation_error_code="conflict",
                violation_error_message="The member has another appointment at this time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(
                    ("session__isnull", True), ("state__in", ["booked", "confirmed", "attended"]), ("trainer__isnull", False)
                ),
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
                name="appointment_trainer_free",
                violation_error_code="conflict",
                violation_error_message="The trainer has another appointment at this time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(
                    ("room__isnull", False), ("session__isnull", True), ("state__in", ["booked", "confirmed", "attended"])
                ),
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
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("taken__lte", models.F("capacity"))), name="session_holds_its_seats"
            ),
        ),
        migrations.RunSQL(SEATS, UNCOUNTED),
    ]
