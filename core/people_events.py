"""What happens to people: event types of `core`."""

from datetime import date
from typing import ClassVar, Literal

from core.events.registry import EventData, event


class CustomerNamed(EventData):
    """Names only: contact details never travel to a screen by event, the client fetches them as the person it is signed in as."""

    id: int
    version: int
    first_name: str
    last_name: str
    joined_on: date | None = None


@event("customer.created")
class CustomerCreated(CustomerNamed):
    pass


@event("customer.updated")
class CustomerUpdated(CustomerNamed):
    pass


# What a field held and holds now: text, the id of a guardian, the names of tags, whether a consent stands.
Change = tuple[str | int | bool | list[str] | None, str | int | bool | list[str] | None]


@event("customer.details_changed")
class CustomerDetailsChanged(EventData):
    """The history of a record, field by field. It holds contact details: for nobody's screen and for no function."""

    leaves_the_database: ClassVar[bool] = False

    id: int
    version: int
    changes: dict[str, Change]


@event("customer.deleted")
class CustomerDeleted(EventData):
    id: int
    version: int


@event("customer.standing_changed")
class CustomerStandingChanged(EventData):
    """A new day began at the centre, and the member stands elsewhere on it. Nobody changed the record: it keeps its `version`."""

    id: int
    version: int
    status: Literal["lead", "active", "frozen", "ending", "expired", "left"]
    access_until: date | None


@event("customer.picture_changed")
class CustomerPictureChanged(EventData):
    """`picture` names it and opens nothing: the client fetches the links as who it is signed in as. null: there is none."""

    id: int
    picture: str | None


@event("staff.picture_changed")
class StaffPictureChanged(EventData):
    """The same for somebody who works here; `id` is the login's."""

    id: int
    picture: str | None


@event("picture.settled")
class PictureSettled(EventData):
    """What became of an upload, for who uploaded it."""

    id: str
    state: Literal["ready", "refused", "removed"]
    reason: str


@event("user.access_changed")
class UserAccessChanged(EventData):
    """Roles, activity or sessions of a login changed: every hub checks its sockets anew."""

    id: int


@event("staff.changed")
class StaffChanged(EventData):
    """Name, roles or activity of somebody who works here, or did until now."""

    id: int
    version: int
    display_name: str
    roles: list[str]
    is_active: bool


@event("role.changed")
class RoleChanged(EventData):
    """What the role may do was changed."""

    id: int
    name: str


class SavedViewState(EventData):
    """Without name and question: whoever may see the view fetches it."""

    id: int
    version: int
    owner: int
    shared: bool


@event("customer_view.created")
class CustomerViewCreated(SavedViewState):
    pass


@event("customer_view.changed")
class CustomerViewChanged(SavedViewState):
    """Also what is no longer shared: to all but its owner it is gone."""


@event("customer_view.deleted")
class CustomerViewDeleted(SavedViewState):
    pass


class InvitationMoved(EventData):
    """Without the address: contact details never travel to a screen by event."""

    id: int
    version: int
    kind: str
    customer: int | None


@event("invitation.sent")
class InvitationSent(InvitationMoved):
    """For the first time, or again."""


@event("invitation.accepted")
class InvitationAccepted(InvitationMoved):
    pass


@event("invitation.revoked")
class InvitationRevoked(InvitationMoved):
    pass


class OutgoingMessage(EventData):
    """A message that is ready to send; `key` is the identity by which it is sent once."""

    key: str
    channel: str
    to: str
    subject: str
    text: str
    html: str
    language: str
    not_after: str | None


SAMPLE_MESSAGE = {
    "key": "email:019ab6f2-7c00-7000-8000-000000000003",
    "channel": "email",
    "to": "mia@example.com",
    "subject": "确认您的邮箱",
    "text": "您好,Mia:请打开此链接。\n",
    "html": "<p>您好,Mia:请打开此链接。</p>",
    "language": "zh-hans",
    "not_after": None,
}


@event("email.requested", sample={"message": SAMPLE_MESSAGE})
class EmailRequested(EventData):
    """A message of the accounts part. Addressed to nobody's screen."""

    message: OutgoingMessage
