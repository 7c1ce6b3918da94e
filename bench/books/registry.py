"""Base data of an invented relation: its name, registers, addresses and people."""

from datetime import date, timedelta
from random import Random
from typing import Any

from books import registers
from books.parties import AS_OF, Name, Party, given_names

Data = dict[str, Any]

# NACE Rev. 2.1 and, for who was registered before it, Rev. 2.
_BRANCHES = {
    "bakery": ("10.71", "10.71"),
    "pastry": ("10.71", "10.71"),
    "cafe": ("56.30", "56.30"),
    "restaurant": ("56.11", "56.10"),
}
_PLACES = {"bakery": "bakery", "pastry": "bakery", "cafe": "cafe", "restaurant": "restaurant", "home": "home"}
_TRADERS = {"4QXM", "3N94"}
_HEARD = ("referral", "colleague", "fair", "search-engine", "our-visit", "passing-by", "social-media")
_HEARD_AT_HOME = ("referral", "search-engine", "social-media", "fair")
_COLLECTED = ("quote-request", "event", "phone", "web-form", "order")
_DOMAIN = 32
_CHECKED = {
    "active": date(2026, 10, 30),
    "new": date(2026, 10, 30),
    "dormant": date(2026, 3, 31),
    "lost": date(2025, 2, 28),
}
_HOW = ("phone-call", "email-reply", "visit", "order")


def day(rng: Random, first: date, last: date) -> date:
    """Draw a day between two others, both included."""
    return first + timedelta(days=rng.randrange(max((last - first).days, 0) + 1))


def workday(on: date) -> date:
    """Give the Friday before a day in the weekend, or else the day itself."""
    return on - timedelta(days=max(on.weekday() - 4, 0))


def verified(rng: Random, party: Party, how: str | None = None) -> Data:
    """Draw a check of some data within the last two years."""
    on = workday(day(rng, max(party.since, date(2025, 1, 6)), _CHECKED[party.course]))
    return {"on": on, "how": how or rng.choice(_HOW), "by": party.owner}


def identity(party: Party) -> Data:
    """Give the organisation or the person."""
    if party.person:
        return {
            "kind": "person",
            "person": {"name": _full(party.person), "salutation": _salutation(party.person)},
        }
    return {
        "kind": "organisation",
        "organisation": {"name": party.name, "legal_form": {"code": party.form, "country": party.country}},
    }


def registrations(rng: Random, party: Party) -> Data:
    """Give the numbers that a relation of its country and form has in registers; a person has none."""
    if party.person:
        return {}
    found: Data = {}
    if party.country == "NL":
        found["kvk"] = registers.kvk(party.number)
        found["rsin"] = None if party.form in _TRADERS else registers.rsin(party.number)
        vat = registers.vat_of_trader if party.form in _TRADERS else registers.vat_of_company
        found["vat"] = vat(party.number)
    elif party.country == "BE":
        digits = registers.enterprise(party.number)
        found["vat"] = f"BE{digits}"
        found["enterprise_number"] = digits
    else:
        found["vat"] = party.vat or None
    if not any(found.values()):
        return {}
    how = "trade-register" if party.country == "NL" else "vat-check"
    return {**found, "verified": verified(rng, party, how)}


def addresses(rng: Random, party: Party) -> list[Data]:
    """Give the address where the door is, and for a few a PO box beside it."""
    door = {
        "uses": ["private", "delivery"] if party.person else ["visiting", "delivery", "billing", "postal"],
        "street": party.street,
        "house_number": party.house_number,
        "suffix": party.suffix,
        "box": party.box,
        "district": party.district,
        "postcode": party.postcode,
        "city": party.city,
        "region": party.region,
        "country": party.country,
        "location_kind": _PLACES.get(party.trade, "office"),
        "verified": verified(rng, party),
    }
    if party.country != "NL" or party.size not in {"large", "top"} or rng.random() < 0.5:
        return [door]
    box = {
        "uses": ["postal"],
        "po_box": str(100 + party.number % 900),
        "postcode": f"{party.postcode[:4]} A{party.postcode[5]}",
        "city": party.city,
        "country": "NL",
        "verified": verified(rng, party),
    }
    return [{**door, "uses": ["visiting", "delivery", "billing"]}, box]


def emails(rng: Random, party: Party) -> list[Data]:
    """Give the general address of a relation."""
    return [
        {"address": f"{'post' if party.person else 'info'}@{domain(party)}", "verified": verified(rng, party)}
    ]


def phones(rng: Random, party: Party) -> list[Data]:
    """Give a telephone number where its country has numbers that nobody can be called on."""
    number = party.phone or registers.phone(party.country, party.area, party.number)
    return [{"number": number, "kind": "landline", "verified": verified(rng, party)}] if number else []


