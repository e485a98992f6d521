"""What the system holds about a person, given out to them: one JSON document and their pictures, in a ZIP.

What staff wrote to themselves (notes, tasks, tags) is the centre's and isn't in it (domain rule 27).
"""

import io
import json
import zipfile
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from core import picture_store
from core.merging import FIELDS
from core.models import Customer, Picture
from core.person_parts import PARTS
from core.picture_owners import CUSTOMER, WRITER

OURS = {"notes", "guardian"}


def document(customer: Customer) -> dict[str, Any]:
    record = {name: getattr(customer, name) for name in FIELDS if name not in OURS} | {"member_number": customer.member_number}
    record["phone_number"], record["emergency_contact_phone"] = (
        str(customer.phone_number or ""),
        str(customer.emergency_contact_phone or ""),
    )
    record["guardian"] = customer.guardian.full_name if customer.guardian else None
    parts = {part.name.replace(" ", "_"): rows for part in PARTS if (rows := part.export(customer))}
    return {"given_out_at": timezone.now(), "record": record, **parts}


def _pictures(customer: Customer) -> list[Picture]:
    ready = Picture.objects.filter(state=Picture.State.READY)
    own = list(ready.filter(owner_kind=CUSTOMER, owner_id=customer.pk))
    if customer.user_id:
        own += ready.filter(owner_kind=WRITER, owner_id=customer.user_id).order_by("asked_at")
    return own


def archive(customer: Customer) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as zipped:
        text = json.dumps(document(customer), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        zipped.writestr("data.json", text)
        for picture in _pictures(customer):
            zipped.writestr(f"pictures/{picture.pk}.webp", picture_store.read(picture))
    return written.getvalue()
