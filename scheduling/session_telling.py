"""Which events tell of a session, and whom: everybody who may see the timetable.

The caller holds the session's row, so that what is said last is right.
"""

from core.events import audience
from core.events.record import record
from core.models import User
from scheduling import seats, topics
from scheduling.models import Session
from scheduling.timetable_events import SessionRemoved, SessionSeatsChanged, SessionState


def readers(session: Session) -> set[str]:
    return {audience.MEMBERS, topics.session(session.pk)}


def tell(event: type[SessionState], session: Session, *, by: User | None) -> None:
    """Records the session as it is now."""
    facts = event.of(session, seats.of(session.pk))
    record(facts, subject=session.subject, audience=readers(session), actor=by.pk if by else None)


def tell_seats(session: Session, *, by: User | None) -> None:
    """Records how many seats are taken now and how many people wait. Of a cancelled session that is no news."""
    if session.state == Session.State.PLANNED:
        facts = SessionSeatsChanged.of(session, seats.of(session.pk))
        record(facts, subject=session.subject, audience=readers(session), actor=by.pk if by else None)


def remove(session: Session, *, by: User | None) -> None:
    """Takes back a session that nobody ever booked."""
    gone = SessionRemoved(id=session.pk, version=session.version + 1)
    subject, told = session.subject, readers(session)
    session.delete()
    record(gone, subject=subject, audience=told, actor=by.pk if by else None)
