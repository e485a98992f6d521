"""Finding members: what is found by what, in which order, and that the database keeps the terms whatever writes."""

import sys
import unicodedata

import pytest
from django.db import connection

from core import customers, member_search
from core.member_search import Question
from core.models import Customer, SearchTerm
from core.tests.factories import CustomerFactory, UserFactory


def found(typed: str) -> list[str]:
    places = member_search.find(Question.of(typed), None, limit=50)
    by_id = Customer.objects.in_bulk([place.customer for place in places])
    condition = Customer.objects.filter(Question.of(typed).condition)
    assert {place.customer for place in places} == set(condition.values_list("pk", flat=True)), "counted otherwise than listed"
    return [by_id[place.customer].first_name for place in places]


@pytest.fixture
def people(db: None) -> None:
    """Each is found by their first name, which is the test's name for them."""
    for first, last, more in (
        ("Jürgen", "Müller-Groß", {"phone_number": "+491713920001", "email": "jmg@firma.example"}),
        ("Zoë Ann", "O’Neill", {"preferred_name": "Zozo"}),
        ("Søren", "Łukasiewicz", {}),
        ("İpek", "Işık", {}),
        ("小明", "王", {"email": "xm.wang@mail.example"}),
        ("さくら", "田中", {}),
        ("Anna", "Weber", {"email": "AW@example.org", "phone_number": "+390612345678"}),
        ("Annabel", "Wolf", {"email": "bel.web@example.org"}),
        ("Nguyễn Văn", "Đặng", {"phone_number": "+12025550143"}),
    ):
        CustomerFactory.create(first_name=first, last_name=last, **more)


@pytest.mark.parametrize(
    ("typed", "first_names"),
    [
        ("jurgen", ["Jürgen"]), ("MÜLLER", ["Jürgen"]), ("mueller-gross", ["Jürgen"]), ("groß", ["Jürgen"]),
        ("muller gross jurgen", ["Jürgen"]), ("ju gro", ["Jürgen"]), ("gro ju", ["Jürgen"]), ("u", []),
        ("oneill", ["Zoë Ann"]), ("o'neill", ["Zoë Ann"]), ("zoe oneill", ["Zoë Ann"]), ("zozo", ["Zoë Ann"]),
        ("soren", ["Søren"]), ("lukas", ["Søren"]), ("isik", ["İpek"]), ("IPEK", ["İpek"]),
        ("小明", ["小明"]), ("明", ["小明"]), ("王", ["小明"]), ("王小", ["小明"]),
        ("王 小明", ["小明"]), ("明王", ["小明"]), ("王明", ["小明"]),
        ("ｗａｎｇ", ["小明"]), ("くら", ["さくら"]), ("中さ", ["さくら"]),
        ("0171 392", ["Jürgen"]), ("+49 171/392-0001", ["Jürgen"]), ("0049171", ["Jürgen"]), ("171392", ["Jürgen"]),
        ("0001", ["Jürgen"]), ("06 1234", ["Anna"]), ("2025550", ["Nguyễn Văn"]), ("1 202", ["Nguyễn Văn"]),
        ("aw@example.org", ["Anna"]), ("AW@EX", ["Anna"]), ("firma", ["Jürgen"]), ("web@example", ["Annabel", "Anna"]),
        ("jurgen 0171", ["Jürgen"]), ("0171 jur", ["Jürgen"]), ("anna 0171", []), ("wo @example", ["Annabel"]),
        ("nguyen dang", ["Nguyễn Văn"]), ("van ng", ["Nguyễn Văn"]),
        ("anna", ["Anna", "Annabel"]), ("ann", ["Zoë Ann", "Anna", "Annabel"]), ("we", ["Anna", "Annabel"]),
        ("%", []), ("_", []), ("...", []), ("\\", []), ("zzz", []), ("anna weber anna weber", ["Anna"]),
    ],
)  # fmt: skip
def test_what_is_found_best_match_first(people: None, typed: str, first_names: list[str]) -> None:
    """Whole words before longer ones, names before addresses."""
    assert found(typed) == first_names


def test_a_member_number_is_found_before_what_only_begins_so(db: None) -> None:
    first = CustomerFactory.create(first_name="First", phone_number="+493011111111")
    CustomerFactory.create(first_name="Other", email=f"x.{first.member_number}9@example.org")
    assert found(f"#{first.member_number}") == ["First", "Other"]
    assert found(f"fir {first.member_number}") == ["First"]


