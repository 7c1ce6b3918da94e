"""Mistakes in addresses, and addresses that were left."""

from random import Random

from books.crowd import address, brussels, names
from books.mistakes import Data, mistake, slipped, slipped_digit

_SHORT = (
    ("straat", "str."), ("laan", "ln"), ("weg", "wg"), ("plein", "pln"), ("Burgemeester", "Burg."), ("Professor", "Prof."),
    ("Dokter", "Dr."), ("Pastoor", "Past."), ("Sint ", "St. "), ("Onze-Lieve-Vrouwe", "O.L.V."), ("Generaal", "Gen."),
    ("Koningin", "Kon."), ("Prins ", "Pr. "), ("steenweg", "stwg"), ("Steenweg", "Stwg"), ("Rue ", "R. "), ("Avenue ", "Av. "),
    ("Boulevard ", "Bd "), ("Chaussée ", "Ch. "), ("Place ", "Pl. "),
)  # fmt: skip


def _door(copy: Data) -> Data:
    found: Data = copy["addresses"][0]
    return found


@mistake("street", "address")
def _street(rng: Random, copy: Data) -> bool:
    """A slip in the street."""
    door = _door(copy)
    text = slipped(rng, door.get("street", ""))
    changed = bool(text) and text != door["street"]
    if changed:
        door["street"] = text
    return changed


@mistake("street-short", "address")
def _street_short(rng: Random, copy: Data) -> bool:
    """The street in short."""
    door = _door(copy)
    fitting = [pair for pair in _SHORT if pair[0] in door.get("street", "")]
    if fitting:
        door["street"] = door["street"].replace(*rng.choice(fitting))
    return bool(fitting)


@mistake("door", "address")
def _another_door(rng: Random, copy: Data) -> bool:
    """A digit of the house number, or the letter behind it, is wrong or in another box."""
    door = _door(copy)
    if "house_number" not in door:
        return False
    if door.get("suffix") and rng.random() < 0.7:
        suffix = door.pop("suffix")
        if rng.random() < 0.5:
            door["house_number"] += suffix
    else:
        door["house_number"] = slipped_digit(rng, door["house_number"])
    return True


@mistake("postcode", "address")
def _postcode(rng: Random, copy: Data) -> bool:
    """A slip in the postcode, its blank left out, or no postcode at all."""
    door = _door(copy)
    if "postcode" not in door:
        return False
    way = rng.random()
    old = door.pop("postcode")
    if way < 0.4:
        door["postcode"] = slipped_digit(rng, old)
    elif way < 0.7 and " " in old:
        door["postcode"] = old.replace(" ", "").lower()
    return True


@mistake("city", "address")
def _city(rng: Random, copy: Data) -> bool:
    """A slip in the city, or another name for it."""
    door = _door(copy)
    other = {
        "'s-Hertogenbosch": "Den Bosch",
        "Den Haag": "'s-Gravenhage",
        "Alphen aan den Rijn": "Alphen a/d Rijn",
    }
    old = door["city"]
    door["city"] = other.get(old) or (old.upper() if rng.random() < 0.3 else slipped(rng, old))
    return bool(door["city"] != old)


@mistake("moved", "address", other=True)
def _moved(rng: Random, copy: Data) -> bool:
    """Moved house, mostly within the town; half of the time the former address is known."""
    old = _door(copy)
    if old["postcode"].startswith("1") and old["country"] == "BE":
        new = brussels(rng, old["uses"])
    else:
        new = address(rng, old["country"], old["uses"], old["city"] if rng.random() < 0.7 else "")
    copy["addresses"] = [new]
    if rng.random() < 0.4:
        left = {key: value for key, value in old.items() if key not in {"verified", "location_kind"}}
        copy["former"] = [
            {"field": "addresses", "address": left, "until": "2026-01-31", "reason": "Verhuisd"}
        ]
    return True


@mistake("bilingual", "address", often=12)
def _bilingual(_: Random, copy: Data) -> bool:
    """The street and borough in the other language of Brussels."""
    door, words = _door(copy), names()["brussels"]
    for language, other in (("nl", "fr"), ("fr", "nl")):
        street = next((entry for entry in words["streets"] if entry[language] == door.get("street")), None)
        borough = next(
            (entry for entry in words["boroughs"] if entry["postcode"] == door.get("postcode")), None
        )
        if street and borough and street["nl"] != street["fr"]:
            door |= {"street": street[other], "city": borough[other]}
            return True
    return False


@mistake("po-box", "address", other=True)
def _po_box(rng: Random, copy: Data) -> bool:
    """Only the PO box is known."""
    door = _door(copy)
    if copy["kind"] == "person" or door["country"] != "NL" or "postcode" not in door:
        return False
    box = {
        "uses": ["postal"],
        "po_box": str(rng.randrange(10, 999)),
        "postcode": f"{door['postcode'][:4]} A{door['postcode'][-1]}",
    }
    copy["addresses"] = [{**box, "city": door["city"], "country": "NL"}]
    return True
