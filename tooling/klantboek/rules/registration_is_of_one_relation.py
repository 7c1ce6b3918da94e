"""KB301, a registration number belongs to one relation."""

from collections import defaultdict
from collections.abc import Iterator

from klantboek.book import Book, Node, Record
from klantboek.book.identity import REGISTRATIONS
from klantboek.rules import Problem, rule
from klantboek.rules.claims import is_living
from klantboek.rules.registry import Across, Claim, Side


def _claims(record: Record) -> Iterator[Claim]:
    if is_living(record):
        numbers = ((name, record.node.registrations[name]) for name in REGISTRATIONS)
        yield from ((Side.HOLDS, f"{name} {number}") for name, number in numbers if number)


@rule("KB301", requirement="M05", across=Across(_claims))
def registration_is_of_one_relation(book: Book) -> Iterator[Problem]:
    """A registration number belongs to one relation, unless both say why they share it.

    Two records with one Chamber of Commerce or VAT number are nearly always one customer twice: orders,
    agreements and complaints are then spread over two pages.

    Bad: `{relations/R-00001.yaml: {registrations: {kvk: "00000012"}}, relations/R-00002.yaml: {registrations: {kvk: "00000012"}}}`

    Good: `{relations/R-00001.yaml: {registrations: {kvk: "00000012"}}, relations/R-00002.yaml: {registrations: {kvk: "00000012", shared: branch of R-00001}}}`
    """
    for name in REGISTRATIONS:
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
