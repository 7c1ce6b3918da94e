"""KB906, a private field has a purpose and a retention."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.dictionary import Dictionary
from klantboek.book.usage import first_use
from klantboek.rules import Problem, rule

_PRIVATE = {"private", "financial", "special"}


@rule("KB906", requirement="M57", registers_only=True)
def private_field_has_purpose_and_retention(book: Book) -> Iterator[Problem]:
    """The entry of a private, financial or special field in use says what it is for and how long it is kept.

    A field counts as private when klantboek's schema or its own entry says so. Data of this sort without
    purpose or end is what the law forbids first (GDPR articles 5.1.b and 5.1.e).

    Bad: `{dictionary/base.yaml: {fields: [relation]}, relations/R-00001.yaml: {payment: {credit_limit: 500}}}`

    Good: `{processing/contract.yaml: {code: contract}, dictionary/base.yaml: {fields: [relation], purposes: [contract], retention: {months: 24, after: last_order}}, relations/R-00001.yaml: {payment: {credit_limit: 500}}}`
    """
    limits = {one.code for one in book.nodes("processing") if one.retention}
    used = Dictionary(book).fields_in_use()
    for entry in book.nodes("dictionary"):
        lacking = _lacking(entry, limits)
        found = [
            use
            for use in used.get(entry.code, ())
            if entry.sensitivity in _PRIVATE or (use.shape is not None and use.shape.sensitivity in _PRIVATE)
        ]
        if found and lacking and entry.decision.outcome != "rejected":
            shape = found[0].shape
            kind = shape.sensitivity if shape and shape.sensitivity in _PRIVATE else entry.sensitivity
            yield Problem(
                entry,
                "fields",
                f"{found[0].field} is {kind} and in use at {first_use(found[0])}, "
                f"but {entry.code} names no {' and no '.join(lacking)}",
                f"Add {' and '.join(lacking)}, or give the field an entry of its own that has them.",
            )


def _lacking(entry: Node, limits: set[str]) -> list[str]:
    """Name what is missing; an activity that states how long its data is kept speaks for its fields."""
    retained = bool(entry.retention) or not limits.isdisjoint(entry.purposes)
    return [
        name
        for name, is_there in (("purposes", bool(entry.purposes)), ("retention", retained))
        if not is_there
    ]
