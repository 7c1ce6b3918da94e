"""KB213, a legal form still exists."""

from collections.abc import Iterator
from datetime import date

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule
from klantboek.schema.legal_forms import is_former, written

# What the Belgian Companies and Associations Code made of forms that the list of ISO 20275 still has as active, and
# from which day (Act of 23 March 2019, articles 39 and 41): one form, or the two between which the articles decide.
_BECAME = {
    "N5NT": (("3W7E",), date(2020, 1, 1)),
    "C609": (("3W7E",), date(2020, 1, 1)),
    "JNAD": (("3W7E",), date(2020, 1, 1)),
    "PVT3": (("3W7E",), date(2020, 1, 1)),
    "8E2A": (("28FE", "3W7E"), date(2024, 1, 1)),
    "2QSA": (("28FE", "3W7E"), date(2024, 1, 1)),
}


@rule("KB213", requirement="M02", severity=Severity.WARNING)
def legal_form_is_still_in_use(book: Book) -> Iterator[Problem]:
    """The legal form of an organisation that we deal with is one that the law still knows.

    A form that was abolished was changed into another by law or in new articles; a contract in the old
    form names a party that is not registered like that any more.

    Bad: `organisation: {name: Peeters, legal_form: {code: N5NT, country: BE}}`

    Good: `organisation: {name: Peeters, legal_form: {code: 3W7E, country: BE}}`
    """
    for relation in book.relations:
        form = relation.organisation.legal_form
        if not form or relation.status == "ended":
            continue
        now, since = _BECAME.get(form.code, ((), date.max))
        if not is_former(form.code) and book.as_of < since:
            continue
        forms = " or ".join(f"{code} ({written(code)})" for code in now)
        yield Problem(
            form,
            "code",
            f"{written(form.code) or form.code} ({form.code}) is no longer a legal form of {form.country}",
            f"Since {since} it is {forms}: look it up in the register, and write that."
            if now
            else "Look the organisation up in its register and write the form that stands there now.",
        )
