"""One value of a table each: read it as what its column is, or say what is wrong with it."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from openpyxl.utils.datetime import from_excel

from core.calendar import today
from core.imports.files import Cell
from core.models.customer import BORN_AFTER
from core.text import refuse_odd_characters

EXCEL_DAYS = range(1, 80_000)  # 1900 to 2118
MONTHS = {name: at for at, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}  # noqa: SIM905
_THREE = re.compile(r"(\d{1,4})\s*[-/. 年]\s*(\d{1,2})\s*[-/. 月]\s*(\d{1,4})日?")
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[-/. ]+)?([A-Za-z]{3})[A-Za-z]*\.?[-/ ]+(?:(\d{1,2})(?:st|nd|rd|th)?,?[-/ ]+)?(\d{4})"
)
_CLOCK = re.compile(r"[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp]\.?[Mm]\.?)?( ?(Z|UTC|[+-]\d{2}:?\d{2}))?$")
YES = {"true", "yes", "y", "1", "x", "on", "ja", "subscribed", "opted in", "opt in", "是"}
NO = {"", "false", "no", "n", "0", "off", "nein", "unsubscribed", "opted out", "opt out", "否"}
COUNTRIES = {
    "germany": "DE", "deutschland": "DE", "德国": "DE", "austria": "AT", "österreich": "AT", "switzerland": "CH", "schweiz": "CH",
    "suisse": "CH", "france": "FR", "frankreich": "FR", "italy": "IT", "italia": "IT", "italien": "IT", "spain": "ES",
    "españa": "ES", "portugal": "PT", "netherlands": "NL", "the netherlands": "NL", "nederland": "NL", "niederlande": "NL",
    "belgium": "BE", "belgien": "BE", "luxembourg": "LU", "denmark": "DK", "danmark": "DK", "sweden": "SE", "sverige": "SE",
    "norway": "NO", "norge": "NO", "finland": "FI", "suomi": "FI", "poland": "PL", "polska": "PL", "polen": "PL",
    "czech republic": "CZ", "czechia": "CZ", "slovakia": "SK", "hungary": "HU", "romania": "RO", "bulgaria": "BG", "greece": "GR",
    "turkey": "TR", "türkiye": "TR", "ukraine": "UA", "ireland": "IE", "united kingdom": "GB", "great britain": "GB",
    "england": "GB", "scotland": "GB", "wales": "GB", "uk": "GB", "united states": "US", "united states of america": "US",
    "usa": "US", "canada": "CA", "mexico": "MX", "brazil": "BR", "argentina": "AR", "chile": "CL", "australia": "AU",
    "new zealand": "NZ", "south africa": "ZA", "united arab emirates": "AE", "israel": "IL", "india": "IN", "china": "CN",
    "中国": "CN", "hong kong": "HK", "香港": "HK", "taiwan": "TW", "台湾": "TW", "singapore": "SG", "新加坡": "SG",
    "malaysia": "MY",
    "thailand": "TH", "japan": "JP", "日本": "JP", "south korea": "KR", "한국": "KR", "philippines": "PH", "indonesia": "ID",
    "vietnam": "VN",
}  # fmt: skip
LANGUAGES = {
    "en": "en", "english": "en", "en-us": "en", "en-gb": "en", "zh": "zh-hans", "zh-cn": "zh-hans", "zh-hans": "zh-hans",
    "chinese": "zh-hans", "中文": "zh-hans", "简体中文": "zh-hans",
}  # fmt: skip


class Bad(Exception):
    """The value can't be what its column is. `code` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def text(limit: int, *, line_breaks: bool = False) -> Callable[[Cell], str]:
    def read(cell: Cell) -> str:
        value = str(cell).strip()
        if len(value) > limit:
            raise Bad("too_long")
        if not line_breaks:
            value = " ".join(value.split())
        try:
            refuse_odd_characters(value, line_breaks=line_breaks)
        except ValidationError as error:
            raise Bad("odd_character") from error
        return value

    return read


_address = text(254)


def email(cell: Cell) -> str:
    value = _address(cell)
    if value:
        try:
            validate_email(value)
        except ValidationError as error:
            raise Bad("invalid_email") from error
    return value


def phone(cell: Cell) -> str:
    """In E.164. A number without its country is one of the centre's; a spreadsheet may have taken its plus or zero away."""
    value = str(cell).strip()
    return _e164(value) if value else ""


@lru_cache(maxsize=4096)
def _e164(value: str) -> str:
    for attempt in (value, f"+{value}"):
        try:
            number = phonenumbers.parse(attempt, settings.PHONENUMBER_DEFAULT_REGION)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    raise Bad("invalid_phone")


