"""Puts what was painted where the function that processes uploads puts it, and makes the rows that name it."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from core import aws
from core.models import Picture
from core.picture_store import SIZES
from gymcrm.demo.seed import chance

AT_ONCE = 6


def store(painters: Mapping[str, Callable[[], dict[int, bytes]]]) -> dict[str, Picture]:
    """Paints, by the side of the box that each size fits in, what isn't stored yet.

    Returns a row for each name, which is nobody's and unsaved.
    """
    bucket, s3 = settings.MEDIA_BUCKET, aws.s3()
    listing = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="pictures/")
    there = {held["Key"] for page in listing for held in page.get("Contents", [])}

    def keep(name: str) -> Picture:
        id = UUID(int=chance(name).getrandbits(128), version=4)
        picture = Picture(id=id, state=Picture.State.READY, digest=sha256(str(id).encode()).hexdigest())
        keys = {side: f"pictures/{id}/{picture.digest[:32]}-{side}.webp" for side in SIZES.values()}
        if not there.issuperset(keys.values()):
            for side, content in painters[name]().items():
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
        return dict(zip(painters, pool.map(keep, painters), strict=True))
