"""What members are ordered by where a column alone won't do: an index and every question use the same expression."""

from django.db.models import DateField, DateTimeField, F, Func

# Never there comes before every visit.
LAST_VISIT = Func(
    F("last_visit_at"), template="COALESCE(%(expressions)s, '-infinity'::timestamptz)", output_field=DateTimeField()
)
# No access at all comes before every end of it, access without an end after.
ENDS = Func(
    F("access_until"),
    F("access_from"),
    arg_joiner=", CASE WHEN ",
    template="COALESCE(%(expressions)s IS NULL THEN '-infinity'::date ELSE 'infinity'::date END)",
    output_field=DateField(),
)
# Folded names, last name first; the database keeps it.
SORT_NAME = Func(F("last_name"), F("first_name"), arg_joiner=" || ' ' || ", template="core_fold(%(expressions)s)")
