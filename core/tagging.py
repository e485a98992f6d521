"""The words that staff mark members with."""

from typing import TypedDict, Unpack

from django.db import transaction

from core.models import Tag
from core.refusals import Refused, refusing


class Fields(TypedDict, total=False):
    name: str
    colour: str


def _refusals() -> dict[str, Refused]:
    return {"tag_name_unique": Refused("There is a tag of this name already.", code="unique", field="name")}


@transaction.atomic
def create(**fields: Unpack[Fields]) -> Tag:
    """Raises Refused `unique` for a name that is taken, whatever its case."""
    with refusing(_refusals()):
        return Tag.objects.create(**fields)


@transaction.atomic
def change(*, tag: Tag, **fields: Unpack[Fields]) -> Tag:
    """Renames or recolours it wherever it stands. Raises Refused as `create` does."""
    for name, value in fields.items():
        setattr(tag, name, value)
    with refusing(_refusals()):
        tag.save(update_fields=list(fields))
    return tag
