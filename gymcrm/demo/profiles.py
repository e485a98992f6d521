"""What else the centre keeps of its members: birthdays, addresses, whom to call, tags, guardians, consents."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from core.calendar import today
from core.models import Consent, Customer, Tag
from gymcrm.demo.names import Name
from gymcrm.demo.seed import chance

TAGS = [
    ("Beginner", "#2f9e8f"),
    ("Company plan", "#3b7dd8"),
    ("Rehab", "#d0567a"),
    ("Student", "#c78a2c"),
    ("Early bird", "#7a5cc7"),
]
STREETS = ["Oderberger Straße", "Kastanienallee", "Schönhauser Allee", "Zionskirchstraße", "Rykestraße", "Danziger Straße"]
POSTAL_CODES = ["10435", "10119", "10437", "10405", "10409"]
# Numbers that the regulator keeps for film and television.
RELATIVES = [f"+4917139299{n:02d}" for n in range(100)]
MINORS = 8


def fill(members: Sequence[Customer], names: Sequence[Name]) -> None:
    """Before they are written: what stands on the record itself. The first is of age, and so are those who answer for others."""
    random = chance("profiles")
    now = today()
    for index, (member, name) in enumerate(zip(members, names, strict=True)):
        years = random.randint(12, 16) if 0 < index <= MINORS else random.randint(19, 74)
        member.birth_date = _born(now, years, random.randint(0, 364))
        member.address = f"{random.choice(STREETS)} {random.randint(1, 98)}"
        member.postal_code, member.city, member.country = random.choice(POSTAL_CODES), "Berlin", "DE"
        member.language = "zh-hans" if name.language == "Chinese" else ""
        if random.random() < 0.7:
            member.emergency_contact_name = f"{random.choice(names).first} {member.last_name}"[:80]
            member.emergency_contact_phone = random.choice(RELATIVES)


def mark(members: Sequence[Customer]) -> None:
    """Once they are written: tags, consents, and who answers for the minors."""
    random = chance("tags")
    tags = Tag.objects.bulk_create(Tag(name=name, colour=colour) for name, colour in TAGS)
    through = Customer.tags.through
    through.objects.bulk_create(
        through(customer_id=member.pk, tag_id=tag.pk)
        for member in members
        for tag in random.sample(tags, random.choices([0, 1, 2], [55, 35, 10])[0])
    )
    for minor, guardian in zip(members[1 : MINORS + 1], members[MINORS + 1 :], strict=False):
        minor.guardian = guardian
    Customer.objects.bulk_update(members[1 : MINORS + 1], ["guardian"])
    zone = timezone.get_default_timezone()
    Consent.objects.bulk_create(
        Consent(
            customer=member,
            kind=kind,
            given_at=datetime.combine(member.joined_on, time(12), zone),
            given_source=random.choice([Consent.Source.PAPER, Consent.Source.IN_PERSON]),
        )
        for member in members
        for kind, share in ((Consent.Kind.EMAIL_MARKETING, 0.6), (Consent.Kind.PHOTO, 0.35), (Consent.Kind.HEALTH_DATA, 0.2))
        if random.random() < share
    )


def _born(now: date, years: int, days: int) -> date:
    return date(now.year - years, 1, 1) + timedelta(days=days) - timedelta(days=366)
