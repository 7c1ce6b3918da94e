"""KB203, a name stands without its legal form."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.node import path_of
from klantboek.changes import Fix, Put
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

# Spellings at the end of a name, compared without dots and in small letters. Stichting and Coöperatie
# stand in front and are part of the name, so they are not here.
_FORMS = frozenset(
    [
        "bv",
        "nv",
        "vof",
        "cv",
        "bvba",
        "nvsa",
        "sa",
        "srl",
        "sprl",
        "gmbh",
        "ag",
        "ltd",
        "llc",
        "inc",
        "plc",
        "kg",
        "ohg",
        "sarl",
        "spa",
    ]
)


@rule("KB203", requirement="M02", severity=Severity.WARNING)
def name_stands_without_legal_form(book: Book) -> Iterator[Problem]:
    """An organisation's name stands without its legal form when the form has a field of its own.

    The form is rendered behind the name, so it would be printed twice; and names with and without it
    sort and match badly.

    Bad: `organisation: {name: Bakkerij Zonnewende B.V., legal_form: {code: 54M6, country: NL}}`

    Good: `organisation: {name: Bakkerij Zonnewende, legal_form: {code: 54M6, country: NL}}`
    """
    for relation in book.relations:
        organisation = relation.organisation
        if not organisation.legal_form:
            continue
        head, _, last = organisation.name.rpartition(" ")
        if head and last.replace(".", "").casefold() in _FORMS:
            name = head.rstrip(" ,")
            yield Problem(
                organisation,
                "name",
                f"the name ends in {last}, which legal_form says already",
                f"Write the name as {name!r}.",
                # The form in the name may be right, and the one in its field wrong.
                fix=Fix(f"write {name}", (Put(path_of(organisation, "name"), name),), safe=False),
            )
