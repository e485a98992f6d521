"""Portraits for a good part of the members, and for everybody who works here."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from core import aws
from core.models import Customer, Picture, User
from core.picture_owners import CUSTOMER, USER
from gymcrm.demo import portraits
from gymcrm.demo.seed import chance

PORTRAITS = 130
AT_ONCE = 6


def upload() -> list[Picture]:
    """Paints the portraits and stores them where they are not yet; returns their rows, which are nobody's and unsaved."""
    bucket, s3 = settings.MEDIA_BUCKET, aws.s3()
    listing = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="pictures/")
    there = {held["Key"] for page in listing for held in page.get("Contents", [])}

    def store(number: int) -> Picture:
        id = UUID(int=chance(f"picture/{number}").getrandbits(128), version=4)
        picture = Picture(id=id, state=Picture.State.READY, digest=sha256(str(id).encode()).hexdigest())
        keys = {side: f"pictures/{id}/{picture.digest[:32]}-{side}.webp" for side in portraits.SIDES}
        if not there.issuperset(keys.values()):
            for side, content in portraits.webp(number).items():
                s3.put_object(
                    Bucket=bucket,
                    Key=keys[side],
                    Body=content,
                    ContentType="image/webp",
                    ContentDisposition="inline",
                    CacheControl="private, max-age=900",
                )
        return picture

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(store, range(PORTRAITS)))


def give(pictures: Sequence[Picture], staff: Mapping[str, User], members: Sequence[Customer]) -> None:
    """Nobody is told: it is how the centre is found on its first day."""
    random, now = chance("who has a picture"), timezone.now()
    others = random.sample(members[1:], max(0, len(pictures) - len(staff) - 1)) if pictures else []
    owners: list[Customer | User] = [*staff.values(), members[0], *others]
    shown = list(zip(owners, pictures, strict=False))
    for owner, picture in shown:
        picture.owner_kind = CUSTOMER if isinstance(owner, Customer) else USER
        picture.owner_id, picture.asked_at = owner.pk, now
    Picture.objects.bulk_create(picture for _, picture in shown)
    for owner, picture in shown:
        owner.picture = picture
    Customer.objects.bulk_update((owner for owner, _ in shown if isinstance(owner, Customer)), ["picture"])
    User.objects.bulk_update((owner for owner, _ in shown if isinstance(owner, User)), ["picture"])
