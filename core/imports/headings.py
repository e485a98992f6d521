"""Which column is what: the headings of member exports, ours and those of other systems.

Each system's export names its columns its own way, and over the years in more than one. Case, spaces and punctuation make no
difference. Where the names come from, as read in November 2026:

- Mindbody: the client fields of its API v6 (https://info.apiant.com/docs/appconnect, “Client Profile Data - Mindbody API”, and
  https://apis.io/examples/mindbody), and the sections of its client profile (https://mindbody.exceedlms.com/student/page/535923).
- Glofox: the columns of the Members report, which is downloaded as CSV (https://support.glofox.com/hc/en-us/articles/46457959204500).
- GymMaster: the fields of a member in its manual (https://www.gymmaster.com/user-manual/manual_members_add/ and
  http://www.treshna.com/gymmaster-manual/node15.html).
- PushPress: the fields of a person in its integrations (https://zapier.com/apps/pushpress/integrations).

No public page shows the headings of a whole export file of the last three: what else is listed of theirs is unconfirmed.
"""

import re
from collections.abc import Sequence

from core.text import fold_heading

# Field of a member: the headings that mean it. The first field that claims a heading has it.
HEADINGS: dict[str, list[str]] = {
    "member_number": [
        "member number", "member no", "member id", "memberid", "membership number", "client id", "id", "customer id", "user id",
        "card number", "barcode", "会员号", "Mitgliedsnummer",
    ],
    "first_name": ["first name", "firstname", "given name", "forename", "client first name", "名", "Vorname"],
    "last_name": ["last name", "lastname", "surname", "family name", "client last name", "姓", "Nachname"],
    "full_name": ["name", "full name", "client name", "client", "customer", "member", "member name", "athlete", "姓名"],
    "preferred_name": ["preferred name", "nickname", "known as", "Rufname", "昵称"],
    "email": ["email", "e-mail", "email address", "client email", "member email", "primary email", "邮箱", "E-Mail-Adresse"],
    "phone_number": [
        "phone number", "phone", "mobile", "mobile phone", "cell", "cell phone", "phone cell", "phonecell", "mobile number",
        "mobile phone number",
        "contact number", "primary phone", "client phone", "telephone", "tel", "手机", "电话", "Telefon", "Handy",
    ],
    "other_phone": ["home phone", "phone home", "phonehome", "work phone", "phone work", "phonework", "landline"],
    "birth_date": ["birth date", "birthdate", "date of birth", "dob", "birthday", "born", "生日", "出生日期", "Geburtsdatum"],
    "joined_on": [
        "joined on", "join date", "joined", "date joined", "member since", "creation date", "date created", "created",
        "created at", "added", "joining date", "start date", "sign up date", "signup date", "client since", "first visit",
        "入会日期", "Eintrittsdatum",
    ],
    "address": [
        "address", "address 1", "address line 1", "addressline1", "street", "street address", "addressstreet", "地址",
        "Straße",
    ],
    "address_2": ["address 2", "address line 2", "addressline2", "suburb", "addresssuburb"],
    "postal_code": ["postal code", "postcode", "zip", "zip code", "addressareacode", "邮编", "PLZ"],
    "city": ["city", "town", "addresscity", "城市", "Ort", "Stadt"],
    "country": ["country", "addresscountry", "国家", "Land"],
    "emergency_contact_name": [
        "emergency contact name", "emergency contact", "emergency name", "emergencycontactinfoname", "next of kin",
        "emergencyname", "紧急联系人",
    ],
    "emergency_contact_phone": [
        "emergency contact phone", "emergency phone", "emergency contact number", "emergencycontactinfophone",
        "emergency cell", "emergencyphonecell", "紧急联系人电话",
    ],
    "language": ["language", "语言", "Sprache"],
    "tags": ["tags", "tag", "groups", "client indexes", "标签"],
    "notes": ["notes", "note", "comments", "alerts", "red alert", "yellow alert", "备注", "Notizen"],
    "email_marketing": [
        "email marketing", "marketing emails", "send promotional emails", "sendpromotionalemails", "email opt in",
        "marketing consent", "promotional emails", "receive email",
    ],
    "sms_marketing": [
        "sms marketing", "send promotional texts", "sendpromotionaltexts", "sms opt in", "promotional texts", "receive sms",
    ],
}  # fmt: skip
FIELDS = tuple(HEADINGS)

# Headings that only this system writes in this form; two of them tell it from the others.
SOURCES: dict[str, list[str]] = {
    "mindbody": [
        "Client ID", "Mobile phone", "Home phone", "Work phone", "Postal code", "Nickname", "Birthday", "Last Visit",
        "Pricing Option", "Visits", "SendPromotionalEmails", "AddressLine1", "Red Alert", "Referred By",
    ],
    "glofox": [
        "Added", "Membership Name", "Membership Plan", "Membership Expiry Date", "Last Booking", "Total Visits", "Lead Status",
        "Membership Start Date", "Date of birth", "Payment Method", "Credits", "Membership", "Plan", "End Date",
    ],
    "gymmaster": [
        "firstname", "surname", "phonecell", "phonehome", "phonework", "memberid", "dob", "Member ID", "Cell Phone", "Suburb",
        "Joined", "Programme", "Card Number", "Involvement", "Company", "Organisation", "Joining Date", "Key Fob",
    ],
    "pushpress": [
        "Member Since", "Plan", "Plan Name", "Subscription Status", "Plan Type", "Emergency Contact Name",
        "Emergency Contact Phone", "Lead Source", "Mobile Phone Number", "Role",
        "Sub Account", "Profile Status", "Check Ins", "Client Type", "Billing Date",
    ],
}  # fmt: skip
ENOUGH = 2


def plain(heading: str) -> str:
    """Letters and digits only, folded: `E-Mail_Address ` and `email address` are one."""
    return re.sub(r"[\W_]+", "", fold_heading(heading))


_KNOWN: dict[str, str] = {}
for _field, _names in HEADINGS.items():
    for _name in _names:
        _KNOWN.setdefault(plain(_name), _field)


def known(heading: str) -> str | None:
    return _KNOWN.get(plain(heading))


def suggest(headings: Sequence[str]) -> list[str | None]:
    """For each heading a field, each field once: a name split in two has precedence over the whole one."""
    found: list[str | None] = []
    for heading in headings:
        field = known(heading)
        found.append(None if field in found else field)
    if "last_name" in found and "full_name" in found:
        found[found.index("full_name")] = None
    return found


def source(headings: Sequence[str]) -> str:
    """Which system's export it looks like, or nothing. Spelling counts here: it is all that tells them apart."""
    given = {heading.strip() for heading in headings}
    scores = {name: len(given & set(marks)) for name, marks in SOURCES.items()}
    best = max(scores, key=lambda name: scores[name])
    alone = sum(score == scores[best] for score in scores.values()) == 1
    return best if scores[best] >= ENOUGH and alone else ""
