"""Records that may be of one person: the same name and birth date, the same phone, nearly the same address."""

from dataclasses import dataclass

from django.db import connection

from core.models import Customer

MOST = 50
# In pairs, the older record first. One pass over an index or a sort of the whole table for each reason; never pair with pair.
SAME_NAME = """
SELECT array_agg(id ORDER BY id) FROM core_customer WHERE birth_date IS NOT NULL
GROUP BY core_fold(first_name || ' ' || last_name), birth_date HAVING count(*) > 1 ORDER BY min(id) LIMIT %s
"""
SAME_PHONE = """
SELECT array_agg(id ORDER BY id) FROM core_customer WHERE phone_number <> '' AND guardian_id IS NULL
GROUP BY phone_number, core_fold(first_name) HAVING count(*) > 1 ORDER BY min(id) LIMIT %s
"""
# What stands before the @ without dots and without what follows a plus: an address written twice, or moved to another provider.
SIMILAR_EMAIL = """
SELECT array_agg(id ORDER BY id) FROM core_customer WHERE email <> ''
GROUP BY replace(split_part(split_part(lower(email), '@', 1), '+', 1), '.', ''), core_fold(last_name)
HAVING count(*) > 1 ORDER BY min(id) LIMIT %s
"""
REASONS = {"name_and_birth_date": SAME_NAME, "phone": SAME_PHONE, "email": SIMILAR_EMAIL}


@dataclass(frozen=True)
class Pair:
    first: Customer
    second: Customer
    reasons: list[str]


def suggest() -> list[Pair]:
    """At most MOST pairs, those with the most reasons first."""
    found: dict[tuple[int, int], list[str]] = {}
    for reason, query in REASONS.items():
        with connection.cursor() as cursor:
            cursor.execute(query, [MOST])
            for (ids,) in cursor.fetchall():
                for other in ids[1:4]:
                    found.setdefault((ids[0], other), []).append(reason)
    chosen = sorted(found, key=lambda pair: (-len(found[pair]), pair))[:MOST]
    people = Customer.objects.for_list().in_bulk({pk for pair in chosen for pk in pair})
    return [Pair(people[a], people[b], found[a, b]) for a, b in chosen if a in people and b in people]
