"""KB217, a telephone number is of a country where the relation is."""

from collections.abc import Iterator
from functools import cache

from klantboek.book import Book, Node
from klantboek.book.period import period_of
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB217", requirement="M03", severity=Severity.ADVICE)
def phone_is_of_its_country(book: Book) -> Iterator[Problem]:
    """A fixed telephone number of a relation is of a country in which it has an address.

    A landline stands somewhere: in another country it is a typing error, or an office without an address.

    Bad: `{relations/R-00001.yaml: {addresses: [{uses: [visiting], street: Molenpad, house_number: "12", postcode: 1016 DW, city: Amsterdam, country: NL}], phones: [{number: "+3250012345", kind: landline}]}}`

    Good: `{relations/R-00001.yaml: {addresses: [{uses: [visiting], street: Molenpad, house_number: "12", postcode: 1016 DW, city: Amsterdam, country: NL}], phones: [{number: "+31200012345", kind: landline}]}}`
    """
    for relation in book.relations:
        phones = [one for one in relation.phones if _stands(one) and period_of(one).holds(book.as_of)]
        addresses: tuple[Node, ...] = relation.addresses if phones else ()
        codes = {_calling_code(address.country): address.country for address in addresses}
        if not codes or None in codes:
            continue
        for phone in phones:
            if not any(phone.number.startswith(f"+{code}") for code in codes):
                yield Problem(
                    phone,
                    "number",
                    f"this number is not of {' or '.join(codes.values())}",
                    "Check the country code, or add the address where this telephone stands.",
                    addresses[0],
                    "country",
                    "its country",
                )


def _stands(phone: Node) -> bool:
    return phone.kind in {"landline", "fax"} and phone.number.startswith("+")


@cache
def _calling_code(country: str) -> int | None:
    from phonenumbers import country_code_for_region  # noqa: PLC0415 -- a large table

    return country_code_for_region(country) or None
