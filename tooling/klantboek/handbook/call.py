"""Whom to call: the person, the phone number and the e-mail address that come first, for the top of a relation's page."""

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
    parts = list(_parts(cells, value))
    return f"<p class=call>{' · '.join(parts)}</p>" if parts else ""


def _parts(cells: Cells, value: Item) -> Iterator[str]:
    """Give the person, and of it the phone number and the e-mail address, or else those of the relation."""
    contacts = value.get("contacts", ())
    person = _first(cells, contacts)
    if "name" in person:
        where = anchor("contacts", contacts.index(person))
        function = f", {harmless(person['function'])}" if "function" in person else ""
        yield f"<a href=#{where}>{harmless(person_name(person['name']))}</a>{function}"
    phone = _phone(cells, person) or _phone(cells, value)
    if phone:
        yield link(links.call(phone["number"]), cells.edition.write.phone(phone["number"]))
    mail = _first(cells, person.get("emails", ())) or _first(cells, value.get("emails", ()))
    if mail:
        yield link(links.mail(mail["address"]), mail["address"])


def _phone(cells: Cells, value: Item) -> Item:
    return _first(cells, (one for one in value.get("phones", ()) if one.get("kind") != "fax"))


def _first(cells: Cells, some: Iterable[Item]) -> Item:
    """Give the preferred one of those that hold today, or else the first; {} when there is none."""
    held = [one for one in some if not is_over(cells, one)]
    return next((one for one in held if one.get("preferred")), held[0] if held else {})
