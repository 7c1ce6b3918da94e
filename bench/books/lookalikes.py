"""Relations that resemble another one and are not the same: family, daughters, chains, neighbours, namesakes."""

from collections.abc import Callable
from random import Random
from typing import Any

from books import registers
from books.crowd import (
    address,
    given,
    last_name,
    mobile,
    organisation,
    person,
    phone,
    scattered,
    slug,
)

Data = dict[str, Any]
# Makes the other record; None when this one has nobody who resembles it so.
Maker = Callable[[Random, Data, int], Data | None]
_TAKEN = ("roles", "status", "since", "owner", "preferences")


def lookalike(rng: Random, record: Data, number: int) -> tuple[Data, str]:
    """Give another relation that resembles a record, and how it does."""
    makers = list((_ORGANISATIONS if record["kind"] == "organisation" else _PERSONS).items())
    rng.shuffle(makers)
    for kind, make in makers:
        other = make(rng, record, number)
        if other is not None:
            return other, kind
    raise AssertionError("everybody has namesakes")


def _fresh(rng: Random, record: Data, number: int) -> Data:
    make = person if record["kind"] == "person" else organisation
    other = make(rng, number)
    other["addresses"] = [address(rng, other["addresses"][0]["country"], other["addresses"][0]["uses"])]
    return other | {key: record[key] for key in _TAKEN if key in record}


def _door(record: Data) -> Data:
    kept = ("uses", "street", "house_number", "suffix", "box", "postcode", "city", "country")
    return {key: record["addresses"][0][key] for key in kept if key in record["addresses"][0]}


def _own_numbers(record: Data, number: int) -> Data:
    if record["addresses"][0]["country"] == "BE":
        digits = registers.enterprise(scattered(number))
        return {"vat": f"BE{digits}", "enterprise_number": digits}
    at = scattered(number)
    return {"kvk": f"00{at:06d}", "vat": registers.vat_of_company(at)}


def _has_number(record: Data) -> bool:
    found = record.get("registrations", {})
    return bool(found.get("kvk") or found.get("enterprise_number"))


def _daughter(rng: Random, record: Data, number: int) -> Data | None:
    """A company of the same group in the same building; its own numbers or a link say so."""
    other = _fresh(rng, record, number)
    other["addresses"] = [_door(record)]
    name = record["organisation"]["name"].removesuffix(" B.V.").removesuffix(" BV")
    other["organisation"] = {
        "name": f"{name} {rng.choice(('Holding', 'Beheer', 'Vastgoed', 'Groep', 'Webshop'))} B.V."
    }
    for key in ("phones", "websites", "emails"):
        other.pop(key, None)
        if record.get(key) and rng.random() < 0.7:
            other[key] = [dict(entry) for entry in record[key]]
    if record.get("contacts"):
        other["contacts"] = [dict(record["contacts"][0])]
    if _has_number(record) and rng.random() < 0.5:
        other["registrations"] = _own_numbers(record, number)
    else:
        other.pop("registrations", None)
        other["links"] = [{"to": record["number"], "kind": "parent"}]
    return other


def _chain(rng: Random, record: Data, number: int) -> Data | None:
    """Another shop of the same company in another town: one number in the register, two places of business."""
    country = record["addresses"][0]["country"]
    registered = record.get("registrations", {})
    other = _fresh(rng, record, number)
    other["addresses"] = [address(rng, country, record["addresses"][0]["uses"])]
    city = other["addresses"][0]["city"]
    if city == record["addresses"][0]["city"]:
        return None
    name = record["organisation"]["name"]
    other["organisation"] = record["organisation"] | {
        "name": f"{name} {city}" if rng.random() < 0.5 else name
    }
    if record.get("emails"):
        domain = record["emails"][0]["address"].partition("@")[2]
        other["emails"] = [{"address": f"{slug(city)}@{domain}"}]
    other.pop("contacts", None)
    other.pop("payment", None)
    other.pop("registrations", None)
    if record.get("websites"):
        other["websites"] = [dict(entry) for entry in record["websites"]]
    if registered.get("kvk_branch") and registered.get("kvk"):
        branch = registers.kvk_branch(900_000 + number)
        other["registrations"] = {"kvk": registered["kvk"], "kvk_branch": branch}
    else:
        other["links"] = [{"to": record["number"], "kind": "branch_of"}]
    return other


