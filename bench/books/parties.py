"""Who the invented relations are: from the cast of the example, or drawn from words."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from klantboek.yaml import read

HERE = Path(__file__).parent
AS_OF = date(2026, 11, 20)
Name = dict[str, str]
# Countries where our own mechanic comes by.
NEAR = frozenset({"NL", "BE", "DE", "LU"})

# What a drawn relation does, its legal form in the Netherlands and in Belgium, and how often it occurs.
_TRADES = ("bakery", "cafe", "home", "restaurant", "pastry")
_SHARES = (40, 22, 22, 9, 7)
_FORMS = {"NL": ("54M6", "62Y3", "4QXM"), "BE": ("3W7E", "3N94", "UW1Y")}
_SIZES = ("small", "medium", "large", "top")
_COURSES = ("active", "dormant", "lost", "new")
# How often one to six orders of a lean party are told.
_ORDERS_TOLD = (52, 28, 12, 5, 3)
# Nothing else in a record refers to these: each is left out of three in five lean ones.
_OPTIONAL = (
    "branches",
    "campaign_responses",
    "heard_via",
    "interests",
    "loyalty",
    "payment",
    "phones",
    "preferences",
    "survey_answers",
    "web_visits",
)
# Who has gone quiet or left was with us before: for so many days at least.
_KNOWN = {"dormant": 400, "lost": 700}


@dataclass(frozen=True)
class Party:
    """One relation before anything happened: who, where, what they do and how it will go.

    ``orders_told`` and ``talks_told`` bound how much of its history is written (None is all of it), and it has
    exactly ``orders_each`` orders where that is not 0; ``unwritten`` are properties of the record that nobody
    filled in.
    """

    number: int
    trade: str
    city: str
    postcode: str
    street: str
    house_number: str
    since: date
    name: str = ""
    person: Name = field(default_factory=dict)
    contact: Name = field(default_factory=dict)
    form: str = ""
    country: str = "NL"
    area: str = ""
    size: str = "small"
    course: str = "active"
    roles: tuple[str, ...] = ("customer",)
    language: str = "nl"
    currency: str = ""
    suffix: str = ""
    box: str = ""
    district: str = ""
    region: str = ""
    vat: str = ""
    phone: str = ""
    orders_told: int | None = None
    orders_each: int = 0
    talks_told: int | None = None
    unwritten: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """The number as records write it."""
        return f"R-{self.number:05d}"

    @property
    def owner(self) -> str:
        """Who of our staff keeps this relation."""
        return "tv" if self.country == "BE" else "sa" if self.trade == "supplier" else "jk"


@cache
def words() -> Any:
    """Give the words from which parties and conversations are made."""
    return _read("words.yaml")


@cache
def given_names() -> dict[str, str]:
    """Give the salutation that goes with each given name of the words."""
    return {name: salutation for salutation, names in words()["given"].items() for name in names}


def cast() -> list[Party]:
    """Give the parties of the example that are generated."""
    return [_party(entry) for entry in _read("cast.yaml")]


def _read(name: str) -> Any:
    document = read((HERE / name).read_bytes(), name)
    if document.faults:
        raise ValueError(document.faults)
    return document.value


def _party(entry: dict[str, Any]) -> Party:
    known = {**entry, "since": date.fromisoformat(entry["since"])}
    if "roles" in known:
        known["roles"] = tuple(known["roles"])
    return Party(**known)


def drawn(number: int, rng: Random) -> Party:
    """Draw a party at random; most are Dutch, active and small."""
    trade = rng.choices(_TRADES, _SHARES)[0]
    country = rng.choices(("NL", "BE"), (80, 20))[0]
    place = rng.choice(words()["cities"][country])
    who = _name(rng, country)
    organised = trade != "home"
    party = Party(
        number=number,
        trade=trade,
        city=place["city"],
        postcode=_postcode(rng, country, place["postcode"]),
        street=rng.choice(words()["streets"]),
        house_number=str(rng.randrange(1, 400)),
        since=AS_OF - timedelta(days=rng.randrange(60, 2500)),
        name=_title(rng, trade, who, number) if organised else "",
        person={} if organised else who,
        contact=who if organised else {},
        form=rng.choice(_FORMS[country]) if organised else "",
        country=country,
        area=place["area"],
        size=rng.choices(_SIZES, (72, 20, 7, 1))[0] if organised else "small",
        course=rng.choices(_COURSES, (74, 12, 8, 6))[0],
        box=str(rng.randrange(1, 30)) if country == "BE" and rng.random() < 0.2 else "",
    )
    known = (AS_OF - party.since).days
    # Nobody begins in the weekend, and nobody leaves before they came.
    return replace(
        party,
        since=party.since - timedelta(days=max(party.since.weekday() - 4, 0)),
        course=party.course if known >= _KNOWN.get(party.course, 0) else "active",
    )


def lean(party: Party, rng: Random) -> Party:
    """Give the same party with a short history, as most companies keep it: at most six orders."""
    return replace(
        party,
        orders_told=rng.choices((1, 2, 3, 4, 6), _ORDERS_TOLD)[0],
        talks_told=rng.choices((0, 1, 2), (60, 30, 10))[0],
        unwritten=frozenset(name for name in _OPTIONAL if rng.random() < 0.6),
    )


def buying(party: Party, orders: int) -> Party:
    """Give the same party as a customer with so many orders."""
    return replace(party, course="active" if party.course == "new" else party.course, orders_each=orders)


def _name(rng: Random, country: str) -> Name:
    surname = dict(rng.choice(words()["surnames"]))
    if country == "BE" and "prefix" in surname:
        surname["prefix"] = surname["prefix"].capitalize()
    return {"given": rng.choice(list(given_names())), **surname}


def _title(rng: Random, trade: str, who: Name, number: int) -> str:
    pattern: str = rng.choice(words()["names"][trade])
    thing = rng.choice(words()["things"])
    title = pattern.format(surname=who["surname"], given=who["given"], thing=thing)
    # Few words make many namesakes; a quarter of a town keeps them apart as in life.
    return title if number < len(words()["things"]) else f"{title} {rng.choice(words()['streets'])} {number}"


def _postcode(rng: Random, country: str, start: int) -> str:
    if country == "BE":
        return f"{start}0"
    letters = "BCDEGHJKLMNPRTVWXZ"
    return f"{start}{rng.randrange(10)} {rng.choice(letters)}{rng.choice(letters)}"
