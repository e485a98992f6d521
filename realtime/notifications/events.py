"""What happens to a person's notifications. Each event goes to that person alone, and carries their inbox as it then is."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from core.events.registry import EventData, event
from realtime.models import Notification
from realtime.notification_kinds import content_schema

Instant = Annotated[datetime, AfterValidator(lambda instant: instant.astimezone(UTC))]


class _OneOfTheKinds:
    """Asked for when schemas are written, for by then every app has declared its kinds."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return handler(source)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return content_schema()


class NotificationState(EventData):
    """As `/api/notifications/` answers."""

    id: int
    subject: str
    content: Annotated[dict[str, Any], _OneOfTheKinds()]
    created_at: Instant
    read_at: Instant | None

    @classmethod
    def of(cls, notification: Notification) -> Self:
        return cls(
            id=notification.pk,
            subject=notification.subject,
            content=notification.content,
            created_at=notification.created_at,
            read_at=notification.read_at,
        )


class InboxState(EventData):
    """How many are unread, exactly, at this `version` of the inbox: of two states the one with the greater version holds."""

    unread: int
    version: int


@event("notification.created")
class NotificationCreated(InboxState):
    notification: NotificationState


@event("notification.read")
class NotificationsRead(InboxState):
    """Also what marking answers with; `ids` are those that were unread until then."""

    ids: list[int]
    read_at: Instant | None


@event("notification.withdrawn")
class NotificationsWithdrawn(InboxState):
    """Taken out of the inbox: what they told of is to be known no more."""

    ids: list[int]


@event("notification.kind_chosen")
class NotificationKindChosen(EventData):
    """As `/api/notifications/choices/` answers."""

    kind: str
    channels: list[Literal["in_app"]]
    version: int
