"""Every model of the app, in one place as Django asks."""

from core.events.models import Event, Line, SinkCursor
from core.models.customer import Customer
from core.models.membership import Membership, Plan
from core.models.role import InitialGrant
from core.models.user import User

__all__ = ["Customer", "Event", "InitialGrant", "Line", "Membership", "Plan", "SinkCursor", "User"]
