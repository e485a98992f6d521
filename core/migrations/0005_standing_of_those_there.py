"""Members and memberships that were there before get the columns that the use cases keep from now on."""

from django.db import migrations

MEMBERSHIPS = """
UPDATE core_membership AS m
   SET anchor_day = extract(day FROM m.starts_on), sold_until = m.ends_on, visits = p.visits, visits_left = p.visits
  FROM core_plan AS p
 WHERE p.id = m.plan_id
"""
# Of each member the current membership, else the next, else the last.
CUSTOMERS = """
UPDATE core_customer AS c
   SET plan_id = m.plan_id, access_from = m.starts_on, access_until = m.ends_on
  FROM (SELECT DISTINCT ON (customer_id) *
          FROM core_membership
         ORDER BY customer_id,
                  CASE WHEN coalesce(ends_on, current_date) < current_date THEN 2
                       WHEN starts_on > current_date THEN 1 ELSE 0 END,
                  abs(current_date - starts_on)) AS m
 WHERE m.customer_id = c.id
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0004_memberships_in_full")]

    operations = [
        migrations.RunSQL(MEMBERSHIPS, migrations.RunSQL.noop),
        migrations.RunSQL(CUSTOMERS, migrations.RunSQL.noop),
    ]
