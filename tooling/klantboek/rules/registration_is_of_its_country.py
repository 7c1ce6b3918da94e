"""KB215, a registration is of a country where the relation is."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

# Prefixes of VAT numbers that are not the country's own code: Greece, Northern Ireland, and Monaco and the
# Isle of Man, which register with their neighbours.
_COUNTRIES = {"EL": {"GR"}, "XI": {"GB"}, "FR": {"FR", "MC"}, "GB": {"GB", "IM"}}
_OF = {
    "kvk": ("NL", "a KvK number"),
    "rsin": ("NL", "an RSIN"),
    "enterprise_number": ("BE", "an enterprise number"),
}


@rule("KB215", requirement="M02", severity=Severity.WARNING)
def registration_is_of_its_country(book: Book) -> Iterator[Problem]:
    """A VAT, KvK or enterprise number is of a country in which the relation has an address or its legal form.

    A number of another country is usually that of another company; an invoice without VAT then has the
    wrong party on it.

    Bad: `{relations/R-00001.yaml: {organisation: {name: Halm, legal_form: {code: 54M6, country: NL}}, addresses: [{uses: [visiting], street: Molenpad, house_number: "12", postcode: 1016 DW, city: Amsterdam, country: NL}], registrations: {vat: DE999990019}}}`

    Good: `{relations/R-00001.yaml: {organisation: {name: Halm, legal_form: {code: 54M6, country: NL}}, addresses: [{uses: [visiting], street: Molenpad, house_number: "12", postcode: 1016 DW, city: Amsterdam, country: NL}], registrations: {vat: NL999990019B01}}}`
    """
    for relation in book.relations:
        numbers = relation.registrations
        if not numbers:
            continue
        home = _countries(relation)
        if not home:
            continue
        vat = numbers.vat or ""
        prefix = vat[:2]
        if vat and _COUNTRIES.get(prefix, {prefix}).isdisjoint(home):
            yield _foreign(relation, "vat", f"a VAT number of {prefix}", home)
        for key, (country, name) in _OF.items():
            if numbers[key] and country not in home:
                yield _foreign(relation, key, f"{name} of {country}", home)


def _countries(relation: Node) -> list[str]:
    """Give the countries of the legal form and of the addresses, also of those left, each once."""
    form = relation.organisation.legal_form.country
    found = [*([form] if form else []), *(address.country for address in relation.addresses)]
    return list(dict.fromkeys(found))


def _foreign(relation: Node, key: str, what: str, home: list[str]) -> Problem:
    form = relation.organisation.legal_form
    second, second_key = (form, "country") if form else (relation.addresses[0], "country")
    return Problem(
        relation.registrations,
        key,
        f"{what}, but the relation is in {' and '.join(home)}",
        "Check whose number it is; when they are registered there, add their address in that country.",
        second,
        second_key,
        "its country",
    )
