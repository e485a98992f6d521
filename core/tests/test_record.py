"""What may be written on the line."""

import pytest
from django.db import transaction
from pydantic import ValidationError

from core.events import registry
from core.events.record import record
from core.people_events import CustomerCreated


def created(**changed: object) -> CustomerCreated:
    return CustomerCreated(**({"id": 1, "version": 1, "first_name": "Mia", "last_name": "Ott"} | changed))  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record(created(), subject="customer/1", audience=[], actor=None)


@pytest.mark.django_db
def test_an_event_carries_its_type_and_version() -> None:
    with transaction.atomic():
        event = record(created(), subject="customer/1", audience=["staff"], actor=7)
    event.refresh_from_db()
    assert (event.type, event.dataversion, event.audience, event.actor) == ("customer.created", 1, ["staff"], 7)
    assert event.data == {"id": 1, "version": 1, "first_name": "Mia", "last_name": "Ott", "joined_on": None}
    assert event.seq is None


@pytest.mark.parametrize("wrong", [{"id": "1"}, {"email": "mia@example.org"}, {"first_name": None}])
def test_data_is_strict(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        created(**wrong)


def test_data_is_frozen() -> None:
    with pytest.raises(ValidationError):
        created().id = 2  # type: ignore[misc]


def test_a_type_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        registry.event("customer.created")(CustomerCreated)


def test_only_declared_types_are_recorded(db: None) -> None:
    class Undeclared(registry.EventData):
        type = "customer.teleported"

    with pytest.raises(RuntimeError, match="declared"), transaction.atomic():
        record(Undeclared(), subject="customer/1", audience=[], actor=None)


def test_every_type_is_described_for_clients() -> None:
    schema = registry.schema()
    described = {definition["properties"]["type"]["const"] for definition in map(schema["$defs"].get, names(schema))}
    at_home = {name for name, cls in registry.REGISTRY.items() if not cls.leaves_the_database}
    assert described == set(registry.REGISTRY) - set(registry.SAMPLES) - at_home


@pytest.mark.parametrize("name", ["email.requested", "reminder.due"])
def test_samples_are_what_the_type_says(name: str) -> None:
    registry.REGISTRY[name].model_validate(registry.SAMPLES[name])


def names(schema: dict[str, list[dict[str, str]]]) -> list[str]:
    return [one["$ref"].rpartition("/")[2] for one in schema["oneOf"]]


def test_an_event_that_no_message_could_carry_is_refused(db: None) -> None:
    with pytest.raises(RuntimeError, match="too large"), transaction.atomic():
        record(created(first_name="x" * 200_001), subject="customer/1", audience=[], actor=None)
