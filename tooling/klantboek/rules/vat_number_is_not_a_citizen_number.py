"""KB209, a sole trader's VAT number is not built on the citizen number."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

_SOLE_TRADER = "4QXM"  # eenmanszaak, in ISO 20275


@rule("KB209", requirement="M02", severity=Severity.WARNING)
def vat_number_is_not_a_citizen_number(book: Book) -> Iterator[Problem]:
    """A Dutch sole trader is recorded with the VAT number issued in 2020, not with the one before it.

    The old number contains the citizen service number (BSN), which a company may not keep.

    Bad: `{relations/R-00001.yaml: {kind: person, person: {name: {surname: Vermeer}}, registrations: {vat: NL111222333B01}}}`

    Good: `{relations/R-00001.yaml: {kind: person, person: {name: {surname: Vermeer}}, registrations: {vat: NL000099998B57}}}`
    """
    for relation in book.relations:
        vat = relation.registrations.vat or ""
        if vat.startswith("NL") and _is_natural_person(relation) and _is_citizen_number(vat[2:11]):
            yield Problem(
                relation.registrations,
                "vat",
                "this looks like a VAT number from before 2020, which contains the citizen number",
                "Ask for the new one (btw-id); it stands on every invoice they send.",
            )


def _is_natural_person(relation: Node) -> bool:
    """Tell whether a person stands behind a number: a legal person has an RSIN, or a form other than theirs."""
    if relation.kind == "person":
        return True
    form = relation.organisation.legal_form.code
    return form == _SOLE_TRADER or (form is None and not relation.registrations.rsin)


def _is_citizen_number(digits: str) -> bool:
    from stdnum.nl import bsn  # noqa: PLC0415 -- only for sole traders

    return bool(bsn.is_valid(digits))
