"""From a booking to the mail and back: every part of the slice, as it runs in production."""

import json
import re
import urllib.request
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

from icalendar import Calendar

from gymcrm.stack.stack import Stack
from gymcrm.tests.visitor import Visitor

KIND = "appointment_starts"


def mails(stack: Stack, to: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{stack.env['AWS_ENDPOINT_URL']}/_ministack/ses/messages") as answer:
        sent = [mail for account in json.load(answer)["messages"].values() for mail in account]
    return [mail for mail in sent if to in mail["To"]]


def sent(staff: Visitor, customer: dict[str, Any], kind: str = KIND) -> bool:
    own = [event["data"] for event in staff.events("reminder.sent") if event["data"]["customer"] == customer["id"]]
    return any(data["kind"] == kind for data in own)


def calendar(stack: Stack, message: str) -> Any:
    """The file that went with this mail, as the endpoint was given it."""
    with urllib.request.urlopen(f"{stack.env['AWS_ENDPOINT_URL']}/mails/{message}") as answer:
        mail: Any = message_from_bytes(answer.read(), policy=default)
    texts, file = mail.iter_parts()
    assert [part.get_content_type() for part in texts.iter_parts()] == ["text/plain", "text/html"]
    read = Calendar.from_ical(file.get_payload(decode=True))
    assert file["Content-Type"].params["method"] == str(read["METHOD"])
    return read


def page(url: str, *, pressed: bool = False) -> str:
    """What a browser that follows the link is shown, or is told when the button is pressed."""
    with urllib.request.urlopen(url, data=b"" if pressed else None) as answer:
        shown: str = answer.read().decode()
    return shown


def answered(system: Stack, mail: dict[str, Any], *, since: str) -> Visitor:
    """The mail's first and last link are followed and their buttons pressed while there is no web server. Returns who comes back
    with the screen that they had open at `since`, when there is one again."""
    confirm, _, unsubscribe = re.findall(r"http\S+/answer/\S+", mail["BodyText"])
    system["web"].kill()
    try:
        assert "Are you coming?" in page(confirm)
        for link in (confirm, unsubscribe):
            assert "We have your answer" in page(link, pressed=True)
    finally:
        system.start("web")
    return Visitor(system.env["GYM_PUBLIC_URL"], since=since)


def test_a_reminder_is_planned_taken_published_sent_reported_and_answered(system: Stack) -> None:
    with Visitor(system.env["GYM_PUBLIC_URL"]) as staff:
        customer = staff.post("/api/customers/", {"first_name": "Zoë", "last_name": "Ott", "email": "zoe@example.org"}).json()
        service = staff.http.get("/api/services/").json()["results"][0]
        starts_at = datetime.now(UTC) + timedelta(hours=2, seconds=3)
        booked = staff.post(
            "/api/appointments/",
            {"customer": customer["id"], "service": service["id"], "trainer": None, "starts_at": starts_at.isoformat()},
        )
        assert booked.status_code == 201, booked.text
        subject = f"appointment/{booked.json()['id']}"

        staff.heard(lambda _: sent(staff, customer), seconds=60)
        own = [
            frame["event"]
            for frame in staff.frames
            if frame["type"] == "event" and frame["event"]["data"].get("subject") == subject
            if frame["event"]["data"]["kind"] == KIND
        ]
        # The one for the day before is not planned: that time has passed (domain rule 23).
        assert [event["type"] for event in own] == ["reminder.planned", "reminder.queued", "reminder.sent"]
        (row,) = staff.http.get("/api/reminders/", params={"customer": customer["id"], "kind": KIND}).json()["results"]
        assert row == own[-1]["data"]
        assert row["state"] == "sent"
        assert "zoe@example.org" not in json.dumps(staff.frames)
        since = staff.cursor()

    (mail,) = [mail for mail in mails(system, "zoe@example.org") if not mail["Subject"].startswith("Booked: ")]
    assert "Personal training" in mail["Subject"] + mail["BodyText"]
    for part in (mail["BodyText"], mail["BodyHtml"]):
        assert "Zoë" in part
    with answered(system, mail, since=since) as staff:
        staff.heard(lambda _: staff.events("appointment.confirmed") and staff.events("mails.chosen"))
        assert [event["data"]["id"] for event in staff.events("appointment.confirmed")] == [booked.json()["id"]]
        assert [event["data"]["customer"] for event in staff.events("mails.chosen")] == [customer["id"]]


def test_a_cancelled_appointment_reminds_nobody(system: Stack) -> None:
    with Visitor(system.env["GYM_PUBLIC_URL"]) as staff:
        customer = staff.post("/api/customers/", {"first_name": "Ann", "last_name": "Li", "email": "ann@example.org"}).json()
        service = staff.http.get("/api/services/").json()["results"][0]
        starts_at = datetime.now(UTC) + timedelta(hours=2, seconds=4)
        body = {"customer": customer["id"], "service": service["id"], "trainer": None, "starts_at": starts_at.isoformat()}
        appointment = staff.post("/api/appointments/", body).json()
        assert staff.post(f"/api/appointments/{appointment['id']}/cancel/", {}).status_code == 200
        # One that is due a second later goes out: by then the cancelled one would have, too.
        later = staff.post("/api/customers/", {"first_name": "Bo", "last_name": "Li", "email": "bo@example.org"}).json()
        body |= {"customer": later["id"], "starts_at": (starts_at + timedelta(seconds=1)).isoformat()}
        staff.post("/api/appointments/", body)
        staff.heard(lambda _: sent(staff, later))
    for mail in mails(system, "ann@example.org"):
        assert mail["Subject"].startswith(("Booked: ", "Cancelled: "))


def test_a_booking_its_change_and_its_cancellation_are_mailed_with_a_file_for_the_calendar(system: Stack) -> None:
    """In the member's language, once each, and the file says the same appointment each time."""
    with Visitor(system.env["GYM_PUBLIC_URL"]) as staff:
        named = {"first_name": "丽", "last_name": "王", "email": "li@example.org", "language": "zh-hans"}
        customer = staff.post("/api/customers/", named).json()
        service = staff.http.get("/api/services/").json()["results"][0]
        # So soon that nothing waits for the morning, and no reminder lies ahead.
        first, second = (datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=minutes) for minutes in (110, 100))
        body = {"customer": customer["id"], "service": service["id"], "trainer": None, "starts_at": first.isoformat()}
        at = f"/api/appointments/{staff.post('/api/appointments/', body).json()['id']}/"
        staff.heard(lambda _: sent(staff, customer, "appointment_booked"), seconds=60)
        assert staff.patch(at, {"starts_at": second.isoformat()}).status_code == 200
        staff.heard(lambda _: sent(staff, customer, "appointment_changed"), seconds=60)
        assert staff.post(f"{at}cancel/", {}).status_code == 200
        staff.heard(lambda _: sent(staff, customer, "appointment_cancelled"), seconds=60)
        assert "li@example.org" not in json.dumps(staff.frames)

    found = mails(system, "li@example.org")
    assert [mail["Subject"].partition("：")[0] for mail in found] == ["已预约", "预约变更", "预约已取消"]
    files = [calendar(system, mail["MessageId"]) for mail in found]
    assert [str(file["METHOD"]) for file in files] == ["PUBLISH", "PUBLISH", "CANCEL"]
    events = [file.walk("VEVENT")[0] for file in files]
    assert len({str(event["UID"]) for event in events}) == 1
    assert [int(event["SEQUENCE"]) for event in events] == [0, 1, 2]
    assert [event.decoded("DTSTART") for event in events] == [first, second, second]
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
