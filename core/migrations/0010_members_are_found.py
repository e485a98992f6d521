"""What members are found by, and in which orders they are listed.

The database keeps both: folded names as a generated column, search terms by triggers. So no write can forget them, in whatever way
it is made. `core.member_search` folds in the same way what somebody types.
"""

import django.db.models.deletion
from django.db import migrations, models

FOLD = r"""
CREATE FUNCTION core_fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
  CASE WHEN octet_length($1) = length($1) THEN lower($1 COLLATE "C")
  ELSE normalize(translate(replace(replace(replace(regexp_replace(
    casefold(normalize($1, NFKD) COLLATE pg_unicode_fast) COLLATE "C",
    E'[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]+'
      COLLATE "C", '', 'g'),
    'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'øłđðħıŧ', 'olddhit'), NFC) END;

CREATE FUNCTION core_search_form(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
  btrim(regexp_replace(translate(core_fold($1), E'''`\u2018\u2019\u02bc\u02bb', ''),
    E'[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u2e00-\u2e7f\u3000-\u303f\u30fb\uff00-\uff0f]+'
      COLLATE "C", ' ', 'g'), ' ');
"""
UNFOLD = "DROP FUNCTION core_search_form(text); DROP FUNCTION core_fold(text);"

# A name is spelt as it is, with ä ö ü ø å written out, and with those that are written out contracted.
TERMS = r"""
CREATE FUNCTION core_search_terms(first text, last text, preferred text, email text, phone text, number text)
RETURNS TABLE (term text, rank smallint) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH written (name) AS (
    SELECT first || ' ' || last UNION SELECT preferred || ' ' || last WHERE preferred <> ''
  ), spelt AS (
    SELECT core_search_form(name) AS words FROM written
    UNION
    SELECT core_search_form(replace(replace(replace(replace(replace(
      lower(name COLLATE pg_unicode_fast), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ø', 'oe'), 'å', 'aa'))
    FROM written WHERE octet_length(name) > length(name) AND name COLLATE pg_unicode_fast ~ '[äöüøåÄÖÜØÅ]'
  ), spellings AS (
    SELECT words FROM spelt
    UNION
    SELECT regexp_replace(words, '(?<![aeiouq])([aou])e', '\1', 'g') FROM spelt WHERE words ~ '[aou]e'
  ), joined (run) AS (
    SELECT replace(core_search_form(name), ' ', '') FROM (VALUES (last || first), (last || preferred)) AS eastern (name)
    WHERE octet_length(name) > length(name)
  ), found (term, rank) AS (
    SELECT array_to_string(part[i:] || part[:i - 1], ' '), 0
    FROM spellings, LATERAL (SELECT string_to_array(words, ' ')) AS split (part), generate_series(1, least(cardinality(part), 8)) AS i
    UNION ALL
    SELECT substr(run, i), 0 FROM joined, generate_series(1, least(length(run), 32)) AS i
    WHERE substr(run, i, 1) ~ E'[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003134f]'
    UNION ALL
    SELECT left(part[j], 1) || ' ' || part[i], 2
    FROM spellings, LATERAL (SELECT (string_to_array(words, ' '))[:5]) AS split (part),
      generate_series(1, cardinality(part)) AS i, generate_series(1, cardinality(part)) AS j
    WHERE i <> j
    UNION ALL
    SELECT substr(run, j, 1) || ' ' || substr(run, i), 2
    FROM joined, generate_series(1, least(length(run), 4)) AS i, generate_series(1, least(length(run), 4)) AS j
    WHERE i <> j AND left(run, 4) ~ E'^[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003134f]+$'
    UNION ALL
    SELECT array_to_string(part[i:], ' '), 0
    FROM string_to_array(core_search_form(number), ' ') AS part, generate_series(1, cardinality(part)) AS i
    UNION ALL
    SELECT array_to_string(part[i:], ' '), 1
    FROM string_to_array(core_search_form(email), ' ') AS part, generate_series(1, least(greatest(cardinality(part) - 1, 1), 8)) AS i
    UNION ALL
    SELECT unnest(ARRAY[digits, own, '0' || own, right(digits, 4)]), 1
    FROM (SELECT digits, regexp_replace(digits,
        '^([17]|2[07]|3[0123469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|(2[1-689]|3[578]|42|5[09]|6[7-9]|8[05789]|9[679])\d)', '') AS own
      FROM (SELECT ltrim(phone, '+') AS digits) AS kept) AS phones WHERE digits <> ''
  )
  SELECT left(term, 100), min(rank)::smallint FROM found WHERE term <> '' GROUP BY 1
$$;

CREATE FUNCTION core_customer_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO core_searchterm (customer_id, term, rank)
    SELECT added.id, found.term, found.rank
    FROM added, LATERAL core_search_terms(first_name, last_name, preferred_name, email, phone_number, member_number::text) AS found;
  RETURN NULL;
END $$;
CREATE FUNCTION core_customer_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM core_searchterm WHERE customer_id = OLD.id;
  INSERT INTO core_searchterm (customer_id, term, rank)
    SELECT NEW.id, found.term, found.rank
    FROM core_search_terms(
      NEW.first_name, NEW.last_name, NEW.preferred_name, NEW.email, NEW.phone_number, NEW.member_number::text) AS found;
  RETURN NULL;
END $$;
CREATE FUNCTION core_customer_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM core_searchterm USING gone WHERE customer_id = gone.id;
  RETURN NULL;
END $$;
CREATE TRIGGER core_customer_added AFTER INSERT ON core_customer
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION core_customer_added();
CREATE TRIGGER core_customer_renamed
  AFTER UPDATE OF id, first_name, last_name, preferred_name, email, phone_number, member_number ON core_customer FOR EACH ROW
  WHEN ((OLD.id, OLD.first_name, OLD.last_name, OLD.preferred_name, OLD.email, OLD.phone_number, OLD.member_number)
    IS DISTINCT FROM (NEW.id, NEW.first_name, NEW.last_name, NEW.preferred_name, NEW.email, NEW.phone_number, NEW.member_number))
  EXECUTE FUNCTION core_customer_renamed();
CREATE TRIGGER core_customer_gone AFTER DELETE ON core_customer
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION core_customer_gone();

INSERT INTO core_searchterm (customer_id, term, rank)
  SELECT customer.id, found.term, found.rank
  FROM core_customer AS customer,
    LATERAL core_search_terms(first_name, last_name, preferred_name, email, phone_number, member_number::text) AS found;
"""
FORGET = """
DROP TRIGGER core_customer_gone ON core_customer;
DROP TRIGGER core_customer_renamed ON core_customer;
DROP TRIGGER core_customer_added ON core_customer;
DROP FUNCTION core_customer_gone();
DROP FUNCTION core_customer_renamed();
DROP FUNCTION core_customer_added();
DROP FUNCTION core_search_terms(text, text, text, text, text, text);
"""
ENDS = models.Func(
    models.F("access_until"), models.F("access_from"), arg_joiner=", CASE WHEN ", output_field=models.DateField(),
    template="COALESCE(%(expressions)s IS NULL THEN '-infinity'::date ELSE 'infinity'::date END)",
)  # fmt: skip
LAST_VISIT = models.Func(
    models.F("last_visit_at"), output_field=models.DateTimeField(),
    template="COALESCE(%(expressions)s, '-infinity'::timestamptz)",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0009_accounts_are_verified"),
    ]

    operations = [
        migrations.RunSQL(FOLD, UNFOLD),
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "customer_id", "term", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="search_terms",
                        to="core.customer",
                    ),
                ),
                ("term", models.TextField(db_collation="C")),
                ("rank", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="customer",
            name="sort_name",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("last_name"), models.F("first_name"), arg_joiner=" || ' ' || ", template="core_fold(%(expressions)s)"
                ),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.AlterField(
            model_name="customer",
            name="plan",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="core.plan",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["sort_name", "id"], name="customer_by_sort_name"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(LAST_VISIT, models.F("id"), name="customer_by_last_visit"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(ENDS, models.F("id"), name="customer_by_end"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(models.F("plan"), models.F("sort_name"), models.F("id"), name="customer_by_plan_and_name"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(models.F("plan"), ENDS, models.F("id"), name="customer_by_plan_and_end"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("frozen_from__isnull", False)), fields=["sort_name", "id"], name="customer_frozen_by_name"
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("frozen_from__isnull", False)), fields=["joined_on", "id"], name="customer_frozen_by_joining"
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                LAST_VISIT,
                models.F("id"),
                condition=models.Q(("frozen_from__isnull", False)),
                name="customer_frozen_by_last_visit",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                ENDS, models.F("id"), condition=models.Q(("frozen_from__isnull", False)), name="customer_frozen_by_end"
            ),
        ),
        migrations.AddIndex(
            model_name="searchterm",
            index=models.Index(fields=["rank", "term", "customer"], name="search_term_in_order"),
        ),
        migrations.RunSQL(TERMS, FORGET),
    ]
