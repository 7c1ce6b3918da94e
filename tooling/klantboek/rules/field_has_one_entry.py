"""KB709, a field has one entry in the dictionary."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.rules import Problem, rule


@rule("KB709", requirement="M48", registers_only=True)
def field_has_one_entry(book: Book) -> Iterator[Problem]:
    """A field is named by one entry of the dictionary.

    With two entries there are two definitions, two retentions and two decisions, and it is chance which one counts.

    Bad: `{dictionary/orders.yaml: {fields: [relation.orders]}, dictionary/sales.yaml: {fields: [relation.orders]}}`

    Good: `{dictionary/orders.yaml: {fields: [relation.orders]}, dictionary/sales.yaml: {fields: [relation.orders.lines]}}`
    """
    first: dict[str, Node] = {}
    for entry in book.nodes("dictionary"):
        for number, field in enumerate(entry.fields):
            if field not in first:
                first[field] = entry
                continue
            other = first[field]
            yield Problem(
                entry,
                None,
                f"{field} has an entry already: {other.code}",
                "Keep one of the two, or name a part of the field here.",
                other,
                "fields",
                "the other entry",
                exact=("fields", number),
            )
