"""A whole business from CSV files: import, check, compile, and figures that were computed apart."""

import csv
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from klantboek import yaml
from klantboek.aggregates import Result, compute_all
from klantboek.book import Book, load
from klantboek.edits.writing import Rewrite, write_files
from klantboek.exchange.mapping_file import read_mapping
from klantboek.exchange.notice import Weight
from klantboek.exchange.plan import Plan, plan_import
from klantboek.handbook import build
from klantboek.rules import lint

HERE = Path(__file__).parent / "northwind"
MAPPING = HERE / "mapping.yaml"

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Imported:
    """The plan that was carried out, the book it made, and its figures."""

    plan: Plan
    book: Book
    results: dict[str, Result]


@pytest.fixture(scope="module")
def imported(northwind_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """Import Northwind into a copy of its book."""
    root = tmp_path_factory.mktemp("northwind") / "records"
    shutil.copytree(HERE / "book", root)
    mapping = read_mapping(MAPPING.read_bytes(), MAPPING.name)
    plan = plan_import(load(root, None), mapping, [northwind_files], MAPPING.name)
    write_files(root.parent, [Rewrite(root / one.file, None, one.text.encode()) for one in plan.of("new")])
    book = load(root, None)
    return Imported(plan, book, compute_all(book))


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    """Read the figures that were computed from the files alone."""
    file = HERE / "expected.yaml"
    value: dict[str, Any] = yaml.read(file.read_bytes(), file.name).value
    return value


def test_expected_figures_follow_from_the_files_alone(
    northwind_files: Path, expected: dict[str, Any]
) -> None:
    """The stored figures are what csv and decimal make of the files, without any of our own code."""
    orders = {row[0]: row for row in _rows(northwind_files / "orders.csv")}
    customers: Counter[str] = Counter()
    quantities: Counter[str] = Counter()
    products: Counter[str] = Counter()
    years: Counter[str] = Counter()
    lines = list(_rows(northwind_files / "order-details.csv"))
    for order, product, price, quantity, discount in lines:
        amount = Decimal(price) * int(quantity) * (1 - Decimal(discount))
        cents = int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))
        customers[orders[order][1]] += cents
        quantities[product] += int(quantity)
        products[product] += cents
        years[orders[order][3][:4]] += cents
    per_year = Counter(row[3][:4] for row in orders.values())
    files = ("customers", "suppliers", "shippers")
    best, most = products.most_common(1)[0], quantities.most_common(1)[0]
    assert expected == {
        "relations": sum(len(list(_rows(northwind_files / f"{name}.csv"))) for name in files),
        "products": len(list(_rows(northwind_files / "products.csv"))),
        "orders": len(orders),
        "lines": len(lines),
        "freight": sum(Decimal(row[7]) for row in orders.values()),
        "turnover_of_quick": Decimal(customers["QUICK"]) / 100,
        "most_sold": {"product": f"P-{most[0]}", "quantity": most[1]},
        "most_turnover": {"product": f"P-{best[0]}", "turnover": Decimal(best[1]) / 100},
        "orders_by_year": [
            {"year": int(year), "orders": per_year[year], "turnover": Decimal(years[year]) / 100}
            for year in sorted(years)
        ],
    }
    assert customers.most_common(1)[0][0] == "QUICK"


def test_every_row_lands(imported: Imported) -> None:
    """No row is left out; rows with forgotten quotes are mended and told, odd phone numbers are told."""
    assert [one.left_out for one in imported.plan.balances] == [0] * 7
    assert all(one.read == one.used + one.present + one.left_out for one in imported.plan.balances)
    mended = Counter(one.file for one in imported.plan.notices if one.weight is Weight.NOTE)
    assert mended == {"customers.csv": 24, "suppliers.csv": 9, "orders.csv": 176}
    columns = Counter(
        one.message.partition(":")[0] for one in imported.plan.notices if one.weight is Weight.LOOK
    )
    assert set(columns) == {"phone", "fax", "homePage"}


