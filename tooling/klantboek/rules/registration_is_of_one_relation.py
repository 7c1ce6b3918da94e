"""KB301, a registration number belongs to one relation."""

from collections import defaultdict
from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.rules import Problem, rule

_NUMBERS = ("kvk", "kvk_branch", "rsin", "vat", "enterprise_number", "establishment_number", "lei", "eori")


@rule("KB301", requirement="M05")
def registration_is_of_one_relation(book: Book) -> Iterator[Problem]:
    """A registration number belongs to one relation, unless both say why they share it.

    Two records with one Chamber of Commerce or VAT number are nearly always one customer twice: orders,
    agreements and complaints are then spread over two pages.

    Bad: `{relations/R-00001.yaml: {registrations: {kvk: "00000012"}}, relations/R-00002.yaml: {registrations: {kvk: "00000012"}}}`

    Good: `{relations/R-00001.yaml: {registrations: {kvk: "00000012"}}, relations/R-00002.yaml: {registrations: {kvk: "00000012", shared: branch of R-00001}}}`
    """
    for name in _NUMBERS:
        holders: dict[str, list[Node]] = defaultdict(list)
        for relation in book.relations:
            if number := relation.registrations[name]:
                holders[number].append(relation)
        for number, relations in holders.items():
            first, *others = relations
            for other in others:
                if other.registrations.shared or first.registrations.shared:
                    continue
                yield Problem(
                    other.registrations,
                    name,
                    f"{name} {number} also stands in {first.number}",
                    "Merge the two when they are one customer; else write the reason in `shared`.",
                    first.registrations,
                    name,
                    "there",
                )
