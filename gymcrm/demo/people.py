"""Who works here, who comes here."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password

from core import customers, roles
from core.calendar import today
from core.models import Customer, User
from core.second_factor import required_of
from gymcrm.demo import profiles
from gymcrm.demo.names import Name, draw
from gymcrm.demo.seed import chance

PASSWORD = "demo-gym-2026"  # noqa: S105  printed by `manage.py demo --logins`
# Printed beside it, for an authenticator app. `make run` also takes GYM_DEMO_CODE for whatever the app would say.
AUTHENTICATOR_KEY = "GYMDEMO2RIVERSIDE2FITNESS2CENTRE"
MEMBERS = 400
OWN: list[Any] = [
    "first_name", "last_name", "email", "phone_number", "joined_on", "notes", "birth_date", "address", "postal_code", "city",
    "country", "emergency_contact_name", "emergency_contact_phone", "language",
]  # fmt: skip


@dataclass(frozen=True)
class Login:
    email: str
    display_name: str
    role: str
    language: str = "en"


STAFF = [
    Login("owner@gym.example", "Helena Brandt", roles.OWNER),
    Login("manager@gym.example", "Deniz Kaya", roles.MANAGER),
    Login("desk@gym.example", "Sofia Almeida", roles.FRONT_DESK),
    Login("trainer@gym.example", "Jonas Weber", roles.TRAINER),
    Login("mei@gym.example", "林美", roles.TRAINER, "zh-hans"),
    Login("tomasz@gym.example", "Tomasz Zieliński", roles.TRAINER),
    Login("amara@gym.example", "Amara Okafor", roles.TRAINER),
]
MEMBER = Login("member@gym.example", "Mia", roles.MEMBER)
# Numbers that the regulator keeps for film and television, so that a demo never rings anybody.
MOBILES = [f"+49171392{n:04d}" for n in range(100)] + [f"+49176040690{n:02d}" for n in range(100)]
LANDLINES = [f"+493023125{n:03d}" for n in range(1000)]
NOTES = [
    "Knee operation last spring: no jumps, ask the trainer.",
    "Prefers mornings. Trains for the half marathon in April.",
    "Comes with her brother, both on the family plan.",
    "Allergic to latex: the purple bands are fine.",
    "Asked for the invoice by post.",
    "Shoulder still sore, physio check agreed.",
    "Would like a locker near the door.",
]


def hire() -> dict[str, User]:
    """The staff, by email."""
    password = make_password(PASSWORD)
    return {login.email: _login(login, password) for login in STAFF}


def welcome() -> list[Customer]:
    """The members. The first has the login that is printed, and some others have one of their own: they write in the feed."""
    random = chance("members")
    names = [Name("Mia", "Lindner", MEMBER.email, "German"), *draw(random, MEMBERS - 1)]
    mobiles, landlines = random.sample(MOBILES, len(MOBILES)), random.sample(LANDLINES, len(LANDLINES))
    now = today()
    members = [
        Customer(
            first_name=name.first,
            last_name=name.last,
            email=name.email,
            phone_number=_phone(random.random(), mobiles, landlines),
            joined_on=_joined(now, random.random()),
            notes=random.choice(NOTES) if random.random() < 0.12 else "",
        )
        for name in names
    ]
    members[0].joined_on = now - timedelta(days=420)
    profiles.fill(members, names)
    password = make_password(PASSWORD)
    for index in [0, *sorted(random.sample(range(1, MEMBERS), 24))]:
        name, member = names[index], members[index]
        language = "zh-hans" if name.language == "Chinese" else "en"
        shown = name.last + name.first if name.language in ("Chinese", "Korean") else name.first
        login = MEMBER if index == 0 else Login(member.email, shown, roles.MEMBER, language)
        member.user = _login(login, password)
    # The line begins with the member who has the login; four hundred more at once would only push it out of sight.
    first = customers.create(
        by=None,
        user=members[0].user,
        **{name: getattr(members[0], name) for name in OWN},
    )
    written = [first, *Customer.objects.bulk_create(members[1:])]
    profiles.mark(written)
    return written


def _login(login: Login, password: str) -> User:
    user = User.objects.create(email=login.email, display_name=login.display_name, language=login.language, password=password)
    user.confirm_address()
    roles.set_roles(user=user, roles=[login.role], by=None)
    if required_of([login.role]):
        TOTP.activate(user, AUTHENTICATOR_KEY)
    return user


def _phone(draw: float, mobiles: list[str], landlines: list[str]) -> str:
    if draw < 0.15:
        return ""
    return mobiles.pop() if mobiles and draw < 0.75 else landlines.pop()


def _joined(now: date, draw: float) -> date:
    """Over four years, more of them lately."""
    return now - timedelta(days=int(3 + 1440 * draw**1.6))
