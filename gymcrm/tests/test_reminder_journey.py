"""From a booking to the mail and back: every part of the slice, as it runs in production."""

import json
import urllib.request
from datetime import UTC, datetime, timedelta
from typing import Any

from gymcrm.stack.stack import Stack
from gymcrm.tests.visitor import Visitor


def mails(stack: Stack, to: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{stack.env['AWS_ENDPOINT_URL']}/_ministack/ses/messages") as answer:
        sent = [mail for account in json.load(answer)["messages"].values() for mail in account]
    return [mail for mail in sent if to in mail["To"]]


def test_a_reminder_is_planned_taken_published_sent_and_reported(system: Stack) -> None:
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

        staff.heard(lambda _: staff.events("reminder.sent"), seconds=60)
        own = [
            frame["event"]
            for frame in staff.frames
            if frame["type"] == "event" and frame["event"]["data"].get("subject") == subject
        ]
        # The one for the day before is not planned: that time has passed (domain rule 23).
        assert [event["type"] for event in own] == ["reminder.planned", "reminder.queued", "reminder.sent"]
        (row,) = staff.http.get("/api/reminders/", params={"customer": customer["id"]}).json()["results"]
        assert row == own[-1]["data"]
        assert row["state"] == "sent"
        assert "zoe@example.org" not in json.dumps(staff.frames)

    (mail,) = mails(system, "zoe@example.org")
    assert "Personal training" in mail["Subject"] + mail["BodyText"]
    for part in (mail["BodyText"], mail["BodyHtml"]):
        assert "Zoë" in part


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
        staff.heard(lambda _: any(event["data"]["customer"] == later["id"] for event in staff.events("reminder.sent")))
    assert mails(system, "bo@example.org")
    assert not mails(system, "ann@example.org")
