"""What a place in a record is known by when positions shift: list items by their own keys, not by their number."""

import re
from collections.abc import Iterator
from typing import Any

from klantboek.findings import Identity
from klantboek.shapes.shape import Shape, Type, shape_of

Steps = tuple[str | int, ...]

# The properties that name an item of a list, by the path of the list. None of them is a name, an address, a telephone
# or an account number. Two items with one name are told apart by counting what is found in them.
KEYS: dict[str, tuple[str, ...]] = {
    "book.staff": ("id",),
    "book.objectives": ("code",),
    "book.classes": ("code",),
    "book.score.criteria": ("measure",),
    "book.audiences": ("code",),
    "book.lint.folders": ("folder",),
    "relation.organisation.former_names": ("until",),
    "relation.organisation.profile.figures": ("year",),
    "relation.person.former_names": ("until",),
    "relation.registrations.others": ("scheme",),
    "relation.social": ("network",),
    "relation.branches": ("scheme", "code"),
    "relation.contacts": ("id",),
    "relation.contacts.social": ("network",),
    "relation.links": ("kind", "to"),
    "relation.classification.satisfaction": ("on",),
    "relation.collected": ("source", "on"),
    "relation.preferences.channels": ("moment", "channel"),
    "relation.consents": ("purpose", "channel", "on"),
    "relation.interests": ("kind", "on"),
    "relation.orders": ("number",),
    "relation.orders.lines": ("product",),
    "relation.orders.invoices": ("number",),
    "relation.quotes": ("number",),
    "relation.quotes.lines": ("product",),
    "relation.product_requests": ("on", "product"),
    "relation.configurations": ("on",),
    "relation.reservations": ("product", "on"),
    "relation.subscriptions": ("number",),
    "relation.contracts": ("number",),
    "relation.contracts.agreements": ("on",),
    "relation.products_in_use": ("product", "from"),
    "relation.interactions": ("on", "channel"),
    "relation.interactions.agreements": ("on",),
    "relation.interactions.follow_ups": ("due",),
    "relation.complaints": ("number",),
    "relation.complaints.answers": ("on",),
    "relation.projects": ("code",),
    "relation.documents": ("id",),
    "relation.campaign_responses": ("campaign",),
    "relation.loyalty.entries": ("on", "kind"),
    "relation.favourites": ("product", "kind"),
    "relation.web_visits": ("on",),
    "relation.web_visits.basket": ("product",),
    "relation.survey_answers": ("survey", "on"),
    "relation.survey_answers.reasons": ("rank",),
    "relation.survey_answers.answers": ("question",),
    "relation.former": ("field", "until"),
    "relation.notes": ("on",),
    "relation.external_ids": ("system",),
    "campaign.discount_codes": ("code",),
    "survey.questions": ("id",),
    "survey.anonymous_answers": ("on",),
    "survey.anonymous_answers.reasons": ("rank",),
    "vocabulary.terms": ("code",),
    "processing.transfers": ("country",),
    "processing.translations": ("language",),
    "dictionary.translations": ("language",),
    "segment.translations": ("language",),
    "vocabulary.translations": ("language",),
    "vocabulary.terms.translations": ("language",),
    "book.objectives.translations": ("language",),
    "book.staff.translations": ("language",),
}
# Often somebody's first name: good to know an item by inside the repository, too easy to guess from a hash.
GUESSABLE = frozenset({"relation.contacts"})

# Words, codes, numbers and days; never a sentence or an e-mail address.
_KEY = re.compile(r"[\w.,:/+&()-]{1,40}")
_OF_THE_BOOK = re.compile(r"[A-Za-z](?!(?:\D*\d){4})[\w-]{0,39}", re.ASCII)
_UNKNOWN = "?"


def identity(kind: str, value: Any, path: Steps) -> Identity:
    """Tell what the place at a path of a record is known by.

    What stands in a personal field is no part of it, and neither is a key that no schema knows.
    """
    steps = list(_steps(shape_of(kind), value, path))
    return Identity("".join(full for full, _ in steps), "".join(public for _, public in steps))


def _steps(shape: Shape | None, value: Any, path: Steps) -> Iterator[tuple[str, str]]:
    dot = ""
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
            name = "" if shape is None or shape.items is None else _named(shape, value)
            yield f"[{name}]", f"[{'' if shape is not None and shape.path in GUESSABLE else name}]"
            shape = shape and shape.items
        else:
            name = f"{dot}{step if _is_known(shape, step) else _UNKNOWN}"
            yield name, name
            shape = shape and shape.properties.get(step)
            value = value.get(step) if isinstance(value, dict) else None
        dot = "."


def _is_known(shape: Shape | None, step: str) -> bool:
    if shape is None:
        return False
    return step in shape.properties or (shape.type is Type.OPEN and _OF_THE_BOOK.fullmatch(step) is not None)


def _named(shape: Shape, item: Any) -> str:
    found = item if isinstance(item, dict) else {}
    keys = [found.get(key) for key in KEYS.get(shape.path, ())]
    texts = [str(key) for key in keys if isinstance(key, str | int) and not isinstance(key, bool)]
    return " ".join(text for text in texts if _KEY.fullmatch(text))
