"""Mistakes in names of organisations and persons."""

import re
from random import Random

from books.crowd import full_name, names, surname
from books.mistakes import Data, mistake, slipped

_SOUNDS = (
    ("ij", "y"), ("y", "ij"), ("ij", "ei"), ("ei", "ij"), ("ck", "k"), ("dt", "t"), ("ks", "x"), ("sch", "s"),
    ("ph", "f"), ("th", "t"), ("ou", "au"), ("au", "ou"), ("oo", "o"), ("aa", "a"), ("ee", "e"), ("c", "k"),
    ("k", "c"), ("z", "s"), ("s", "z"), ("v", "f"), ("f", "v"), ("kk", "k"), ("ll", "l"), ("ss", "s"),
)  # fmt: skip
_FORMS = ("B.V.", "BV", "b.v.", "Bv", "B.V. i.o.")
_FORM = re.compile(r"\s+(?:B\.?V\.?|V\.?O\.?F\.?|BVBA|NV|N\.V\.)$", re.IGNORECASE)
_TRADES = (
    ("Bakkerij", "Bakker"), ("Brood- en Banketbakkerij", "Bakkerij"), ("Brood en Banket", "Bakkerij"),
    ("Café", "Cafe"), ("Banketbakkerij", "Banketbakker"), ("Eetcafé", "Eetcafe"), ("Restaurant", "Rest."),
    ("Gebroeders", "Gebr."), ("Installatiebedrijf", "Inst.bedrijf"), ("Bouwbedrijf", "Bouw"),
    ("en Zonen", "& Zn."), ("& Zonen", "en Zonen"), ("Patisserie", "Pâtisserie"), ("Ambachtsbakker", "Bakker"),
    ("Lunchroom", "Lunch"), ("Koffiehuis", "Koffie"), ("Espressobar", "Espresso Bar"),
)  # fmt: skip


def _is_person(copy: Data) -> bool:
    return bool(copy["kind"] == "person")


def _holder(copy: Data) -> tuple[Data, str]:
    return (copy["person"]["name"], "surname") if _is_person(copy) else (copy["organisation"], "name")


def _put(copy: Data, text: str) -> bool:
    holder, key = _holder(copy)
    changed = bool(text.strip()) and text != holder[key]
    if changed:
        holder[key] = text.strip()
    return changed


@mistake("letters", "name")
def _letters(rng: Random, copy: Data) -> bool:
    """One or two slips in the name."""
    holder, key = _holder(copy)
    text = slipped(rng, holder[key])
    return _put(copy, slipped(rng, text) if rng.random() < 0.25 else text)


@mistake("spelling", "name")
def _spelling(rng: Random, copy: Data) -> bool:
    """The name is written as it sounds."""
    holder, key = _holder(copy)
    fitting = [pair for pair in _SOUNDS if pair[0] in holder[key][1:]]
    if not fitting:
        return False
    old, new = rng.choice(fitting)
    return _put(copy, holder[key][0] + holder[key][1:].replace(old, new, 1))


@mistake("capitals", "name")
def _capitals(rng: Random, copy: Data) -> bool:
    """Everything is in capitals, or small."""
    holder, key = _holder(copy)
    return _put(copy, holder[key].upper() if rng.random() < 0.6 else holder[key].lower())


@mistake("legal-form", "name", often=2)
def _legal_form(rng: Random, copy: Data) -> bool:
    """B.V. is written otherwise, added or left out; the form is not known as a code."""
    if _is_person(copy):
        return False
    who = copy["organisation"]
    bare = _FORM.sub("", who["name"])
    forms = ("BVBA", "BV", "bvba", "B.V.") if who.get("legal_form", {}).get("country") == "BE" else _FORMS
    who.pop("legal_form", None)
    new = bare if bare != who["name"] and rng.random() < 0.5 else f"{bare} {rng.choice(forms)}"
    return _put(copy, new)


@mistake("word-order", "name")
def _word_order(rng: Random, copy: Data) -> bool:
    """The first word comes last: Jansen, Bakkerij."""
    if _is_person(copy):
        return False
    first, _, rest = _FORM.sub("", copy["organisation"]["name"]).partition(" ")
    return bool(rest) and _put(copy, f"{rest}{rng.choice((', ', ' '))}{first}")


