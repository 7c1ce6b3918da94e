"""A crowd of invented relations for linkage: base data only, with common and rare names as in life."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

from books import registers
from klantboek.yaml import read

Data = dict[str, Any]
_NAMES = Path(__file__).with_name("names.yaml")
_PREFIXES = frozenset(
    ["de", "den", "der", "het", "in", "op", "oude", "te", "ten", "ter", "uit", "van", "'t", "d'"]
)
_FORMS = {"NL": (("54M6", "B.V."), ("62Y3", "V.O.F."), ("4QXM", "")), "BE": (("3W7E", "BV"), ("3N94", ""))}
_LETTERS = "ABCDEGHJKLMNPRTVWXZ"
_TRADERS = frozenset({"4QXM", "3N94"})
_ROADS = ("straat", "laan", "weg", "hof", "plein", "kade", "pad", "dreef")
_IN_A_VILLAGE = 0.35


@cache
def names() -> Any:
    """Give the lists of names, streets and places."""
    document = read(_NAMES.read_bytes(), _NAMES.name)
    if document.faults:
        raise ValueError(document.faults)
    return document.value


@cache
def _spread(items: tuple[Any, ...]) -> tuple[tuple[Any, ...], list[float]]:
    """Give items with running weights: the tenth is drawn a fifth as often as the first."""
    return items, list(accumulate(1 / (place + 2.5) for place in range(len(items))))


def common(rng: Random, items: tuple[Any, ...]) -> Any:
    """Draw from a list whose first items occur more."""
    population, weights = _spread(items)
    return rng.choices(population, cum_weights=weights)[0]


@cache
def _surnames() -> tuple[str, ...]:
    return tuple(dict.fromkeys(names()["surnames"]))


def surname(rng: Random) -> tuple[str, str]:
    """Give the words before a surname and the surname: three quarters common, the others rare."""
    if rng.random() < 0.25:
        rare = names()["rare"]
        return "", rng.choice(rare["first"]) + rng.choice(rare["last"])
    words = str(common(rng, _surnames())).split(" ")
    at = next(place for place, word in enumerate(words) if word.lower() not in _PREFIXES)
    return " ".join(words[:at]), " ".join(words[at:])


@cache
def _given(salutation: str) -> tuple[str, ...]:
    return tuple(entry["name"] for entry in names()["given"][salutation])


def given(rng: Random, salutation: str) -> str:
    """Draw a given name."""
    return str(common(rng, _given(salutation)))


def full_name(rng: Random) -> tuple[Data, str]:
    """Give a name and the salutation that goes with it."""
    salutation = rng.choice(("mr", "ms"))
    first = given(rng, salutation)
    prefix, last = surname(rng)
    initials = first[0] + "." + "".join(f"{rng.choice(_LETTERS)}." for _ in range(rng.randrange(3)))
    name = {"initials": initials, "given": first, "prefix": prefix, "surname": last}
    return {key: value for key, value in name.items() if value}, salutation


def crowd(seed: int | str, size: int) -> Iterator[Data]:
    """Give relations R-00001 and up; a larger crowd begins with the same ones."""
    rng = Random(f"{seed}/crowd")
    for number in range(1, size + 1):
        yield drawn(rng, number)


def drawn(rng: Random, number: int) -> Data:
    """Give a person or an organisation, as often the one as the other."""
    return person(rng, number) if rng.random() < 0.5 else organisation(rng, number)


def scattered(number: int) -> int:
    """Give another number below a million, so that neighbours do not resemble each other."""
    return number * 611_953 % 1_000_000


def person(rng: Random, number: int) -> Data:
    """Give one person who buys for the home."""
    name, salutation = full_name(rng)
    who: Data = {"name": name, "salutation": salutation}
    if rng.random() < 0.65:
        born = f"{rng.randrange(1930, 2005)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
        who["birth_date"] = born
    place = _address(rng, ["private", "delivery"])
    made = _record(number, "person", place)
    made["person"] = who
    _reach(rng, made, number, mailbox(rng, name, number))
    return made


def organisation(rng: Random, number: int) -> Data:
    """Give one company with its numbers in registers."""
    place = _address(rng, ["visiting", "delivery", "billing", "postal"])
    country = place["country"]
    form, letters = rng.choice(_FORMS[country])
    owner, salutation = full_name(rng)
    title = _title(rng, owner)
    made = _record(number, "organisation", place)
    who: Data = {"name": title, "legal_form": {"code": form, "country": country}}
    if letters and rng.random() < 0.3:
        who["name"] = f"{owner['initials']} {owner['surname']} {rng.choice(('Beheer', 'Horeca', 'Food'))}"
        who["trade_names"] = [title]
    if letters and rng.random() < 0.4:
        who["name"] += f" {letters}"
    made["organisation"] = who
    if rng.random() < 0.85:
        made["registrations"] = _registrations(country, form, number)
    domain = f"{slug(title)[:30]}-{_code(number)}.example"
    _reach(rng, made, number, f"{rng.choice(('info', 'info', 'info', 'post', 'bestel'))}@{domain}")
    if rng.random() < 0.4:
        made["websites"] = [{"url": f"https://www.{domain}"}]
    if rng.random() < 0.7:
        made["contacts"] = [contact(owner, salutation, domain)]
    if rng.random() < 0.6:
        made["payment"] = {
            "accounts": [{"iban": registers.iban(country, scattered(number))}],
            "terms_days": 14,
        }
    return made


def contact(who: Data, salutation: str, domain: str) -> Data:
    """Give the person we deal with."""
    code = slug(who["given"])
    emails = [{"address": f"{code}@{domain}"}]
    return {"id": code, "name": dict(who), "function": "eigenaar", "salutation": salutation, "emails": emails}


def mailbox(rng: Random, name: Data, number: int) -> str:
    """Give an address at a provider that everybody uses, made of the name."""
    who = slug(f"{name['given'][0] if rng.random() < 0.5 else name['given']} {name['surname']}")
    return f"{who.replace('-', '.')}{_code(number)}@{rng.choice(names()['mailboxes'])}"


def slug(text: str) -> str:
    """Give the letters and digits of a text, small and without accents, joined by hyphens."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "-".join("".join(char if char.isascii() and char.isalnum() else " " for char in bare).split())


