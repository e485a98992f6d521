"""What was said in the feed (`posts.toml`), with pictures."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from core.calendar import today
from core.models import Customer, User
from gymcrm.demo.pictures import SCENES, paint
from gymcrm.demo.seed import chance
from scheduling.centre_time import at
from social.models import Comment, Picture, Post, Reaction

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


def upload() -> dict[str, str]:
    """Paints every scene and stores it; returns where each is."""
    return {scene: default_storage.save(f"posts/demo-{scene}.jpg", ContentFile(paint(scene))) for scene in SCENES}


def write(staff: Mapping[str, User], members: Sequence[Customer], pictures: Mapping[str, str]) -> None:
    random = chance("feed")
    writers = [member.user for member in members if member.user]
    now = timezone.now()
    for entry in tomllib.loads(POSTS.read_text(encoding="utf-8"))["post"]:
        said_at = min(now, at(today() - timedelta(days=entry["days_ago"]), entry["clock"]))
        author = staff[entry["author"]] if "author" in entry else random.choice(writers)
        post = Post.objects.create(author=author, text=entry["text"], created_at=said_at)
        scene = entry.get("picture")
        if scene in pictures:
            Picture.objects.create(post=post, image=pictures[scene], alt=ALT[scene])
        comments = []
        for text in entry.get("comments", []):
            said_at = min(now, said_at + timedelta(minutes=random.randint(4, 240)))
            comments.append(Comment(post=post, author=random.choice(writers), text=text, created_at=said_at))
        Comment.objects.bulk_create(comments)
        react(post, writers)


def react(post: Post, people: Sequence[User]) -> None:
    """Liked by many, and a few feel more."""
    random = chance(f"reactions {post.created_at:%H%M} {len(post.text)}")
    kinds = random.choices(Reaction.Kind.values, weights=(8, 3, 3, 2, 1), k=random.randint(0, 14))
    who = random.sample(people, min(len(kinds), len(people)))
    Reaction.objects.bulk_create(Reaction(post=post, user=one, kind=kind) for one, kind in zip(who, kinds, strict=False))
