"""Every card and every figure of the start page of the staff."""

from core.api import today as people
from core.today import Card, Figure
from gymcrm.today import figures
from scheduling.api import today as scheduling

FIGURES: list[Figure] = [*people.FIGURES, *scheduling.FIGURES]
CARDS: list[Card] = [
    *people.CARDS,
    *scheduling.CARDS,
    Card("figures", "core.view_customer", figures.FiguresSerializer, figures.read(FIGURES)),
]
# Who is online is known by presence, so no snapshot has it.
ARRANGED = [*(card.name for card in CARDS), "online"]
