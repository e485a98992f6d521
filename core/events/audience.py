"""Names of the topics that events are addressed to. Who may read each is declared in `realtime.topics`."""

STAFF = "staff"
MEMBERS = "members"
NOBODY: tuple[str, ...] = ()


def user(user_id: int) -> str:
    """What concerns one login: their own record, bookings, notifications."""
    return f"user:{user_id}"


def customer(customer_id: int) -> str:
    """One member's record, on the screens of staff that have it open."""
    return f"customer:{customer_id}"
