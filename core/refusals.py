"""How a use case says no."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db import IntegrityError, transaction


class Refused(Exception):
    """A rule was not met. `code` is stable, `field` names the input that is at fault, if one is. `also`: what stands against it
    beside that, at other fields, so that nobody hears of one thing after the other.
    """

    status = 400

    def __init__(self, message: str, *, code: str, field: str | None = None, also: "Sequence[Refused]" = ()) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field
        self.also = also


class Conflict(Refused):
    """The state of something else stands against it: a taken seat, a newer version."""

    status = 409


class Forbidden(Refused):
    """The person may do such things, but not this one."""

    status = 403


class Gone(Refused):
    """What it is about was deleted meanwhile."""

    status = 404

    def __init__(self) -> None:
        super().__init__("It no longer exists.", code="not_found")


class Stale(Conflict):
    """It was changed since the editor looked at it, or is no longer what it was when somebody asked for this."""

    def __init__(self, message: str = "Somebody else has changed this meanwhile.", *, code: str = "conflict") -> None:
        super().__init__(message, code=code)


def check_version(held: int, *, seen: int | None) -> None:
    """Called with the row locked: raises Stale unless its version is the one that was seen. None asks for no particular one."""
    if seen is not None and seen != held:
        raise Stale


@contextmanager
def refusing(refusals: Mapping[str, Refused]) -> Iterator[None]:
    """Inside, a violated database constraint named in `refusals` raises that refusal; the caller's transaction stays usable."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnostics = getattr(error.__cause__, "diag", None)
        refusal = refusals.get(getattr(diagnostics, "constraint_name", None) or "")
        if refusal is None:
            raise
        raise refusal from error