def branches(party: Party) -> list[Data]:
    """Give the branch in the scheme of its country; who came before the change has the old code too."""
    if party.trade not in _BRANCHES:
        return []
    new, old = _BRANCHES[party.trade]
    if party.country in {"NL", "BE"}:
        scheme = "sbi" if party.country == "NL" else "nace-bel"
        code = {"scheme": f"{scheme}-2025", "code": f"{new}0" if party.country == "BE" else new, "main": True}
        if party.since.year > 2018:
            return [code]
        past = {"scheme": f"{scheme}-2008", "code": old, "until": date(2025, 8, 31)}
        return [{**code, "from": date(2025, 9, 1)}, past]
    return [{"scheme": "nace-2.1", "code": new, "main": True}] if party.vat else []


def contacts(rng: Random, party: Party) -> list[Data]:
    """Give the person we deal with; a larger relation has a second one."""
    if party.person:
        return []
    first = _contact(rng, party, party.contact, ["decision_maker", "buyer"])
    first["preferred"] = True
    if party.size == "small" or party.country not in {"NL", "BE"}:
        return [first]
    given = rng.choice(sorted(set(given_names()) - {party.contact["given"]}))
    job = "bedrijfsleider" if party.trade in {"cafe", "restaurant"} else "chef bakkerij"
    second = _contact(
        rng, party, {"given": given, "surname": party.contact["surname"], "function": job}, ["user"]
    )
    return [first, second]


def _contact(rng: Random, party: Party, who: Name, parts: list[str]) -> Data:
    code = _plain(who["given"])
    return {
        "id": code,
        "name": _full(who),
        "function": who.get("function", "eigenaar"),
        "decision_roles": parts if party.trade != "supplier" else None,
        "salutation": who.get("salutation") or _salutation(who),
        "emails": [{"address": f"{code}@{domain(party)}"}],
        "from": party.since,
        "verified": verified(rng, party),
        "collected": {
            "source": rng.choice(("order", "visit", "event")),
            "on": party.since,
            "by": party.owner,
        },
    }


def origin(rng: Random, party: Party) -> Data:
    """Give how the relation came to know us, and how we came by its data."""
    return {
        "heard_via": {"how": rng.choice(_HEARD_AT_HOME if party.person else _HEARD), "on": party.since},
        "collected": [{"source": rng.choice(_COLLECTED), "on": party.since, "by": party.owner}],
    }


def payment(rng: Random, party: Party) -> Data:
    """Give how a relation pays."""
    if party.person:
        return {
            "terms_days": 0,
            "method": "online",
            "invoice_delivery": "email",
            "verified": verified(rng, party, "order"),
        }
    found: Data = {"terms_days": terms(party), "method": "invoice"}
    if party.country in {"NL", "BE"}:
        found["accounts"] = [{"iban": registers.iban(party.country, party.number), "holder": party.name}]
    digits = registers.enterprise(party.number)
    by_network = party.country == "BE" or party.size == "top"
    found["invoice_delivery"] = "peppol" if by_network else "email"
    if party.country == "BE":
        found["peppol_id"] = f"0208:{digits}"
    if party.size in {"large", "top"}:
        found["credit_limit"] = 25_000 if party.size == "top" else 10_000
    return {**found, "verified": verified(rng, party, "payment")}


def terms(party: Party) -> int:
    """Give the days in which a relation pays: large ones get a month."""
    return 0 if party.person else 30 if party.size in {"large", "top"} else 14


def domain(party: Party) -> str:
    """Give a domain that can't exist, made of the name and, for who is drawn, the number."""
    name = party.name or " ".join([*party.person.get("prefix", "").split(), party.person["surname"]])
    short = _plain(name)
    if party.person or len(short) > _DOMAIN:
        short = f"{short[:_DOMAIN].strip('-')}-{party.number}"
    return f"{short}.example"


def _plain(text: str) -> str:
    """Give the letters and digits of a text, small and without accents, joined by hyphens."""
    import unicodedata  # noqa: PLC0415 -- only names need it

    bare = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("æ", "ae"))
    letters = "".join(
        char if char.isascii() and char.isalnum() else " " for char in bare if not unicodedata.combining(char)
    )
    return "-".join(letters.split())


def _full(who: Name) -> Data:
    parts: Data = {key: who[key] for key in ("given", "prefix", "surname", "birth_surname") if key in who}
    return parts | {"initials": f"{who['given'][0]}."}


def _salutation(who: Name) -> str:
    return given_names().get(who["given"], "neutral")


def is_current(party: Party) -> bool:
    """Tell whether we still do, or want to do, business with a relation."""
    return party.course in {"active", "new"} and party.since <= AS_OF
