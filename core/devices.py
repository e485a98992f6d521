"""What a person would call the device behind a User-Agent header."""

import re

BROWSERS = [
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/"),
    ("Safari", r"Safari/"),
]
SYSTEMS = [
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("Mac", r"Mac OS X|Macintosh"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux"),
]


def describe(user_agent: str) -> str:
    """Such as `Firefox, Windows`; the beginning of the header itself where neither is known."""
    known = [
        name
        for table in (BROWSERS, SYSTEMS)
        for name in [next((name for name, pattern in table if re.search(pattern, user_agent)), "")]
        if name
    ]
    return ", ".join(known) or user_agent[:60]
