"""Rules that span tables: a trainer's classes and one-to-ones don't meet; and what is planned wakes the clock."""

from django.db import migrations

# Locking the trainer's row makes two transactions that want the same trainer take turns, so that the second one sees the first.
TRAINER_IN_ONE_PLACE = """
CREATE FUNCTION scheduling_trainer_in_one_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    taken boolean;
BEGIN
    PERFORM FROM core_user WHERE id = NEW.trainer_id FOR NO KEY UPDATE;
    IF TG_TABLE_NAME = 'scheduling_session' THEN
        taken := EXISTS (
            SELECT FROM scheduling_appointment WHERE trainer_id = NEW.trainer_id AND state = 'booked' AND session_id IS NULL
            AND tstzrange(starts_at, ends_at) && tstzrange(NEW.starts_at, NEW.ends_at)
        );
    ELSE
        taken := EXISTS (
            SELECT FROM scheduling_session WHERE trainer_id = NEW.trainer_id
            AND tstzrange(starts_at, ends_at) && tstzrange(NEW.starts_at, NEW.ends_at)
        );
    END IF;
    IF taken THEN
        RAISE EXCEPTION 'The trainer % is elsewhere at this time.', NEW.trainer_id
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'trainer_in_one_place', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER trainer_in_one_place BEFORE INSERT OR UPDATE OF trainer_id, starts_at, ends_at ON scheduling_session
    FOR EACH ROW EXECUTE FUNCTION scheduling_trainer_in_one_place();
CREATE TRIGGER trainer_in_one_place
    BEFORE INSERT OR UPDATE OF trainer_id, starts_at, ends_at, state, session_id ON scheduling_appointment
    FOR EACH ROW WHEN (NEW.trainer_id IS NOT NULL AND NEW.session_id IS NULL AND NEW.state = 'booked')
    EXECUTE FUNCTION scheduling_trainer_in_one_place();
"""
ANYWHERE = """
DROP TRIGGER trainer_in_one_place ON scheduling_appointment;
DROP TRIGGER trainer_in_one_place ON scheduling_session;
DROP FUNCTION scheduling_trainer_in_one_place();
"""
WAKE = """
CREATE TRIGGER scheduling_reminder_planned AFTER INSERT ON scheduling_reminder
    FOR EACH STATEMENT EXECUTE FUNCTION core_line_wake('reminder_planned');
"""
UNWAKE = "DROP TRIGGER scheduling_reminder_planned ON scheduling_reminder;"


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0001_initial"), ("core", "0002_line_wakes_its_readers")]
    operations = [migrations.RunSQL(TRAINER_IN_ONE_PLACE, ANYWHERE), migrations.RunSQL(WAKE, UNWAKE)]
