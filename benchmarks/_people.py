"""Members by the hundred thousand, in the database's own words: names of several scripts, most of them common, some rare."""

from pathlib import Path

from django.db import connection

from core.models import Plan, Tag

FIRSTS = [
    "Mia", "Anna", "Ben", "Emma", "Paul", "Lina", "Leon", "Marie", "Noah", "Sofia", "Elias", "Hannah", "Finn", "Clara",
    "Felix", "Ida", "Oskar", "Lea", "Emil", "Mila", "Anton", "Ella", "Luis", "Frieda", "Jonas", "Lotta", "Jakob",
    "Greta", "Moritz", "Nele", "Theo", "Jana", "Max", "Sara", "Tim", "Eva", "Jan", "Nina", "Lukas", "Julia", "Philipp",
    "Laura", "David", "Katharina", "Samuel", "Helena", "Rafael", "Zoë", "Björn", "Jürgen", "Łukasz", "Şebnem", "Özge",
    "Çağla", "José", "Renée", "André", "Chloë", "Søren", "Åsa", "Ingrid", "Olga", "Dmitri", "Yusuf", "Fatma", "Ayşe",
    "Mehmet", "Aylin", "Deniz", "Elif", "Can", "Nguyễn", "Minh", "Linh", "Hana", "Yuki", "Kenji", "Amara", "Chidi",
    "Ngozi", "Kofi", "Ama", "Priya", "Arjun", "Rohan", "Ananya", "Aisha", "Omar", "Layla",
]  # fmt: skip
HEADS = [
    "Mül", "Schmi", "Schnei", "Fisch", "We", "Mey", "Wag", "Beck", "Schul", "Hoff", "Schäf", "Koch", "Bau", "Rich",
    "Klei", "Wolf", "Schrö", "Neu", "Schwar", "Zim", "Bra", "Krü", "Hart", "Lan", "Wer", "Leh", "Köh", "Herr", "Kön",
    "Wal", "Kai", "Pet", "Gün", "Kel", "Fran", "Ber", "Win", "Lo", "Som", "Stei", "Jäg", "Vo", "Ott", "Sei", "Hei",
    "Brand", "Haa", "Schrei", "Gra", "Ditt", "Pfei", "Kuh", "Poh", "Hor", "Busc", "Vog", "Thi",
]  # fmt: skip
TAILS = [
    "ler", "der", "mann", "er", "ner", "ert", "ke", "ing", "berg", "hardt", "son", "ski", "sen", "in", "ov", "lein",
    "old", "ich", "hold", "stein", "wald", "feld", "bach", "hausen", "dorf", "brecht", "holz", "kamp", "burg", "rich",
    "mer", "ger", "zer", "ter", "ling", "bert", "man", "rath", "thal", "haupt",
]  # fmt: skip


def grow(size: int) -> None:
    """Adds members until there are so many. Their terms are written in one go, with the indexes built last."""
    plans = list(Plan.objects.values_list("pk", flat=True)) or [
        Plan.objects.create(name=f"Plan {n}", price=30, currency="EUR", months=1, colour="#228877").pk for n in range(8)
    ]
    for name in ("popular", "rare"):
        Tag.objects.get_or_create(name=name)
    with connection.cursor() as cursor:
        cursor.execute(
            "SET jit = off; SET synchronous_commit = off; SET statement_timeout = 0; SET maintenance_work_mem = '512MB'"
        )
        cursor.execute("SELECT count(*), coalesce(max(id), 0) FROM core_customer")
        count, last = cursor.fetchone()
        cursor.execute("ALTER TABLE core_customer DISABLE TRIGGER USER")
        numbers = {"first": count + 1, "last": size}
        words = {"firsts": FIRSTS, "heads": HEADS, "tails": TAILS, "plans": plans}
        cursor.execute(Path(__file__).with_name("_people.sql").read_text(), numbers | words)
        cursor.execute(
            "INSERT INTO core_customer_tags (customer_id, tag_id) SELECT customer.id, tag.id"
            " FROM core_customer AS customer, core_tag AS tag"
            " WHERE customer.id > %s AND customer.id %% CASE tag.name WHEN 'popular' THEN 30 ELSE 2000 END = 0",
            [last],
        )
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'search_term_in_order'")
        (index,) = cursor.fetchone()
        cursor.execute("DROP INDEX search_term_in_order; ALTER TABLE core_searchterm DROP CONSTRAINT core_searchterm_pkey")
        cursor.execute(
            "INSERT INTO core_searchterm (customer_id, term, rank) SELECT customer.id, found.term, found.rank"
            " FROM core_customer AS customer,"
            " LATERAL core_search_terms(first_name, last_name, preferred_name, email, phone_number, member_number::text)"
            " AS found WHERE customer.id > %s",
            [last],
        )
        cursor.execute("ALTER TABLE core_searchterm ADD PRIMARY KEY (customer_id, term)")
        cursor.execute(index)
        cursor.execute("ALTER TABLE core_customer ENABLE TRIGGER USER")
        for table in ("core_customer", "core_customer_tags", "core_searchterm"):
            cursor.execute(f"VACUUM ANALYZE {table}")
