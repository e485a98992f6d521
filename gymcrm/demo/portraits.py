"""Portraits of members, drawn here: calm, faceless, and each a little different."""

from io import BytesIO

from PIL import Image, ImageDraw

from gymcrm.demo.seed import chance

SIDE = 320
SIDES = (96, SIDE, 960)  # what `core.picture_store` links to; nothing is made larger than it is painted
FINER = 2  # drawn larger and scaled down: smooth edges

SKINS = ["#f6d7c0", "#eec1a1", "#d9a07c", "#b97a55", "#8d5a3b", "#5f3a26"]
HAIRS = ["#1d1a1c", "#3b2a22", "#5e3d27", "#8c5a32", "#c08b4b", "#b9b2ab", "#7a2f22"]
SHIRTS = ["#1f6f5c", "#e07a5f", "#3d5a80", "#f2b134", "#6d597a", "#2a9d8f", "#264653", "#bc4749"]
GROUNDS = ["#dff0ea", "#fbe6da", "#e1e8f3", "#fdf0d2", "#ebe3ee", "#d9eef2", "#efe9df"]
HAIR_SHAPES = ("short", "bob", "long", "bun", "curls", "parted", "shaved", "tail")


class Pen:
    """Coordinates are those of a square of 320."""

    def __init__(self, ground: str) -> None:
        self.image = Image.new("RGB", (SIDE * FINER, SIDE * FINER), ground)
        self._draw = ImageDraw.Draw(self.image)

    def oval(self, x: float, y: float, across: float, down: float, colour: str) -> None:
        box = (x - across, y - down, x + across, y + down)
        self._draw.ellipse([value * FINER for value in box], fill=colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str, radius: float) -> None:
        box = [value * FINER for value in (left, top, right, bottom)]
        self._draw.rounded_rectangle(box, radius=radius * FINER, fill=colour)

    def slice(self, x: float, y: float, across: float, down: float, start: int, end: int, colour: str) -> None:
        box = [value * FINER for value in (x - across, y - down, x + across, y + down)]
        self._draw.pieslice(box, start, end, fill=colour)


def paint(number: int) -> Image.Image:
    """The same for a number each time."""
    random = chance(f"portrait/{number}")
    skin, hair, shirt = random.choice(SKINS), random.choice(HAIRS), random.choice(SHIRTS)
    shape = random.choice(HAIR_SHAPES)
    pen = Pen(random.choice(GROUNDS))
    x, y, wide = 160 + random.uniform(-6, 6), 138.0, random.uniform(50, 56)

    _behind(pen, shape, x, y, hair)
    pen.box(x - 25, y + 30, x + 25, y + 104, _darker(skin), 22)
    pen.oval(x, 330, random.uniform(104, 118), 112, shirt)
    pen.slice(x, 215, 33, 24, 0, 180, _darker(skin))
    for side in (-1, 1):
        pen.oval(x + side * wide, y + 6, 10, 14, _darker(skin))
    pen.oval(x, y, wide, 64, skin)
    _before(pen, shape, x, y, wide, hair)
    if random.random() < 0.2:
        _glasses(pen, x, y + 2)
    return pen.image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def webp(number: int) -> dict[int, bytes]:
    """As the function that processes uploads makes them, by the side of the box that each fits in."""
    painted = paint(number)
    made: dict[int, bytes] = {}
    for side in (96, SIDE):
        target = BytesIO()
        painted.resize((side, side), Image.Resampling.LANCZOS).save(target, "WEBP", quality=82, method=2)
        made[side] = target.getvalue()
    return made | {960: made[SIDE]}


def _behind(pen: Pen, shape: str, x: float, y: float, hair: str) -> None:
    match shape:
        case "long":
            pen.box(x - 70, y - 62, x + 70, y + 122, hair, 60)
        case "bob":
            pen.box(x - 68, y - 62, x + 68, y + 58, hair, 54)
        case "bun":
            pen.oval(x, y - 84, 27, 25, hair)
        case "curls":
            for dx, dy, radius in ((-52, -20, 30), (52, -20, 30), (-58, 18, 24), (58, 18, 24), (0, -58, 40)):
                pen.oval(x + dx, y + dy, radius, radius, hair)
        case "tail":
            pen.oval(x + 64, y + 34, 22, 62, hair)


def _before(pen: Pen, shape: str, x: float, y: float, wide: float, hair: str) -> None:
    match shape:
        case "shaved":
            pen.slice(x, y - 6, wide + 1, 60, 196, 344, _darker(hair))
        case "parted":
            pen.slice(x - 14, y - 14, wide + 6, 56, 150, 330, hair)
            pen.slice(x + 22, y - 18, wide - 12, 50, 230, 370, hair)
        case "curls":
            for dx in (-40, -20, 0, 20, 40):
                pen.oval(x + dx, y - 50 + abs(dx) * 0.28, 19, 17, hair)
        case _:
            pen.slice(x, y - 8, wide + 4, 62, 184, 356, hair)


def _glasses(pen: Pen, x: float, y: float) -> None:
    for side in (-1, 1):
        pen.oval(x + side * 22, y, 17, 15, "#2b2b2f")
        pen.oval(x + side * 22, y, 14, 12, "#dfe8ee")
    pen.box(x - 6, y - 2, x + 6, y + 2, "#2b2b2f", 2)


def _darker(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"#{int(red * 0.88):02x}{int(green * 0.84):02x}{int(blue * 0.82):02x}"
