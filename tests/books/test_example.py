import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from klantboek.book import Book, find_book, load
from klantboek.house import carried
from klantboek.linting import lint_loaded as lint
from klantboek.shapes import KINDS, Shape, Type, shape_of

# Numbers with these beginnings are valid and reach nobody: subscriber numbers that begin with 0 are not given
# out in NL, BE, CH, IE, IT and ES; the others are kept free by their regulators for films and books.
UNREACHABLE = re.compile(
    r"\+31(10|13|15|2[0346]|3[0358]|4[0356]|5[0358]|7\d|[1-7]\d\d)0\d*"
    r"|\+32(1\d|5\d|6\d|71|8\d)0\d*"
    r"|\+493023125\d{3}|\+4917604069\d{3}"
    r"|\+33199\d{6}|\+442079460\d{3}|\+46846500\d{3}|\+1\d{3}55501\d\d"
    r"|\+41440\d*|\+39020000\d*"
)
FICTIONAL = {
    "kvk": re.compile(r"00\d{6}"),
    "kvk_branch": re.compile(r"9999\d{8}"),
    "rsin": re.compile(r"9\d{8}"),
    "vat": re.compile(r"NL9\d{8}B\d\d|BE19\d{8}|(DE|IT|LU|IE|DK|ATU|ESB|GB|SE)9999\w+|FR\d\d9999\d+"),
    "enterprise_number": re.compile(r"19\d{8}"),
    "establishment_number": re.compile(r"89\d{8}"),
    "iban": re.compile(r"NL\d\dMOLB\d{10}|BE\d\d999\d{9}"),
    "gtin": re.compile(r"952\d{10}"),
}
Use = tuple[frozenset[str], str]


@pytest.fixture(scope="module")
def book() -> Book:
    """Give the example book as it is carried by the package."""
    return load(carried("records"), None)


def _uses(value: Any, shape: Shape) -> Iterator[Use]:
    """Give each property that a value fills: the properties of its group, and its own name.

    An address is one group wherever it stands, so that a PO box need not be somebody's home to be used.
    """
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, dict):
            continue
        for name, inner in item.items():
            below = shape.properties[name]
            if inner not in ([], {}):
                yield frozenset(shape.properties), name
            if below.type is not Type.OPEN:
                yield from _uses(inner, below.items or below if below.type is Type.LIST else below)


def _known(shape: Shape) -> Iterator[tuple[Use, str]]:
    for name, below in shape.properties.items():
        yield (frozenset(shape.properties), name), below.path
        yield from _known(below.items or below if below.type is Type.LIST else below)


def test_every_property_of_every_schema_is_used(book: Book) -> None:
    """A reader finds an example of each property in the book."""
    used = {use for record in book.records for use in _uses(record.document.value, shape_of(record.kind))}
    unused = [path for kind in KINDS for use, path in _known(shape_of(kind)) if use not in used]
    assert unused == []


def test_nothing_is_wrong_with_the_example(book: Book) -> None:
    """The linter has nothing to say about the book on its own day."""
    assert [f"{one.code} {one.record} {one.path} {one.message}" for one in lint(book)] == []


def test_example_is_varied(book: Book) -> None:
    """The book holds many relations of both kinds, from many countries, in every role and status."""
    kinds = Counter(relation.kind for relation in book.relations)
    countries = {address.country for relation in book.relations for address in relation.addresses}
    assert len(book.relations) >= 60
    assert min(kinds["person"], kinds["organisation"]) >= 8
    assert len(countries) >= 14
    shape = shape_of("relation")
    used = {role for relation in book.relations for role in relation.roles}
    roles = shape.properties["roles"].items
    assert roles is not None
    assert used == set(roles.choices)
    assert {relation.status for relation in book.relations} >= {"active", "dormant", "lost"}


def test_contacts_and_pages_lead_nowhere(book: Book) -> None:
    """No address in the book is one of a real party."""
    for record in book.records:
        for name, text in _texts(record.document.value):
            if name in {"url", "website", "edit_url", "referrer"} or text.startswith("http"):
                assert re.match(r"https://[a-z0-9.-]+\.example(/|$)", text), (record.id, text)
            if re.fullmatch(r"\S+@\S+", text):
                assert text.endswith(".example"), (record.id, text)


def test_telephones_reach_nobody(book: Book) -> None:
    """Every telephone number has the form of its country and can't be answered."""
    numbers = [
        text
        for record in book.records
        for name, text in _texts(record.document.value)
        if name in {"number", "phone", "value"} and text.startswith("+")
    ]
    assert len(numbers) > 60
    assert [number for number in numbers if not UNREACHABLE.fullmatch(number)] == []


def test_registers_and_accounts_are_fictional(book: Book) -> None:
    """Every number of a register, a bank account or a bar code lies in a range that is not given out."""
    for record in book.records:
        for name, text in _texts(record.document.value):
            if name in FICTIONAL:
                assert FICTIONAL[name].fullmatch(text), (record.id, name, text)


def test_sums_agree_with_lines(book: Book) -> None:
    """A total is its lines and freight; invoices lie between the total and the total with VAT."""
    for relation in book.relations:
        for order in relation.orders:
            lines = sum((_line(line) for line in order.lines), Decimal(0))
            where = (relation.number, order.number)
            assert order.total in {None, lines + (order.freight or 0)}, where
            for invoice in order.invoices:
                assert order.total <= abs(invoice.amount) <= order.total * Decimal("1.211"), where
                assert (invoice.due - invoice.date).days == relation.payment.terms_days, where
                assert sum(payment.amount for payment in invoice.payments) <= abs(invoice.amount), where
                assert all(payment.on >= invoice.date for payment in invoice.payments), where


def test_goods_were_on_sale_when_they_were_ordered(book: Book) -> None:
    """Nobody bought what was not sold yet, or not any more."""
    products = {product.code: product for product in book.products}
    for relation in book.relations:
        for order in relation.orders:
            for line in order.lines:
                product = products[line.product]
                assert product.sold_from <= order.date <= (product.sold_until or order.date), order.number


def test_class_agrees_with_turnover(book: Book) -> None:
    """The stated class is the one that the turnover of the last twelve months reaches."""
    start = book.as_of.replace(year=book.as_of.year - 1)
    wrong = []
    for relation in book.relations:
        turnover = sum(
            (
                _line(line) * (-1 if order.status == "returned" else 1)
                for order in relation.orders
                if start < order.date <= book.as_of and order.status != "cancelled" and not order.currency
                for line in order.lines
            ),
            Decimal(0),
        )
        reached = max(
            (one.turnover_from, one.code) for one in book.settings.classes if one.turnover_from <= turnover
        )
        if relation.orders and relation.classification.class_ != reached[1]:
            wrong.append((relation.number, relation.classification.class_, *reached, turnover))
    assert wrong == []


def test_files_that_documents_name_exist(book: Book) -> None:
    """Each document that is a file lies in the book."""
    files = [document.file for relation in book.relations for document in relation.documents if document.file]
    assert len(files) >= 3
    assert [file for file in files if not (book.root / file).is_file()] == []


def test_book_is_found_from_the_repository() -> None:
    """The example is the book of the folder that it stands in."""
    assert find_book(carried("records").parent) == carried("records").resolve()


def _line(line: Any) -> Decimal:
    price: Decimal = Decimal(line.unit_price) * line.quantity * (100 - (line.discount_percent or 0)) / 100
    return price.quantize(Decimal("0.01"), "ROUND_HALF_UP") - (line.discount_amount or 0)


def _texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Give every text of a record with the key it stands under."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, name)
    elif isinstance(value, str):
        yield name, value
