"""Pictures for the feed, drawn here: flat scenes in the manner of a poster."""

import math
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import pairwise
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from core.picture_store import SIZES
from gymcrm.demo.seed import chance

WIDTH, HEIGHT = 1200, 800
FINER = 2  # drawn larger and scaled down: smooth edges


class Canvas:
    """Coordinates are those of the finished picture."""

    def __init__(self, top: str, bottom: str) -> None:
        size = (WIDTH * FINER, HEIGHT * FINER)
        ramp = Image.linear_gradient("L").resize(size)
        self.image = Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), ramp)
        self.pen = ImageDraw.Draw(self.image)

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        self.pen.ellipse(_scaled(x - radius, y - radius, x + radius, y + radius), fill=colour)

    def ring(self, x: float, y: float, radius: float, colour: str, width: float) -> None:
        self.pen.ellipse(_scaled(x - radius, y - radius, x + radius, y + radius), outline=colour, width=round(width * FINER))

    def shape(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        self.pen.polygon([(x * FINER, y * FINER) for x, y in points], fill=colour)

    def limb(self, points: Sequence[tuple[float, float]], colour: str, width: float) -> None:
        """A thick line with round ends and joints."""
        self.pen.line([(x * FINER, y * FINER) for x, y in points], fill=colour, width=round(width * FINER), joint="curve")
        for x, y in points:
            self.disc(x, y, width / 2, colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str, radius: float) -> None:
        self.pen.rounded_rectangle(_scaled(left, top, right, bottom), radius=radius * FINER, fill=colour)

    def glow(self, x: float, y: float, radius: float, colour: str) -> None:
        mask = Image.new("L", (WIDTH // 4, HEIGHT // 4))
        spot = [value / 4 for value in (x - radius, y - radius, x + radius, y + radius)]
        ImageDraw.Draw(mask).ellipse(spot, fill=150)
        mask = mask.filter(ImageFilter.GaussianBlur(radius / 10)).resize(self.image.size)
        self.image.paste(Image.new("RGB", self.image.size, colour), mask=mask)

    def hills(self, base: float, swing: float, waves: float, shift: float, colour: str) -> None:
        crest = [
            (x, base + swing * math.sin(waves * x / WIDTH * math.tau + shift) + swing / 3 * math.sin(x / 90 + shift))
            for x in range(0, WIDTH + 10, 10)
        ]
        self.shape([(0, HEIGHT), *crest, (WIDTH, HEIGHT)], colour)


def morning_run(random: Random) -> Canvas:
    canvas = Canvas("#33245e", "#ffb26b")
    canvas.glow(820, 430, 210, "#ffd9a0")
    canvas.disc(820, 430, 105, "#fff1cf")
    for base, swing, colour in ((500, 55, "#8a4f7d"), (580, 45, "#5f3a6d"), (660, 30, "#3d2a57"), (730, 14, "#251a3d")):
        canvas.hills(base, swing, random.uniform(0.8, 1.7), random.uniform(0, 6), colour)
    for x, stride, shirt in ((330, 1.0, "#ff7a59"), (470, -0.8, "#4fd1b5")):
        _runner(canvas, x, 690, stride, shirt)
    return canvas


def _runner(canvas: Canvas, x: float, y: float, stride: float, shirt: str) -> None:
    skin = "#150f26"
    canvas.limb([(x, y - 95), (x + 34 * stride, y - 55), (x + 22 * stride, y)], skin, 15)
    canvas.limb([(x, y - 95), (x - 20 * stride, y - 48), (x - 62 * stride, y - 34)], skin, 15)
    canvas.limb([(x + 16, y - 165), (x + 44, y - 130), (x + 72, y - 150)], skin, 11)
    canvas.limb([(x + 16, y - 165), (x - 22, y - 140), (x - 30, y - 105)], skin, 11)
    canvas.limb([(x, y - 95), (x + 16, y - 165)], shirt, 30)
    canvas.disc(x + 26, y - 205, 20, skin)


def yoga(random: Random) -> Canvas:
    canvas = Canvas("#dff3ec", "#7fc4b4")
    canvas.disc(600, 360, 250, "#f9e7c9")
    canvas.ring(600, 360, 290, "#f9e7c9", 5)
    for side in (-1, 1):
        for index in range(6):
            x = 600 + side * (240 + 80 * index) + random.uniform(-15, 15)
            height = random.uniform(90, 230)
            canvas.limb([(x, 700), (x + side * 14, 700 - height)], "#2f7a6b", 5)
            for leaf in range(1, 5):
                y = 700 - height * leaf / 4.4
                canvas.shape([(x, y + 18), (x + 40, y - 10), (x + 8, y - 6)], "#3e9a86")
                canvas.shape([(x, y + 18), (x - 40, y - 10), (x - 8, y - 6)], "#348674")
    canvas.box(330, 684, 870, 706, "#c75b7a", 11)
    canvas.limb([(600, 640), (440, 655), (560, 675), (690, 672)], "#274b57", 46)
    canvas.limb([(600, 640), (760, 655), (640, 675)], "#2f5a68", 46)
    canvas.limb([(600, 630), (600, 470)], "#e9836f", 92)
    canvas.limb([(562, 462), (488, 560), (452, 640)], "#d9a07c", 25)
    canvas.limb([(638, 462), (712, 560), (748, 640)], "#d9a07c", 25)
    canvas.limb([(600, 440), (600, 395)], "#d9a07c", 30)
    canvas.disc(600, 345, 52, "#d9a07c")
    canvas.shape([(546, 345), (552, 300), (600, 280), (648, 300), (654, 345), (630, 318), (570, 318)], "#3a2a26")
    canvas.disc(600, 276, 24, "#3a2a26")
    return canvas


def weights(random: Random) -> Canvas:
    canvas = Canvas("#16222d", "#24405a")
    for index in range(-4, 14):
        left = index * 120 + random.uniform(-10, 10)
        canvas.shape([(left, 0), (left + 34, 0), (left - 366, HEIGHT), (left - 400, HEIGHT)], "#1c3145")
    canvas.box(60, 640, 1140, 660, "#0e1720", 8)
    canvas.box(200, 388, 1000, 412, "#c9d3db", 12)
    for side in (-1, 1):
        for index, (height, colour) in enumerate(((270, "#e4572e"), (220, "#f3a712"), (165, "#29b6a0"), (110, "#8fa3b3"))):
            x = 600 + side * (210 + 52 * index)
            canvas.box(x - 21, 400 - height, x + 21, 400 + height * 0.88, colour, 14)
            canvas.box(x - 21, 400 - height, x - 11, 400 + height * 0.88, _darker(colour), 8)
    return canvas


def cycling(random: Random) -> Canvas:
    canvas = Canvas("#0b2a4a", "#1f7a8c")
    for _ in range(26):
        y, x, length = random.uniform(40, 760), random.uniform(-100, 900), random.uniform(120, 420)
        canvas.limb([(x, y), (x + length, y)], random.choice(["#16486b", "#2a8fa3", "#144063"]), random.uniform(3, 8))
    for x, y in ((370, 520), (830, 520)):
        canvas.disc(x, y, 175, "#082038")
        canvas.ring(x, y, 175, "#f2f5f7", 12)
        canvas.ring(x, y, 152, "#f3a712", 5)
        for spoke in range(18):
            angle = spoke * math.tau / 18
            canvas.limb([(x, y), (x + 150 * math.cos(angle), y + 150 * math.sin(angle))], "#7fa6b8", 2)
        canvas.disc(x, y, 20, "#f2f5f7")
    frame = "#ef5d60"
    canvas.limb([(370, 520), (500, 300), (745, 300), (590, 520), (370, 520)], frame, 20)
    canvas.limb([(590, 520), (480, 258)], frame, 20)
    canvas.limb([(830, 520), (725, 240), (790, 215)], frame, 20)
    canvas.limb([(425, 250), (530, 250)], "#f2f5f7", 26)
    canvas.disc(590, 520, 38, "#f2f5f7")
    canvas.limb([(590, 520), (640, 590)], "#f2f5f7", 12)
    canvas.limb([(620, 592), (664, 592)], "#f2f5f7", 14)
    return canvas


def kettlebells(random: Random) -> Canvas:
    canvas = Canvas("#fbeee0", "#f0c9a4")
    canvas.shape([(0, 620), (WIDTH, 620), (WIDTH, HEIGHT), (0, HEIGHT)], "#b5764a")
    for index in range(9):
        left = index * 150 + random.uniform(-20, 20)
        canvas.shape([(left, 620), (left + 5, 620), (left * 1.3 - 170, HEIGHT), (left * 1.3 - 178, HEIGHT)], "#9f6640")
    for x, size, colour in ((230, 0.72, "#2a9d8f"), (510, 0.95, "#e76f51"), (880, 1.25, "#264653")):
        radius, y = 135 * size, 655 - 120 * size
        canvas.limb(
            [(x - 62 * size, y - 95 * size), (x - 78 * size, y - 225 * size), (x + 78 * size, y - 225 * size),
             (x + 62 * size, y - 95 * size)],
            colour, 40 * size,
        )  # fmt: skip
        canvas.disc(x, y, radius, colour)
        canvas.box(x - 80 * size, y + 80 * size, x + 80 * size, y + 125 * size, _darker(colour), 10)
        canvas.disc(x, y, radius * 0.55, _darker(colour))
        canvas.ring(x, y, radius * 0.55, "#fff6ea", 5)
    return canvas


def breakfast(random: Random) -> Canvas:
    canvas = Canvas("#f7f3ea", "#e8dcc4")
    for row in range(9):
        for column in range(13):
            canvas.disc(column * 100 + (row % 2) * 50, row * 100, 4, "#dccaa7")
    canvas.disc(610, 415, 312, "#cdbb98")
    canvas.disc(600, 400, 310, "#ffffff")
    canvas.disc(600, 400, 262, "#fdf4e3")
    for _ in range(46):
        angle, reach = random.uniform(0, math.tau), 225 * math.sqrt(random.random())
        x, y = 600 + reach * math.cos(angle), 400 + reach * math.sin(angle)
        kind = random.randrange(4)
        if kind == 0:
            canvas.disc(x, y, 22, "#4a4e9a")
            canvas.disc(x - 6, y - 6, 6, "#8187d6")
        elif kind == 1:
            canvas.disc(x, y, 30, "#d7263d")
            canvas.shape([(x - 16, y - 26), (x, y - 10), (x + 16, y - 26), (x, y - 40)], "#3f8f4f")
        elif kind == 2:
            canvas.disc(x, y, 36, "#f4d35e")
            canvas.ring(x, y, 26, "#f9e7a0", 5)
        else:
            canvas.disc(x, y, 32, "#6fae4e")
            canvas.disc(x, y, 12, "#e9f3d0")
    canvas.limb([(1040, 180), (1040, 640)], "#9aa5ad", 20)
    canvas.disc(1040, 170, 50, "#9aa5ad")
    return canvas


def open_day(random: Random) -> Canvas:
    canvas = Canvas("#fff3d6", "#ffd6c2")
    flags = ["#e4572e", "#17bebb", "#ffc914", "#2e4057", "#76b041"]
    for line, sag in ((90, 60), (210, 90)):
        points = [(x, line + sag * math.sin(x / WIDTH * math.pi)) for x in range(0, WIDTH + 1, 75)]
        canvas.limb(points, "#7a5c4a", 4)
        for index, ((x, y), (right, below)) in enumerate(pairwise(points)):
            canvas.shape([(x + 8, y), (right - 8, below), ((x + right) / 2, y + 78)], flags[index % len(flags)])
    for _ in range(150):
        left, top, turn = random.uniform(0, WIDTH), random.uniform(250, HEIGHT), random.uniform(0, math.tau)
        corners = [(left + 11 * math.cos(turn + quarter), top + 7 * math.sin(turn + quarter)) for quarter in (0, 1.2, 3.1, 4.3)]
        canvas.shape(corners, random.choice(flags))
    balloons = ((260, 500, 95, "#e4572e"), (470, 430, 110, "#17bebb"), (700, 510, 90, "#ffc914"), (920, 440, 105, "#76b041"))
    for x, y, radius, colour in balloons:
        canvas.limb([(x, y + radius), (x + random.uniform(-30, 30), y + radius + 170)], "#7a5c4a", 3)
        canvas.shape([(x - 12, y + radius + 16), (x + 12, y + radius + 16), (x, y + radius - 6)], _darker(colour))
        canvas.disc(x, y, radius, colour)
        canvas.disc(x - radius * 0.35, y - radius * 0.4, radius * 0.16, "#ffffff")
    return canvas


SCENES: dict[str, Callable[[Random], Canvas]] = {
    "morning-run": morning_run,
    "yoga": yoga,
    "weights": weights,
    "cycling": cycling,
    "kettlebells": kettlebells,
    "breakfast": breakfast,
    "open-day": open_day,
}


def scene_of(name: str) -> str:
    """`breakfast-2` is another breakfast."""
    return name.rstrip("-0123456789")


def webp(name: str) -> dict[int, bytes]:
    """As the function that processes uploads makes them, by the side of the box that each fits in."""
    painted = SCENES[scene_of(name)](chance(f"pictures/{name}")).image
    made: dict[int, bytes] = {}
    for side in sorted(SIZES.values(), reverse=True):
        target = BytesIO()
        painted = painted.resize((side, side * HEIGHT // WIDTH), Image.Resampling.LANCZOS, reducing_gap=2.0)
        painted.save(target, "WEBP", quality=82, method=2)
        made[side] = target.getvalue()
    return made


def _darker(colour: str) -> str:
    parts = (int(colour[index : index + 2], 16) * 3 // 4 for index in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)


def _scaled(*numbers: float) -> list[float]:
    return [number * FINER for number in numbers]
