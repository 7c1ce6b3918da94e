"""KB222, a number or code names one thing in its list."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from klantboek.book import Book, Record
from klantboek.book.node import shape_of_node, value_of
from klantboek.rules import Problem, rule

# Lists whose items go by a number or code of their own. Orders and invoices have rules across the book.
_LISTS = {
    "relation": {
        "contacts": "id",
        "quotes": "number",
        "subscriptions": "number",
        "contracts": "number",
        "complaints": "number",
        "projects": "code",
        "documents": "id",
    },
    "book": {"staff": "id", "objectives": "code", "classes": "code", "audiences": "code"},
    "vocabulary": {"terms": "code"},
    "survey": {"questions": "id"},
}
_ALWAYS = ("0000-00-00", "9999-99-99")


@rule("KB222", requirement="M01")
def name_in_a_list_is_given_once(book: Book) -> Iterator[Problem]:
    """A number or code stands on one contact person, quote, contract or other item of its list at a time.

    Whatever refers to it means one of the two, and nobody can tell which; pages and figures take the first.

    Bad: `contacts: [{id: ria, name: {surname: Bakker}}, {id: ria, name: {surname: Visser}}]`

    Good: `contacts: [{id: ria, name: {surname: Bakker}}, {id: ria-visser, name: {surname: Visser}}]`
    """
    for record in book.records:
        if not record.fits or record.kind not in _LISTS:
            continue
        for name, key in _LISTS[record.kind].items():
            items = value_of(record.node).get(name, ())
            if len(items) > 1:
                yield from _twice(record, name, key, items)


def _twice(record: Record, name: str, key: str, items: list[dict[str, Any]]) -> Iterator[Problem]:
    seen: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(items):
        earlier = seen[item[key]]
        # Who left and came back, and what was renewed, stands there once for each time.
        first = next((one for one in earlier if _overlap(items[one], item)), None)
        earlier.append(number)
        if first is not None:
            nodes = record.node[name]
            what = shape_of_node(nodes[number]).title.casefold()
            yield Problem(
                nodes[number],
                key,
                f"there is a {what} {item[key]} already",
                f"Give this one {'an' if key == 'id' else 'a'} {key} of its own, or end the other one before this one begins.",
                nodes[first],
                key,
                "first here",
            )


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    first, last = _ALWAYS
    begins = max(one.get("from", first), other.get("from", first))
    ends = min(one.get("until", last), other.get("until", last))
    return str(begins) <= str(ends)