@mistake("trade-word", "name", often=3)
def _trade_word(rng: Random, copy: Data) -> bool:
    """The word for the trade is another one, or short."""
    if _is_person(copy):
        return False
    name = copy["organisation"]["name"]
    fitting = [pair for pair in _TRADES if pair[0] in name]
    return bool(fitting) and _put(copy, name.replace(*rng.choice(fitting)))


@mistake("shortened", "name")
def _shortened(_: Random, copy: Data) -> bool:
    """The word for the trade is left out."""
    if _is_person(copy):
        return False
    first, _, rest = copy["organisation"]["name"].partition(" ")
    return len(rest) > 3 and first != rest and _put(copy, rest)


@mistake("trade-name", "name", other=True, often=6)
def _trade_name(_: Random, copy: Data) -> bool:
    """Only the name over the door is known, not the one in the register."""
    who = copy.get("organisation", {})
    if not who.get("trade_names"):
        return False
    name = who["trade_names"][0]
    copy["organisation"] = {"name": name}
    return True


@mistake("statutory-name", "name", other=True, often=4)
def _statutory_name(_: Random, copy: Data) -> bool:
    """Only the name in the register is known, not the one over the door."""
    return bool(copy.get("organisation", {}).pop("trade_names", None))


@mistake("initials", "name", often=2)
def _initials(_: Random, copy: Data) -> bool:
    """Letters instead of the given name."""
    if not _is_person(copy) or "given" not in copy["person"]["name"]:
        return False
    name = copy["person"]["name"]
    name["initials"] = name.get("initials") or f"{name['given'][0]}."
    del name["given"]
    return True


@mistake("called", "name", often=2)
def _called(rng: Random, copy: Data) -> bool:
    """The name by which everybody calls her or him."""
    if not _is_person(copy):
        return False
    name = copy["person"]["name"]
    entries = (entry for entries in names()["given"].values() for entry in entries)
    found = next((entry.get("called") for entry in entries if entry["name"] == name.get("given")), None)
    if not found:
        return False
    name["given"] = rng.choice(found)
    name.pop("initials", None)
    return True


@mistake("swapped", "name")
def _swapped(_: Random, copy: Data) -> bool:
    """Given name and surname in each other's box."""
    if not _is_person(copy) or "given" not in copy["person"]["name"]:
        return False
    name = copy["person"]["name"]
    name["given"], name["surname"] = name["surname"], name["given"]
    name.pop("initials", None)
    return True


@mistake("prefix", "name", often=4)
def _prefix(rng: Random, copy: Data) -> bool:
    """The words before the surname stand elsewhere, short, or nowhere."""
    name = copy["person"]["name"] if _is_person(copy) else {}
    if "prefix" not in name:
        return False
    words, last = name.pop("prefix"), name["surname"]
    short = (
        words.replace("van der", "v.d.")
        .replace("van den", "v.d.")
        .replace("van de", "v.d.")
        .replace("van", "v.")
    )
    forms = (
        f"{words} {last}",
        f"{last}, {words}",
        f"{words.replace(' ', '')}{last.lower()}",
        f"{short} {last}",
        last,
    )
    name["surname"] = rng.choice(forms)
    return True


@mistake("married", "name", other=True)
def _married(rng: Random, copy: Data) -> bool:
    """The name of the partner, alone or with one's own."""
    if not _is_person(copy):
        return False
    name = copy["person"]["name"]
    own, prefix = name["surname"], name.pop("prefix", "")
    before, partner = surname(rng)
    way = rng.random()
    name["surname"] = partner
    if before:
        name["prefix"] = before
    if way < 0.4:
        name["surname"] = f"{partner}-{prefix} {own}" if prefix else f"{partner}-{own}"
    elif way < 0.7:
        name["birth_surname"] = f"{prefix} {own}".strip()
    return True


@mistake("contact", "contact", other=True)
def _contact(rng: Random, copy: Data) -> bool:
    """Another person is who we speak to, or nobody."""
    if not copy.get("contacts"):
        return False
    if rng.random() < 0.5:
        del copy["contacts"]
        return True
    who, salutation = full_name(rng)
    copy["contacts"] = [{"id": "balie", "name": who, "salutation": salutation}]
    return True
