"""Every model of the app, in one place as Django asks."""

from core.events.models import Event, Line, SinkCursor
from core.models.check_in import CheckIn
from core.models.consent import Consent
from core.models.customer import Customer
from core.models.customer_view import CustomerView
from core.models.data_import import Import, ImportFile, ImportProblem
from core.models.idempotency import AnsweredRequest
from core.models.invitation import Invitation
from core.models.kept_payment import KeptPayment
from core.models.membership import Freeze, Membership, Payment
from core.models.merged import MergedCustomer
from core.models.picture import Picture
from core.models.plan import Plan
from core.models.registration import Registration
from core.models.role import InitialGrant
from core.models.search import SearchTerm
from core.models.standing_day import StandingDay
from core.models.tag import Tag
from core.models.user import User
from core.models.visit import Visit

__all__ = [
    "AnsweredRequest",
    "CheckIn",
    "Consent",
    "Customer",
    "CustomerView",
    "Event",
    "Freeze",
    "Import",
    "ImportFile",
    "ImportProblem",
    "InitialGrant",
    "Invitation",
    "KeptPayment",
    "Line",
    "Membership",
    "MergedCustomer",
    "Payment",
    "Picture",
    "Plan",
    "Registration",
    "SearchTerm",
    "SinkCursor",
    "StandingDay",
    "Tag",
    "User",
    "Visit",
]
