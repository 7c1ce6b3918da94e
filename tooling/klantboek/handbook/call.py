"""Whom to call: the person, the phone number and the e-mail address that come first, in which language and when.

It stands at the top of the page of a relation.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from klantboek.handbook import links
from klantboek.handbook.cards import is_over
from klantboek.handbook.cells import Cells
from klantboek.handbook.links import anchor
from klantboek.handbook.markup import harmless, link
from klantboek.handbook.names import person_name

Item = Mapping[str, Any]


def call(cells: Cells, value: Item) -> str:
    """Give the line; "" when a relation has neither a person nor a number nor an address."""
    person = _first(cells, value.get("contacts", ()))
    parts = list(_parts(cells, value, person))
    if parts:
        parts += _how(cells, value.get("preferences", {}), person)
    return f"<p class=call>{' · '.join(parts)}</p>" if parts else ""


def _parts(cells: Cells, value: Item, person: Item) -> Iterator[str]:
    """Give the person, and of it the phone number and the e-mail address, or else those of the relation."""
    if "name" in person:
        where = anchor("contacts", value["contacts"].index(person))
        function = f", {harmless(person['function'])}" if "function" in person else ""
        yield f"<a href=#{where}>{harmless(person_name(person['name']))}</a>{function}"
    phone = _phone(cells, person) or _phone(cells, value)
    if phone:
        yield link(links.call(phone["number"]), cells.edition.write.phone(phone["number"]))
    mail = _first(cells, person.get("emails", ())) or _first(cells, value.get("emails", ()))
    if mail:
        yield link(links.mail(mail["address"]), mail["address"])


def _how(cells: Cells, preferences: Item, person: Item) -> Iterator[str]:
    """Give the language that is spoken there, where it is another than the first of the book, and the best time."""
    words, settings = cells.edition.words, cells.edition.book.settings
    tongue = person.get("language") or preferences.get("language", "")
    if tongue and tongue != next(iter(settings.languages), ""):
        yield harmless(words("call.speaks", language=cells.edition.write.tongue(tongue)))
    if "best_time" in preferences:
        yield harmless(words("call.best_time", time=preferences["best_time"]))


def _phone(cells: Cells, value: Item) -> Item:
    return _first(cells, (one for one in value.get("phones", ()) if one.get("kind") != "fax"))


def _first(cells: Cells, some: Iterable[Item]) -> Item:
    """Give the preferred one of those that hold today, or else the first; {} when there is none."""
    held = [one for one in some if not is_over(cells, one)]
    return next((one for one in held if one.get("preferred")), held[0] if held else {})
