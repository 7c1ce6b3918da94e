"""KB213, a legal form still exists."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB213", requirement="M02", severity=Severity.WARNING)
def legal_form_is_still_in_use(book: Book) -> Iterator[Problem]:
    """The legal form of an organisation that we deal with is one that the law still knows.

    A form that was abolished was changed into another by law or in new articles; a contract in the old
    form names a party that is not registered like that any more.

    Bad: `organisation: {name: Peeters, legal_form: {code: V8L7, country: BE}}`

    Good: `organisation: {name: Peeters, legal_form: {code: 3W7E, country: BE}}`
    """
    from klantboek.schema.legal_forms import is_former, written  # noqa: PLC0415 -- reads a table

    for relation in book.relations:
        form = relation.organisation.legal_form
        if not form or relation.status == "ended" or not is_former(form.code):
            continue
        yield Problem(
            form,
            "code",
            f"{written(form.code) or form.code} ({form.code}) is no longer a legal form of {form.country}",
            "Look the organisation up in its register and write the form that stands there now.",
        )