def phone(country: str, area: str, number: int) -> str:
    """Give a landline that nobody can be called on."""
    return registers.phone(country, area, scattered(number)) or ""


def mobile(country: str, number: int) -> str:
    """Give a number that looks like a mobile one and is not given out."""
    return f"{'+31600' if country == 'NL' else '+32400'}{scattered(number):06d}"


def _record(number: int, kind: str, place: Data) -> Data:
    return {
        "number": f"R-{number:05d}",
        "kind": kind,
        "roles": ["customer"],
        "status": "active",
        "since": f"20{15 + number % 11}-0{1 + number % 9}-15",
        "owner": "tv" if place["country"] == "BE" else "jk",
        "addresses": [place],
        "preferences": {"language": "nl"},
    }


def _reach(rng: Random, made: Data, number: int, email: str) -> None:
    place = made["addresses"][0]
    country = place["country"]
    if rng.random() < 0.8:
        made["emails"] = [{"address": email}]
    if rng.random() < 0.8:
        own = made["kind"] == "person" and rng.random() < 0.6
        called = mobile(country, number) if own else phone(country, _area(place["city"]), number)
        made["phones"] = [{"number": called, "kind": "mobile" if own else "landline"}]


def _address(rng: Random, uses: list[str]) -> Data:
    drawn = rng.random()
    if drawn < 0.06:
        return brussels(rng, uses)
    country = "BE" if drawn < 0.2 else "NL"
    return address(rng, country, uses)


