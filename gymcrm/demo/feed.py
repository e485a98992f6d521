"""What was said in the feed (`posts.toml`), with pictures."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.utils import timezone

from core.calendar import today
from core.models import Customer, User
from core.models import Picture as Upload
from core.picture_owners import WRITER
from gymcrm.demo.picture_rows import store
from gymcrm.demo.pictures import scene_of, webp
from gymcrm.demo.seed import chance
from scheduling.centre_time import at
from social.models import Comment, Picture, Post, Reaction, Report

POSTS = Path(__file__).with_name("posts.toml")
ALT = {
    "morning-run": "Two runners in front of purple hills while the sun rises",
    "yoga": "A woman sits on a yoga mat with her legs crossed, a pale sun behind her",
    "weights": "A barbell with plates in four colours",
    "cycling": "A red bicycle on a blue ground with lines of speed",
    "kettlebells": "Three kettlebells, small, middle and large, on a wooden floor",
    "breakfast": "A plate of berries, banana and kiwi, a spoon beside it",
    "open-day": "Balloons, flags and confetti",
}


def upload() -> dict[str, Upload]:
    """Paints what the posts show and stores it where it is not yet; returns the rows, which are nobody's and unsaved."""
    return store({name: partial(webp, name) for entry in _posts() for name in entry.get("pictures", [])})


def write(staff: Mapping[str, User], members: Sequence[Customer], pictures: Mapping[str, Upload]) -> None:
    random = chance("feed")
    writers = [member.user for member in members if member.user]
    now = timezone.now()
    for entry in _posts():
        said_at = min(now, at(today() - timedelta(days=entry["days_ago"]), entry["clock"]))
        author = staff[entry["author"]] if "author" in entry else random.choice(writers)
        post = Post.objects.create(author=author, text=entry["text"], created_at=said_at)
        for place, name in enumerate(name for name in entry.get("pictures", []) if name in pictures):
            upload = pictures[name]
            upload.owner_kind, upload.owner_id, upload.uploaded_by, upload.asked_at = WRITER, author.pk, author, said_at
            upload.save()
            Picture.objects.create(post=post, upload=upload, place=place, alt=ALT[scene_of(name)])
        comments = []
        for text in entry.get("comments", []):
            said_at = min(now, said_at + timedelta(minutes=random.randint(4, 240)))
            comments.append(Comment(post=post, author=random.choice(writers), text=text, created_at=said_at))
        Comment.objects.bulk_create(comments)
        react(post, writers)
        for said in entry.get("reports", []):
            Report.objects.create(
                post=post,
                said=post.text,
                reported_by=random.choice(writers),
                reason=said["reason"],
                note=said.get("note", ""),
                created_at=min(now, said_at + timedelta(hours=2)),
            )


def _posts() -> list[dict[str, Any]]:
    return list(tomllib.loads(POSTS.read_text(encoding="utf-8"))["post"])


def react(post: Post, people: Sequence[User]) -> None:
    """Liked by many, and a few feel more."""
    random = chance(f"reactions {post.created_at:%H%M} {len(post.text)}")
    kinds = random.choices(Reaction.Kind.values, weights=(8, 3, 3, 2, 1), k=random.randint(0, 14))
    who = random.sample(people, min(len(kinds), len(people)))
    Reaction.objects.bulk_create(Reaction(post=post, user=one, kind=kind) for one, kind in zip(who, kinds, strict=False))
