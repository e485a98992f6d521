"""PostgreSQL itself wakes the relay at commit, and the readers when events got their place; and the table of the cache."""

from django.core.management import call_command
from django.db import migrations

WAKE = """
CREATE FUNCTION core_line_wake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify(TG_ARGV[0], '');
    RETURN NULL;
END $$;
CREATE TRIGGER core_event_recorded AFTER INSERT ON core_event
    FOR EACH STATEMENT EXECUTE FUNCTION core_line_wake('line_recorded');
CREATE TRIGGER core_line_placed AFTER UPDATE OF head ON core_line
    FOR EACH STATEMENT EXECUTE FUNCTION core_line_wake('line_placed');
"""
UNWAKE = """
DROP TRIGGER core_line_placed ON core_line;
DROP TRIGGER core_event_recorded ON core_event;
DROP FUNCTION core_line_wake();
"""


def create_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunSQL(WAKE, UNWAKE),
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
    ]