def address(rng: Random, country: str, uses: list[str], city: str = "") -> Data:
    """Draw an address in a country, or in one of its cities."""
    town = _town(city, country) if city else common(rng, _places(country))
    if not city and country == "NL" and rng.random() < _IN_A_VILLAGE:
        town = _town(rng.choice(_villages()), country)
    made: Data = {"uses": uses, "street": _street(rng)}
    made["house_number"] = str(1 + int(rng.expovariate(1 / 45)))
    if rng.random() < 0.1:
        made["suffix" if country == "NL" else "box"] = rng.choice(("A", "B", "2", "3"))
    postcode = str(rng.randrange(town[2], town[3] + 1))
    if country == "NL":
        postcode += f" {rng.choice(_LETTERS)}{rng.choice(_LETTERS)}"
    return made | {"postcode": postcode, "city": town[0], "country": country}


def _street(rng: Random) -> str:
    """Give a street that many towns have, or one that few have."""
    if rng.random() < 0.6:
        return str(rng.choice(names()["streets"]))
    before = rng.choice(("", "", "", "Oude ", "Nieuwe ", "Lange ", "Korte "))
    return f"{before}{rng.choice(names()['rare']['first'])}{rng.choice(_ROADS)}"


@cache
def _town(city: str, country: str) -> tuple[Any, ...]:
    """Give name, area and postcodes of a city; a village has its own from its name."""
    found = next((place for place in _places(country) if place[0] == city), None)
    start = 1200 + crc32(city.encode()) % 8000
    return found or (city, _area(city), start, start + 2)


def brussels(rng: Random, uses: list[str]) -> Data:
    """Draw an address in the region with two languages, in one of them."""
    words = names()["brussels"]
    borough, street, language = (
        rng.choice(words["boroughs"]),
        rng.choice(words["streets"]),
        rng.choice(("nl", "fr")),
    )
    return {
        "uses": uses,
        "street": street[language],
        "house_number": str(rng.randrange(1, 250)),
        "postcode": borough["postcode"],
        "city": borough[language],
        "country": "BE",
    }


@cache
def _places(country: str) -> tuple[Any, ...]:
    return tuple(tuple(place) for place in names()["cities"][country])


@cache
def _villages() -> tuple[str, ...]:
    """Give places that are made of a beginning and an end, as rare surnames are."""
    rare = names()["rare"]
    return tuple(
        first + last for first in rare["first"] for last in ("beek", "dam", "hoven", "kerk", "loo", "oord")
    )


@cache
def _area(city: str) -> str:
    places = (*_places("NL"), *_places("BE"))
    village = f"{300 + crc32(city.encode()) % 200}"
    return next(
        (str(place[1]) for place in places if place[0] == city), village if city in _villages() else "2"
    )


def _title(rng: Random, owner: Data) -> str:
    trades = names()["trades"]
    pattern: str = rng.choice(trades[rng.choice(tuple(trades))])
    return pattern.format(surname=last_name(owner), given=owner["given"], thing=rng.choice(names()["things"]))


def last_name(name: Data) -> str:
    """Give a surname with its prefix, the prefix with a capital."""
    text = " ".join(filter(None, (name.get("prefix"), name["surname"])))
    return text[0].upper() + text[1:]


def _registrations(country: str, form: str, number: int) -> Data:
    if country == "BE":
        digits = registers.enterprise(scattered(number))
        return {"vat": f"BE{digits}", "enterprise_number": digits}
    vat = registers.vat_of_trader if form in _TRADERS else registers.vat_of_company
    found = {"kvk": f"00{scattered(number):06d}", "vat": vat(scattered(number))}
    return found | {"kvk_branch": registers.kvk_branch(number)} if number % 2 else found


def _code(number: int) -> str:
    """Give a number in few letters."""
    digits = "abcdefghijkmnpqrstuvwxyz"
    found = ""
    while number:
        number, rest = divmod(number, len(digits))
        found += digits[rest]
    return found
