"""`/api/services/`: what can be booked, for everyone who is signed in to read."""

from collections.abc import Callable

from rest_framework.test import APIClient

from core.tests.conftest import Person
from scheduling.models import Service
from scheduling.tests.factories import ServiceFactory


def test_everyone_signed_in_reads_and_nobody_writes(person: Callable[[str], Person]) -> None:
    training = ServiceFactory.create(name="Training", minutes=45)
    ServiceFactory.create(name="Yoga", kind=Service.Kind.CLASS, capacity=12)
    for role in ("member", "trainer"):
        client = person(role).client
        assert [row["name"] for row in client.get("/api/services/").json()["results"]] == ["Training", "Yoga"]
        assert client.get("/api/services/?kind=one_to_one").json()["results"] == [
            {"id": training.pk, "name": "Training", "kind": "one_to_one", "minutes": 45, "colour": "#0f6b5c"}
        ]
        assert client.post("/api/services/", {"name": "Mine"}).status_code in (403, 405)
    assert APIClient().get("/api/services/").status_code == 401