def birthday(cell: Cell, order: str) -> date | None:
    day = a_date(cell, order, latest=today())
    if day and not BORN_AFTER <= day <= today():
        raise Bad("out_of_range")
    return day


def joining(cell: Cell, order: str) -> date | None:
    day = a_date(cell, order, latest=date(today().year + 1, 12, 31))
    if day and not date(1950, 1, 1) <= day <= date(today().year + 1, 12, 31):
        raise Bad("out_of_range")
    return day


def a_date(cell: Cell, order: str, *, latest: date) -> date | None:
    """Excel's own dates and day numbers, ISO, numbers in `order`, months by their English name; with a time or without.

    A year of two digits is the last such year that isn't after `latest`.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float):
        return _excel_day(cell)
    value = cell.strip()
    if not value:
        return None
    zoned = _zoned(value)
    if zoned:
        return zoned
    value = _CLOCK.sub("", value).rstrip(".")
    try:
        return _numbers(value, order, latest) or _named(value)
    except ValueError as error:
        raise Bad("invalid_date") from error


def _excel_day(number: float) -> date:
    if int(number) not in EXCEL_DAYS:
        raise Bad("invalid_date")
    day = from_excel(number)
    if not isinstance(day, datetime):
        raise Bad("invalid_date")
    return day.date()


def _zoned(value: str) -> date | None:
    """An instant with its zone is on the date that it was at the centre."""
    if "T" not in value:
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return timezone.localdate(at, timezone.get_default_timezone()) if at.tzinfo else at.date()


def _numbers(value: str, order: str, latest: date) -> date | None:
    parts = _THREE.fullmatch(value)
    if not parts:
        return None
    first, second, third = parts.groups()
    if len(first) == 4:  # whatever the order said: nobody writes year, day, month
        return date(int(first), int(second), int(third))
    if order == "ymd":
        year, month, day = first, second, third
    else:
        day, month, year = (first, second, third) if order == "dmy" else (second, first, third)
    return date(_whole(year, latest), int(month), int(day))


def _whole(year: str, latest: date) -> int:
    if len(year) == 4:
        return int(year)
    if len(year) != 2:
        raise Bad("invalid_date")
    century = latest.year - latest.year % 100
    return century + int(year) if century + int(year) <= latest.year else century - 100 + int(year)


def _named(value: str) -> date:
    parts = _NAMED.fullmatch(value)
    if not parts:
        raise Bad("invalid_date")
    before, month, after, year = parts.groups()
    if month.lower() not in MONTHS or (before is None) == (after is None):
        raise Bad("invalid_date")
    return date(int(year), MONTHS[month.lower()], int(before or after))


def date_order(cells: Iterable[Cell]) -> str | None:
    """What the dates themselves say: a number over twelve is no month. None where they leave it open or disagree."""
    said = set()
    for cell in cells:
        parts = _THREE.fullmatch(_CLOCK.sub("", str(cell).strip()).rstrip(".")) if isinstance(cell, str) else None
        if not parts or len(parts[1]) == 4:
            continue
        first, second = int(parts[1]), int(parts[2])
        if len(parts[3]) <= 2 and first > 31:
            said.add("ymd")
        elif first > 12 >= second:
            said.add("dmy")
        elif second > 12 >= first:
            said.add("mdy")
    return said.pop() if len(said) == 1 else None


def yes(cell: Cell) -> bool:
    value = str(cell).strip().casefold()
    if value not in YES | NO:
        raise Bad("not_yes_or_no")
    return value in YES


def country(cell: Cell) -> str:
    value = str(cell).strip()
    if re.fullmatch(r"[A-Za-z]{2}", value) and value.upper() != "UK":
        return value.upper()
    if value and value.casefold() not in COUNTRIES:
        raise Bad("unknown_country")
    return COUNTRIES.get(value.casefold(), "")


def language(cell: Cell) -> str:
    value = str(cell).strip().casefold()
    if value and value not in LANGUAGES:
        raise Bad("unknown_language")
    return LANGUAGES.get(value, "")


def number(cell: Cell) -> int | None:
    value = str(cell).strip()
    if not value:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", value) or int(value) == 0:
        raise Bad("invalid_number")
    return int(value)


_tag = text(40)


def tags(cell: Cell) -> list[str]:
    names = [_tag(name) for name in re.split(r"[,;|]", str(cell))]
    return list({name.casefold(): name for name in names if name}.values())
