"""KB202, a legal form belongs to the country beside it."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.rules import Problem, rule
from klantboek.schema.legal_forms import code_of, country_of, written


@rule("KB202", requirement="M02")
def legal_form_is_of_its_country(book: Book) -> Iterator[Problem]:
    """A legal form's code belongs to the country that stands beside it.

    A Dutch besloten vennootschap and a Belgian one are two forms with two ways of writing (B.V. and BV);
    a contract or a letter with the wrong one names another party.

    Bad: `organisation: {name: Peeters, legal_form: {code: 54M6, country: BE}}`

    Good: `organisation: {name: Peeters, legal_form: {code: 3W7E, country: BE}}`
    """
    for relation in book.relations:
        form = relation.organisation.legal_form
        country = country_of(form.code) if form else None
        if country is None or country == form.country:
            continue
        spelling = written(form.code) or form.code
        other = code_of(spelling, form.country)
        advice = (
            f"The {spelling} of {form.country} is {other}." if other else "Correct the code or the country."
        )
        yield Problem(
            form,
            "code",
            f"{form.code} ({spelling}) is a legal form of {country}, not of {form.country}",
            advice,
        )