def test_the_book_holds_what_the_files_hold(imported: Imported, expected: dict[str, Any]) -> None:
    """The number of records, orders and lines is that of the files, and every record fits its schema."""
    book = imported.book
    orders = [order for relation in book.relations for order in relation.orders]
    assert all(record.fits for record in book.records)
    assert len(book.relations) == expected["relations"]
    assert len(book.products) == expected["products"]
    assert len(orders) == expected["orders"]
    assert sum(len(order.lines) for order in orders) == expected["lines"]
    assert sum(order.freight for order in orders) == expected["freight"]
    assert (
        len({relation.addresses[0].country for relation in book.relations if "customer" in relation.roles})
        == 21
    )


def test_figures_are_those_of_the_files(imported: Imported, expected: dict[str, Any]) -> None:
    """Turnover, best sellers and orders per year from SQL equal those computed from the files."""
    results = imported.results
    quick = next(r.number for r in imported.book.relations for one in r.external_ids if one.id == "QUICK")
    activity = results["relation_activity"]
    sales = results["product_sales"]
    years = results["orders_by_year"]
    assert [row[activity.position("turnover_minor")] for row in activity.where("relation", quick)] == [
        expected["turnover_of_quick"] * 100
    ]
    assert _best(sales, "quantity") == (expected["most_sold"]["product"], expected["most_sold"]["quantity"])
    most = expected["most_turnover"]
    assert _best(sales, "turnover_minor") == (most["product"], most["turnover"] * 100)
    shown = ("year", "orders", "turnover_minor")
    assert [[row[years.position(name)] for name in shown] for row in years.rows] == [
        [year["year"], year["orders"], year["turnover"] * 100] for year in expected["orders_by_year"]
    ]


def test_linter_has_only_true_things_to_say(imported: Imported) -> None:
    """What the linter finds is in the files: phones and postcodes that do not exist, one shared number, boxes to be visited.

    House numbers stand in the street there, and of the three largest customers nobody knows who decides.
    """
    codes = Counter(finding.code for finding in lint(imported.book))
    # Decision 0009 judges a sample of these.
    assert codes == {"KB105": 93, "KB204": 2, "KB205": 17, "KB212": 3, "KB219": 3, "KB303": 1}
    assert codes["KB105"] == sum(one.weight is Weight.LOOK for one in imported.plan.notices)


def test_second_import_finds_everything_there(imported: Imported, northwind_files: Path) -> None:
    """The same files once more: every row finds its record, and nothing is new or different."""
    mapping = read_mapping(MAPPING.read_bytes(), MAPPING.name)
    plan = plan_import(imported.book, mapping, [northwind_files], MAPPING.name)
    assert not plan.of("new")
    assert not plan.of("differs")
    assert all(one.read == one.present for one in plan.balances)


def test_handbook_has_a_page_for_every_record(
    imported: Imported, expected: dict[str, Any], tmp_path: Path
) -> None:
    """The handbook builds without a warning, and QUICK-Stop's page shows the turnover of the files."""
    built = build(imported.book.root, book=imported.book, folder=tmp_path)
    assert built.warnings == ()
    for kind, records in (("relations", imported.book.relations), ("products", imported.book.products)):
        for record in records:
            assert (
                tmp_path / kind / f"{record.number if kind == 'relations' else record.code}.html"
            ).is_file()
    quick = next(r.number for r in imported.book.relations for one in r.external_ids if one.id == "QUICK")
    page = (tmp_path / "relations" / f"{quick}.html").read_text(encoding="utf-8")
    assert f"{expected['turnover_of_quick']:,}" in page


def _best(result: Result, column: str) -> tuple[Any, Any]:
    rows = [(row[result.position(column)], row[result.position("product")]) for row in result.rows]
    value, product = max(rows, key=lambda pair: (Decimal(str(pair[0])), pair[1]))
    return product, value


def _rows(file: Path) -> Iterator[list[str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        next(reader)
        yield from reader
