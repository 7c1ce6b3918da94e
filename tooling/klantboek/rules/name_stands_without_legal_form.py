"""KB203, a name stands without its legal form."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.node import path_of
from klantboek.changes import Fix, Put
from klantboek.findings import Severity
from klantboek.rules import Problem, rule
from klantboek.schema.legal_forms import codes_of

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
        "vzw",
        "asbl",
        "commv",
        "ebvba",
        "cvba",
        "scrl",
        "snc",
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
        found = _written_form(organisation)
        if found is not None:
            where, name, is_its_own = found
            yield Problem(
                organisation,
                "name",
                f"the name {where}, which legal_form says already",
                f"Write the name as {name!r}.",
                # When the two differ, the one in the name may be right, and the one in its field wrong.
                fix=Fix(f"write {name}", (Put(path_of(organisation, "name"), name),), safe=is_its_own),
            )


def _written_form(organisation: Node) -> tuple[str, str, bool] | None:
    """Say where in a name a legal form stands, give the name without it, and tell whether it is the one of its field.

    None when there is no form in the name.
    """
    form = organisation.legal_form
    head, _, last = organisation.name.rpartition(" ")
    if head and last.replace(".", "").casefold() in _FORMS:
        return f"ends in {last}", head.rstrip(" ,"), codes_of(last, form.country) == (form.code,)
    first, _, rest = organisation.name.partition(" ")
    bare = first.replace(".", "")
    # In front stand many short words (CV Techniek sells heating); only in capitals, and its own form, it is one.
    if rest and bare.isupper() and bare.casefold() in _FORMS:
        codes = codes_of(first, form.country)
        if form.code in codes[:1]:
            return f"begins with {first}", rest, len(codes) == 1
    return None
