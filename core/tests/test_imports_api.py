"""`/api/imports/`: from a file to members, all of its lines or none."""

import io
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.events.models import Event
from core.imports import work
from core.models import Consent, Customer, Import, ImportFile, ImportProblem, Tag
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory
from core.tests.test_import_files import workbook

Sign = Callable[[str], Person]
URL = "/api/imports/"
ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(transaction=True)  # progress is told on a connection of its own


def upload(person: Person, content: str | bytes, name: str = "members.csv", **headers: str) -> Any:
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return person.client.post(URL, {"file": file}, format="multipart", headers=headers)


def post(person: Person, run: int, action: str) -> Any:
    return person.client.post(f"{URL}{run}/{action}/")


def work_off() -> None:
    importer = work.Importer()
    while importer.step():
        pass


def until(query: str) -> None:
    """Asks the database until it says yes; the test's own time limit ends it otherwise."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute(query)
            if cursor.fetchone()[0]:
                return
            threading.Event().wait(0.05)


def problems(person: Person, run: int) -> list[tuple[int, str, str, int | None]]:
    rows = person.client.get(f"{URL}{run}/problems/?page_size=100").json()["results"]
    return [(row["line"], row["field"], row["code"], row["other"]) for row in rows]


GOOD = """Client ID,First Name,Last Name,Email,Mobile Phone,Home Phone,Birthday,Added,Street,Zip,City,Country,Tags,Email opt in
7001,Mia,Ott,Mia@Example.org,0171 3920001,,25.12.1990,01.02.2024,Am Ring 1,10115,Berlin,Germany,VIP;early,yes
7002,王,芳,fang@example.org,,030 23125001,01.02.1985,,,,,,vip,no
"""


def test_a_good_file_becomes_members_in_every_part(person: Sign) -> None:
    manager = person("manager")
    Tag.objects.create(name="Vip")
    run = upload(manager, GOOD).json()
    assert (run["state"], run["source"], run["total"], run["date_order"]) == ("uploaded", "mindbody", 2, "dmy")
    assert run["mapping"][:2] == ["member_number", "first_name"]
    assert run["sample"][0][1] == "Mia"
    assert post(manager, run["id"], "check").json()["state"] == "checking"
    work_off()
    checked = manager.client.get(f"{URL}{run['id']}/").json()
    assert {name: checked[name] for name in ("state", "total", "done", "accepted", "refused")} == {
        "state": "checked", "total": 2, "done": 2, "accepted": 2, "refused": 0,
    }  # fmt: skip
    assert not Customer.objects.exists()
    assert post(manager, run["id"], "start").status_code == 200
    work_off()
    done = manager.client.get(f"{URL}{run['id']}/").json()
    assert (done["state"], done["created"], done["sample"]) == ("done", 2, [])
    mia = Customer.objects.get(email="Mia@Example.org")
    assert (mia.member_number, str(mia.phone_number), str(mia.birth_date), str(mia.joined_on)) == (
        7001, "+491713920001", "1990-12-25", "2024-02-01",
    )  # fmt: skip
    assert (mia.address, mia.postal_code, mia.city, mia.country) == ("Am Ring 1", "10115", "Berlin", "DE")
    assert {tag.name for tag in mia.tags.all()} == {"Vip", "early"}
    assert Consent.objects.get().kind == "email_marketing"
    assert str(Customer.objects.get(first_name="王").phone_number) == "+493023125001"
    assert CustomerFactory.create().member_number > 7002
    assert not ImportFile.objects.exists()
    event = Event.objects.get(type="customers.imported")
    assert (event.data, event.audience) == ({"id": run["id"], "count": 2}, ["staff"])


def test_each_line_that_cannot_be_taken_says_why_and_none_is_written(person: Sign) -> None:
    manager = person("manager")
    taken = CustomerFactory.create(email="Taken@Example.org")
    text = (
        "First name,Last name,Email,Phone,Birth date\n"
        "Good,One,good@example.org,030 901820,25.12.1990\n"
        "Bad,Mail,nowhere,,\n"
        "Bad,Phone,phone@example.org,12,\n"
        "Bad,Date,date@example.org,,31.02.1990\n"
        ",No,,,\n"
        "Same,Again,GOOD@example.org,,\n"
        "Is,Here,taken@example.ORG,,\n"
        "Odd,\u202eName,odd@example.org,,,extra\n"
        f"{'x' * 81},Long,long@example.org,,\n"
    )
    run = upload(manager, text).json()["id"]
    post(manager, run, "check")
    work_off()
    shown = manager.client.get(f"{URL}{run}/").json()
    assert (shown["state"], shown["accepted"], shown["refused"]) == ("checked", 1, 8)
    assert problems(manager, run) == [
        (3, "email", "invalid_email", None),
        (4, "phone_number", "invalid_phone", None),
        (5, "birth_date", "invalid_date", None),
        (6, "first_name", "required", None),
        (6, "email", "required", None),
        (7, "email", "repeated", 2),
        (8, "email", "taken", taken.pk),
        (9, "", "more_cells_than_headings", None),
        (9, "last_name", "odd_character", None),
        (10, "first_name", "too_long", None),
    ]
    refused = post(manager, run, "start")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_clean")
    assert Customer.objects.count() == 1


def test_what_comes_between_the_dry_run_and_the_import_undoes_all_of_it(person: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "CHUNK", 1)
    manager = person("manager")
    run = upload(manager, GOOD).json()["id"]
    post(manager, run, "check")
    work_off()
    post(manager, run, "start")
    other = CustomerFactory.create(email="FANG@example.org")
    work_off()
    shown = manager.client.get(f"{URL}{run}/").json()
    assert (shown["state"], shown["failure"], shown["refused"]) == ("checked", "changed_meanwhile", 1)
    assert problems(manager, run) == [(3, "email", "taken", other.pk)]
    assert list(Customer.objects.values_list("pk", flat=True)) == [other.pk]
    assert not Tag.objects.exists()


def test_a_worker_that_is_killed_loses_nothing_and_does_nothing_twice(person: Sign) -> None:
    """Killed in the middle of writing, where another's uncommitted member holds it up; the next worker begins anew."""
    manager = person("manager")
    lines = "".join(f"First{n},Last{n},person{n}@import.example\n" for n in range(30))
    run = upload(manager, f"First name,Last name,Email\n{lines}").json()["id"]
    post(manager, run, "check")
    work_off()
    post(manager, run, "start")
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{connection.settings_dict['NAME']}"
    with transaction.atomic():
        CustomerFactory.create(email="person20@import.example")
        worker = subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=ROOT, env={**os.environ, "DATABASE_URL": url})
        until("SELECT count(*) > 0 FROM pg_locks WHERE NOT granted")
        worker.kill()
        worker.wait()
        transaction.set_rollback(True)
    until(
        "SELECT count(*) = 0 FROM pg_stat_activity"
        " WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    assert (Import.objects.get(pk=run).state, Customer.objects.exists()) == ("importing", False)
    work_off()
    assert Customer.objects.count() == Import.objects.get(pk=run).created == 30
    assert Event.objects.filter(type="customers.imported").count() == 1


def test_a_file_that_nobody_goes_on_with_is_gone_after_a_week(person: Sign) -> None:
    manager = person("manager")
    left, checked = (upload(manager, f"{GOOD}\n7003,,x,nowhere\n").json()["id"] for _ in range(2))
    post(manager, checked, "check")
    work_off()
    for age, states in ((timedelta(days=6, hours=23), ["uploaded", "checked"]), (timedelta(days=7), ["failed", "failed"])):
        Import.objects.update(created_at=timezone.now() - age)
        work_off()
        shown = [manager.client.get(f"{URL}{run}/").json() for run in (left, checked)]
        assert [run["state"] for run in shown] == states
    assert [(run["failure"], run["sample"]) for run in shown] == [("left", [])] * 2
    assert not ImportFile.objects.exists()
    assert not ImportProblem.objects.exists()
    assert Event.objects.filter(type="import.moved", data__failure="left").count() == 2
    assert post(manager, left, "check").json()["code"] == "wrong_state"


def test_the_one_who_asked_is_told_how_far_it_is(person: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "CHUNK", 1)
    monkeypatch.setattr(work, "TELL_EVERY", 0.0)
    manager = person("manager")
    run = upload(manager, GOOD).json()["id"]
    for action in ("check", "start"):
        post(manager, run, action)
        work_off()
    told = Event.objects.filter(type="import.moved").order_by("position")
    assert [(event.data["state"], event.data["done"]) for event in told] == [
        ("uploaded", 0), ("checking", 0), ("checking", 1), ("checking", 2), ("checked", 2),
        ("importing", 0), ("importing", 1), ("importing", 2), ("done", 2),
    ]  # fmt: skip
    assert [event.data["version"] for event in told] == list(range(1, 10))
    assert {tuple(event.audience) for event in told} == {(f"user:{manager.user.pk}",)}


def test_the_columns_and_the_order_of_dates_can_be_put_right(person: Sign) -> None:
    manager = person("manager")
    run = upload(manager, "Who,Where to,Born\nOtt; Mia,mia@example.org,03/04/1990\n").json()
    assert run["mapping"] == [None, None, "birth_date"]
    url = f"{URL}{run['id']}/"
    incomplete = post(manager, run["id"], "check")
    assert incomplete.json()["fields"]["mapping"][0]["code"] == "incomplete"
    for mapping, code in (
        (["full_name"], "invalid"),
        (["full_name", "full_name", "email"], "repeated"),
        (["full_name", "email", "nonsense"], "invalid_choice"),
        (["full_name", None, None], "incomplete"),
    ):
        answer = manager.client.patch(url, {"mapping": mapping})
        fields = answer.json()["fields"]
        assert (answer.status_code, fields[min(fields)][0]["code"]) == (400, code)
    changed = manager.client.patch(url, {"mapping": ["full_name", "email", "birth_date"], "date_order": "mdy"})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    post(manager, run["id"], "check")
    assert manager.client.patch(url, {"date_order": "dmy"}).status_code == 409
    assert manager.client.delete(url).status_code == 409
    work_off()
    post(manager, run["id"], "start")
    work_off()
    assert str(Customer.objects.get().birth_date) == "1990-03-04"
    assert manager.client.delete(url).status_code == 204
    assert Customer.objects.count() == 1


def test_a_workbook_is_imported_as_well(person: Sign) -> None:
    manager = person("manager")
    content = workbook(["Name", "Email", "Mobile", "Date of birth"], ["Mia Ott", "mia@example.org", 1713920001, 32936])
    run = upload(manager, content, "members.xlsx").json()["id"]
    post(manager, run, "check")
    work_off()
    post(manager, run, "start")
    work_off()
    mia = Customer.objects.get()
    assert (mia.full_name, str(mia.phone_number), str(mia.birth_date)) == ("Mia Ott", "+491713920001", "1990-03-04")


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\0\0", b"", b"Name,Email\n"], ids=["png", "empty", "headings only"])
def test_what_cannot_be_read_is_refused_at_the_door(person: Sign, content: bytes) -> None:
    answer = upload(person("manager"), content)
    assert (answer.status_code, answer.json()["code"], list(answer.json()["fields"])) == (400, "validation_failed", ["file"])
    assert not Import.objects.exists()


def test_uploads_are_bounded_and_are_files(person: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    manager = person("manager")
    monkeypatch.setattr("core.api.imports.FILE_BYTES", 100)
    assert upload(manager, b"x" * 200_000).status_code == 413
    assert upload(manager, b"x" * 2_000).status_code == 413
    assert manager.client.post(URL, {"file": "text"}).status_code == 400
    assert manager.client.post(URL, {"file": "text"}, format="multipart").status_code == 400
    broken = manager.client.post(URL, b"--x\r\nnonsense", content_type="multipart/form-data; boundary=x")
    assert broken.status_code == 400


def test_an_upload_is_done_once_for_its_key(person: Sign) -> None:
    manager = person("manager")
    first, again = (upload(manager, GOOD, **{"Idempotency-Key": "the-same-key"}) for _ in range(2))
    other = upload(manager, GOOD + "\n", **{"Idempotency-Key": "the-same-key"})
    assert (first.json()["id"], other.status_code) == (again.json()["id"], 422)
    assert Import.objects.count() == 1


def test_the_list_and_the_problems_take_the_same_queries_for_any_length(person: Sign) -> None:
    manager = person("manager")
    counts = []
    for more in (1, 9):
        for _ in range(more):
            run = upload(manager, "Name,Email\n" + "x,y\n" * more).json()["id"]
        post(manager, run, "check")
        work_off()
        with CaptureQueriesContext(connection) as queries:
            manager.client.get(URL)
            manager.client.get(f"{URL}{run}/problems/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_reading_stays_in_bounds(person: Sign) -> None:
    """A cell longer than any field, and a file of one endless line, are problems of lines and no failure."""
    manager = person("manager")
    text = io.StringIO()
    text.write(f"Name,Email,Notes\nMia Ott,mia@example.org,{'n' * 9_000}\n")
    run = upload(manager, text.getvalue()).json()["id"]
    post(manager, run, "check")
    work_off()
    assert problems(manager, run) == [(2, "notes", "too_long", None)]
