"""The pages, as API Gateway is to answer them: without scripts, in both themes, nothing fetched and nothing kept."""

import base64
import hashlib
import os
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from answer.link import Link
from answer.words import TAGS, WORDS, Saying

STYLE = """
:root { color-scheme: light dark;
  --back: #eef2f1; --card: #fff; --line: #d9e2df; --ink: #1b2725; --faint: #4d605b; --brand: #0f6b5c; }
@media (prefers-color-scheme: dark) {
  :root { --back: #101715; --card: #18221f; --line: #2b3935; --ink: #e6eeec; --faint: #a7b9b3; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 24px 12px; background: var(--back); color: var(--ink);
  font: 17px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans", sans-serif; }
.card { max-width: 30rem; margin: 0 auto; background: var(--card); border: 1px solid var(--line); border-radius: 14px;
  overflow: hidden; overflow-wrap: anywhere; }
header { padding: 16px 24px; background: var(--brand); color: #fff; font-weight: 600; }
main { padding: 24px; }
h1 { margin: 0 0 12px; font-size: 1.4rem; line-height: 1.3; }
p { margin: 0 0 12px; }
.note { color: var(--faint); font-size: .95rem; }
button { width: 100%; min-height: 48px; margin-top: 8px; padding: 10px 20px; border: 0; border-radius: 10px;
  background: var(--brand); color: #fff; font: inherit; font-weight: 600; cursor: pointer; }
button:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
"""
DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": (
        f"default-src 'none'; style-src 'sha256-{DIGEST}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}


def ask(link: Link) -> dict[str, Any]:
    """What will be done, and the button that does it."""
    words = WORDS[link.language].asking[link.purpose]
    notes = f'<p class="note">{escape(words.note)}</p>' if words.note else ""
    form = f'<form method="post"><button type="submit">{escape(words.button)}</button></form>'
    lines = [words.text, words.when.format(**_times(link))]
    return _page(200, link.language, words.title, lines, notes + form)


def taken(link: Link) -> dict[str, Any]:
    words = WORDS[link.language]
    return _page(200, link.language, words.taken, [words.asking[link.purpose].taken])


def expired(link: Link) -> dict[str, Any]:
    said = WORDS[link.language].expired
    return _page(410, link.language, said.title, [said.text.format(**_times(link))])


def unreadable(language: str) -> dict[str, Any]:
    return _saying(400, language, WORDS[language].unreadable)


def failed(language: str) -> dict[str, Any]:
    return _saying(503, language, WORDS[language].failed)


def _saying(status: int, language: str, said: Saying) -> dict[str, Any]:
    return _page(status, language, said.title, [said.text])


def _times(link: Link) -> dict[str, str]:
    zone, words = ZoneInfo(os.environ["TIME_ZONE"]), WORDS[link.language]
    return {
        "starts_at": words.instant_of(link.starts_at.astimezone(zone)),
        "until": words.instant_of(link.until.astimezone(zone)),
    }


def _page(status: int, language: str, title: str, lines: list[str], more: str = "") -> dict[str, Any]:
    centre = escape(os.environ["CENTRE_NAME"])
    text = "".join(f"<p>{escape(line)}</p>" for line in lines)
    body = (
        f'<!doctype html>\n<html lang="{TAGS[language]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)} · {centre}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<div class="card">\n<header>{centre}</header>\n<main>\n<h1>{escape(title)}</h1>\n{text}{more}\n</main>\n</div>\n'
        "</body>\n</html>\n"
    )
    return {"statusCode": status, "headers": {**HEADERS, "content-language": TAGS[language]}, "body": body}
