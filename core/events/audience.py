"""Names of the topics that events are addressed to. Who may read each is declared in `realtime.topics`."""

STAFF = "staff"
MEMBERS = "members"
BY = "by:"
NOBODY: tuple[str, ...] = ()


def user(user_id: int) -> str:
    """What concerns one login: their own record, bookings, notifications."""
    return f"user:{user_id}"


def by(user_id: int) -> str:
    """No topic: says whose words are in the event. Who doesn't see that person isn't told, whichever topic they are in."""
    return f"{BY}{user_id}"


def customer(customer_id: int) -> str:
    """One member's record, on the screens of staff that have it open."""
    return f"customer:{customer_id}"
