"""Pages that begin at a place in an order, not at a number of rows: page ten thousand costs what the first one does."""

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, F, Func, Value
from django.db.models.expressions import Combinable


class Row(Func):
    """`ROW(a, b, c)`, which PostgreSQL compares from left to right."""

    function = "ROW"


class Beyond(Func):
    """True of what stands after a place in the order of `columns`, or before it. An index in that order begins there."""

    output_field = BooleanField()
    template = "%(expressions)s"

    def __init__(self, columns: Sequence[str | Combinable], place: Sequence[Any], *, backwards: bool = False) -> None:
        values = [value if isinstance(value, Combinable) else Value(value) for value in place]
        sides = [F(column) if isinstance(column, str) else column for column in columns]
        super().__init__(Row(*sides), Row(*values), arg_joiner=" < " if backwards else " > ")
