"""How the fields of two records are brought together: which entries are one, what is taken as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from klantboek.book.addresses import label_of
from klantboek.book.identity import REGISTRATIONS
from klantboek.shapes import Shape, Type


@dataclass(frozen=True)
class Entries:
    """A list whose entries are known by ``keys``.

    With ``decided`` two entries of one key become one, and what differs is decided value by value; else two
    that contradict each other both stay.
    """

    keys: tuple[str, ...]
    decided: bool = True


_POINT = Entries(("address",))
_PHONE = Entries(("number", "extension"))
_SOCIAL = Entries(("network", "name"))
_NUMBERED = Entries(("number",))
# Lists that are not here hold events and remarks: equal ones are one, all others stay.
LISTS: Mapping[str, Entries] = {
    "relation.organisation.profile.figures": Entries(("year",)),
    "relation.organisation.former_names": Entries(("name",), decided=False),
    "relation.person.former_names": Entries(("name",), decided=False),
    "relation.registrations.others": Entries(("scheme", "number", "country")),
    "relation.emails": _POINT,
    "relation.phones": _PHONE,
    "relation.websites": Entries(("url",)),
    "relation.social": _SOCIAL,
    "relation.branches": Entries(("scheme", "code", "from")),
    "relation.contacts": Entries(("id",)),
    "relation.contacts.emails": _POINT,
    "relation.contacts.phones": _PHONE,
    "relation.contacts.social": _SOCIAL,
    "relation.links": Entries(("to", "kind", "from"), decided=False),
    "relation.payment.accounts": Entries(("iban",)),
    "relation.preferences.channels": Entries(("moment", "contact")),
    "relation.consents": Entries(("purpose", "channel", "on", "contact", "state"), decided=False),
    "relation.orders": _NUMBERED,
    "relation.orders.invoices": _NUMBERED,
    "relation.quotes": _NUMBERED,
    "relation.configurations": Entries(("name", "on"), decided=False),
    "relation.subscriptions": _NUMBERED,
    "relation.contracts": _NUMBERED,
    "relation.products_in_use": Entries(("product", "serial_number"), decided=False),
    "relation.complaints": _NUMBERED,
    "relation.projects": Entries(("code",)),
    "relation.documents": Entries(("id",)),
    "relation.campaign_responses": Entries(("campaign", "sent_on"), decided=False),
    "relation.survey_answers": Entries(("survey", "on"), decided=False),
    "relation.external_ids": Entries(("system", "id")),
}
# Groups and lists that mean something as a whole only.
_WHOLE = frozenset(
    {
        "relation.organisation.legal_form",
        "relation.organisation.profile.directors.name",
        "relation.person.name",
        "relation.person.profile.household_income",
        "relation.contacts.name",
        "relation.contacts.private_address",
        "relation.heard_via",
        "relation.orders.origin",
        "relation.orders.lines",
        "relation.orders.delivery_address",
        "relation.quotes.lines",
        "relation.quotes.follow_up",
        "relation.documents.paper",
    }
)
_WHOLE_NAMES = frozenset({"verified", "collected"})
# What says nothing without another value: its end without the state, the day without the class.
FOLLOWS: Mapping[str, str] = {
    "relation.until": "status",
    "relation.classification.class_from": "class",
    "relation.classification.goal_note": "goal",
    "relation.complaints.resolved_on": "status",
    "relation.quotes.reason": "status",
    "relation.orders.delivered_on": "status",
}
# Differences here mean that these may be two relations, or two orders: a person has to choose.
_CHOSEN = (
    "relation.person.birth_date",
    "relation.organisation.legal_form",
    *(f"relation.registrations.{name}" for name in REGISTRATIONS),
    "relation.orders",
    "relation.quotes",
    "relation.subscriptions",
    "relation.contracts",
    "relation.complaints",
    "relation.loyalty.card_number",
)
# What an address is called by.
_DOOR = ("postcode", "street", "house_number", "suffix", "box", "po_box", "reply_number")
# What says where behind a door; who leaves it out means the same door.
_BEHIND_THE_DOOR = ("building", "floor", "room")
# The days by which entries stand in order, where a list is in order.
_DAYS = ("on", "date", "sent_on", "from", "start", "year")


def is_whole(shape: Shape) -> bool:
    """Tell whether a group or list is taken or left as a whole."""
    if shape.path in _WHOLE:
        return True
    return shape.name in _WHOLE_NAMES and shape.type is Type.OBJECT


def must_be_chosen(field: str) -> bool:
    """Tell whether a difference here is for a person to decide."""
    return any(field == path or field.startswith(f"{path}.") for path in _CHOSEN)


def key_of(field: str, entry: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Give what an entry of a list is known by; None when only an equal one is the same."""
    if field == "relation.addresses":
        return label_of(entry)
    entries = LISTS.get(field)
    if entries is None or not isinstance(entry, dict):
        return None
    if field == "relation.products_in_use" and "serial_number" not in entry:
        return None
    return tuple("".join(str(entry.get(key, "")).casefold().split()).rstrip("/") for key in entries.keys)


def is_one_door(field: str, mine: Any, item: Any) -> bool:
    """Tell whether two addresses are one, but that one of them leaves out the building, the floor or the room."""
    if field != "relation.addresses":
        return False
    behind = [key for key in _BEHIND_THE_DOOR if (key in mine) != (key in item)]
    one, other = ({name: text for name, text in at.items() if name not in behind} for at in (mine, item))
    return bool(behind) and label_of(one) is not None and label_of(one) == label_of(other)


def is_decided(field: str) -> bool:
    """Tell whether two entries of one key become one, though they differ."""
    return field == "relation.addresses" or (field in LISTS and LISTS[field].decided)


def called(field: str, entry: Any) -> str:
    """Give how an entry is named in a message and on the command line: what it is known by, without spaces."""
    if key_of(field, entry) is None:
        return ""
    keys = LISTS[field].keys if field in LISTS else _DOOR
    parts = ("".join(str(entry.get(key, "")).split()) for key in keys)
    return "-".join(part for part in parts if part)


def day_of(entry: Any) -> str:
    """Give the day that an entry of a list is about, "" for none."""
    if not isinstance(entry, dict):
        return ""
    return next((str(entry[name]) for name in _DAYS if entry.get(name) is not None), "")