def _neighbours(rng: Random, record: Data, number: int) -> Data | None:
    """Another company in the same building."""
    other = _fresh(rng, record, number)
    other["addresses"] = [_door(record)]
    return other


def _one_owner(rng: Random, record: Data, number: int) -> Data | None:
    """Another company of the same owner, who is called on one telephone."""
    if not record.get("contacts"):
        return None
    other = _fresh(rng, record, number)
    other["contacts"] = [dict(record["contacts"][0])]
    if record.get("phones") and rng.random() < 0.5:
        other["phones"] = [dict(record["phones"][0])]
    other["registrations"] = _own_numbers(other, number)
    return other


def _namesake(rng: Random, record: Data, number: int) -> Data | None:
    """The same name in another town, and nothing else in common."""
    other = _fresh(rng, record, number)
    if other["addresses"][0]["city"] == record["addresses"][0]["city"]:
        return None
    if record["kind"] == "person":
        other["person"] = other["person"] | {"name": dict(record["person"]["name"])}
        return other
    other["organisation"] = dict(record["organisation"])
    return other


def _household(rng: Random, record: Data, number: int) -> Data:
    """Somebody of the same surname in the same house, often with the same telephone."""
    other = _fresh(rng, record, number)
    name = dict(record["person"]["name"])
    salutation = rng.choice(("mr", "ms"))
    while (first := given(rng, salutation))[:2] == name.get("given", "")[:2]:
        pass
    other["person"] |= {"name": name | {"given": first, "initials": f"{first[0]}."}, "salutation": salutation}
    other["addresses"] = [_door(record)]
    if record.get("phones") and rng.random() < 0.6:
        other["phones"] = [dict(record["phones"][0])]
    return other


def _family(rng: Random, record: Data, number: int) -> Data | None:
    """Husband, wife or child."""
    other = _household(rng, record, number)
    if record.get("emails") and rng.random() < 0.3:
        other["emails"] = [dict(record["emails"][0])]
    return other


def _twin(rng: Random, record: Data, number: int) -> Data | None:
    """Brother or sister, born on the same day."""
    other = _household(rng, record, number)
    if "birth_date" not in record["person"]:
        return None
    other["person"]["birth_date"] = record["person"]["birth_date"]
    return other


def _child(rng: Random, record: Data, number: int) -> Data | None:
    """Parent and child of one name in one house, born thirty years apart."""
    other = _household(rng, record, number)
    born = record["person"].get("birth_date", "")
    if not born:
        return None
    later = f"{int(born[:4]) + rng.randrange(22, 38)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
    other["person"] |= {"name": dict(record["person"]["name"]), "birth_date": later}
    return other


def _own_company(rng: Random, record: Data, number: int) -> Data | None:
    """The company that a person has at home."""
    other = organisation(rng, number) | {key: record[key] for key in _TAKEN if key in record}
    name = record["person"]["name"]
    trade = rng.choice(("Bakkerij", "Advies", "Catering", "Klusbedrijf"))
    other["organisation"] = {"name": f"{trade} {last_name(name)}"}
    other["addresses"] = [_door(record) | {"uses": ["visiting", "billing"]}]
    other["contacts"] = [{"id": slug(name.get("given") or name["surname"]), "name": dict(name)}]
    if record.get("phones"):
        other["phones"] = [dict(record["phones"][0])]
    other.pop("registrations", None)
    return other


def _shared_desk(rng: Random, record: Data, number: int) -> Data | None:
    """Another company whose books one office keeps: that office's telephone stands in both records, and why."""
    country = record["addresses"][0]["country"]
    if not record.get("phones") or country not in {"NL", "BE"}:
        return None
    other = _fresh(rng, record, number)
    desk = {"number": record["phones"][0]["number"], "kind": "landline", "shared": "telefoon van het kantoor"}
    own = phone(country, "85", number) if rng.random() < 0.5 else mobile(country, number)
    other["phones"] = [desk, {"number": own, "kind": "mobile"}]
    return other


_ORGANISATIONS: dict[str, Maker] = {
    "daughter": _daughter,
    "chain": _chain,
    "neighbours": _neighbours,
    "one-owner": _one_owner,
    "namesake": _namesake,
    "shared-desk": _shared_desk,
}
_PERSONS: dict[str, Maker] = {
    "family": _family,
    "twin": _twin,
    "child": _child,
    "namesake": _namesake,
    "own-company": _own_company,
}