def test_pages_go_through_every_part_and_back_again(db: None) -> None:
    """Names, then contacts, then first letters and other words: nobody twice, nobody left out, the same backwards."""
    for number in range(7):
        CustomerFactory.create(first_name=f"Ada{number}", last_name="Li")
        CustomerFactory.create(first_name="Bo", last_name="Ko", email=f"ada{number}.li.{number}@example.org")
        CustomerFactory.create(first_name=f"Adalbert{number}", last_name="Ling")
    for typed, expected in (("ada", 21), ("ada li", 14), ("li a", 14), ("ada @example", 21)):
        question = Question.of(typed)
        whole = member_search.find(question, None, limit=100)
        assert len({place.customer for place in whole}) == len(whole) == expected, typed
        paged: list[member_search.Place] = []
        while page := member_search.find(question, None, limit=4, after=paged[-1] if paged else None):
            paged += page
        assert paged == whole
        back: list[member_search.Place] = [whole[-1]]
        while page := member_search.find(question, None, limit=3, after=back[-1], backwards=True):
            back += page
        assert back == whole[::-1]


def test_counting_stops_at_its_limit_and_counts_what_is_listed(people: None) -> None:
    for typed, number in (("an", 3), ("ju gro", 1), ("wo @example", 1), ("zzz", 0), ("%", 0)):
        assert member_search.count(Question.of(typed), limit=50) == len(found(typed)) == number
    assert member_search.count(Question.of("a"), limit=2) == 2


def test_terms_follow_every_way_of_writing(db: None) -> None:
    """Use case, bulk, update, raw SQL, deletion: nothing has to remember to keep them."""
    customer = customers.create(by=None, first_name="Mia", last_name="Ott", email="mia@example.org")
    assert found("mia ott") == ["Mia"]
    customers.change(customer=customer, by=None, last_name="Sommer")
    assert (found("ott"), found("sommer")) == ([], ["Mia"])
    Customer.objects.filter(pk=customer.pk).update(first_name="Lea", phone_number="+4930901820", version=9)
    assert (found("mia"), found("lea som"), found("030901820")) == (["Lea"], ["Lea"], ["Lea"])  # mia: still the address
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_customer SET email = 'neu@example.org' WHERE id = %s", [customer.pk])
    assert (found("mia"), found("neu")) == ([], ["Lea"])
    Customer.objects.bulk_create([CustomerFactory.build(first_name=f"Bulk{n}") for n in range(3)])
    assert len(found("bulk")) == 3
    Customer.objects.filter(first_name__startswith="Bulk").delete()
    customers.delete(customer=customer, by=UserFactory.create())
    assert set(SearchTerm.objects.values_list("customer", flat=True)) == set(Customer.objects.values_list("pk", flat=True))
    assert found("bulk") == found("lea") == []


def test_a_change_of_something_else_leaves_the_terms_alone(db: None) -> None:
    customer = CustomerFactory.create()
    query = "SELECT min(xmin::text::bigint), max(ctid) FROM core_searchterm WHERE customer_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [customer.pk])
        before = cursor.fetchone()
        Customer.objects.filter(pk=customer.pk).update(notes="Knee", version=2, first_name=customer.first_name)
        cursor.execute(query, [customer.pk])
        assert cursor.fetchone() == before


def test_what_is_typed_is_folded_as_the_database_folds(db: None) -> None:
    """Every character of the two lowest planes that can stand in a name, between two letters."""
    known = [
        chr(code)
        for code in range(1, 0x20000)
        if not 0xD800 <= code < 0xE000 and unicodedata.category(chr(code)) not in ("Cn", "Cc", "Co", "Cs")
    ]
    texts = [f"a{character}b" for character in known]
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_search_form(written) FROM unnest(%s) WITH ORDINALITY AS t (written, n) ORDER BY n", [texts])
        kept = [row[0] for row in cursor.fetchall()]
    differing = [(text, mine, kept) for text, kept in zip(texts, kept, strict=True) if (mine := member_search.form(text)) != kept]
    # What a newer Unicode has added since the Python here was made; nobody can have typed it into either.
    assert len(differing) <= 40, (len(differing), differing[:20], sys.version)
