"""From a figure to the relations behind it, and from a relation to its group and all its orders."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from klantboek.aggregates import all_aggregates
from klantboek.book import load
from klantboek.handbook import build
from klantboek.handbook.edition import Edition, edition
from klantboek.handbook.figure_charts import charts
from klantboek.house import carried

TODAY = date(2026, 11, 20)
Put = Callable[[Path, str, dict[str, Any]], None]
Parse = Callable[[Path], Any]


@pytest.fixture(scope="module")
def example() -> Edition:
    """Give an edition of the example book."""
    return edition(load(carried("records"), None), "nl")


def _orders(count: int) -> list[dict[str, Any]]:
    """Give orders of two lines with an invoice that was paid, one a month."""
    first = date(2023, 1, 9)
    made = []
    for number in range(count):
        on = first + timedelta(days=31 * number)
        made.append(
            {
                "number": f"B-{number + 1:03}",
                "date": on.isoformat(),
                "channel": "one",
                "status": "delivered",
                "lines": [
                    {"product": "oven", "quantity": number + 1, "unit_price": 10},
                    {"product": "oven", "quantity": 2, "unit_price": 7},
                ],
                "invoices": [
                    {
                        "number": f"F-{number + 1:03}",
                        "date": on.isoformat(),
                        "due": (on + timedelta(days=14)).isoformat(),
                        "amount": 10 * (number + 1) + 14,
                        "payments": [
                            {"on": (on + timedelta(days=9)).isoformat(), "amount": 10 * (number + 1) + 14}
                        ],
                    }
                ],
            }
        )
    return made


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, put: Put, small_records: Callable[[Path], None]) -> Path:
    """Give the handbook of a book in which one relation has thirty orders and stands in a group."""
    root = tmp_path_factory.mktemp("many") / "records"
    small_records(root)
    base = {"kind": "organisation", "roles": ["customer"], "status": "active"}
    buyer = {
        **base,
        "number": "R-00010",
        "since": "2023-01-01",
        "owner": "jk",
        "organisation": {"name": "Bakkerij Veel"},
        "phones": [{"number": "+31570012345", "kind": "landline"}],
        "emails": [{"address": "veel@mill.example"}],
        "addresses": [
            {"uses": ["visiting"], "street": "Dijk", "house_number": "1", "postcode": "7411 AB", "city": "Deventer",
             "country": "NL"}
        ],
        "contacts": [{"id": "ans", "name": {"given": "Ans", "surname": "Veel"}, "function": "Bakker"}],
        "links": [{"to": "R-00011", "kind": "parent"}],
        "orders": _orders(30),
    }  # fmt: skip
    put(root, "relations/R-00010.yaml", buyer)
    put(root, "relations/R-00011.yaml", {**base, "number": "R-00011", "organisation": {"name": "Holding Veel"},
                                         "links": [{"to": "R-00012", "kind": "parent"}]})  # fmt: skip
    # A circle of mothers is a finding, and never an endless page.
    put(root, "relations/R-00012.yaml", {**base, "number": "R-00012", "organisation": {"name": "Kring"},
                                         "links": [{"to": "R-00011", "kind": "parent"}]})  # fmt: skip
    return build(root, as_of=TODAY, language="nl").folder


def test_many_orders_stand_on_a_page_of_their_own(many: Path, parsed: Parse) -> None:
    """The relation has its newest orders in full and a line for each other one; all stand in full on the second page."""
    page, orders = (parsed(many / "relations" / f"R-00010{name}.html") for name in ("", "~orders"))
    for number in range(1, 31):
        assert f"B-{number:03}" in page.text
        assert f"F-{number:03}" in orders.text
        assert (f"F-{number:03}" in page.text) == (number > 25)
    anchors = {attributes.get("id") for _, attributes in page.tags}
    assert {f"orders-{number}" for number in range(1, 31)} <= anchors
    assert ("a", {"href": "R-00010~orders.html#orders-1"}) in page.tags
    assert not (many / "relations" / "R-00003~orders.html").exists()


def test_page_of_thirty_orders_stays_small(many: Path) -> None:
    """What a page weighs, frame and menu and all: a change that makes it heavier has to say why."""
    assert len((many / "relations" / "R-00010.html").read_bytes()) < 24_000


def test_group_is_shown_as_a_tree(many: Path, parsed: Parse) -> None:
    """Mother and daughter stand in one tree with what they buy together; ties in a circle end it."""
    tree = parsed(many / "relations" / "R-00010.html")
    assert "3 relaties, samen" in tree.text
    assert ("ul", {"class": "tree"}) in tree.tags
    hrefs = [attributes.get("href") for _, attributes in tree.tags]
    assert {"../relations/R-00011.html", "../relations/R-00012.html"} <= set(hrefs)


def test_rows_of_figures_lead_to_relations(example: Edition) -> None:
    """The relations behind a row have in their record what its keys say; rows that name relations need no page."""
    found = {name: dict(example.behind.rows(name)) for name in example.results}
    defects = found["complaints"]["defect"]
    assert defects == [
        record.id
        for record in example.live_relations
        if any(one["nature"] == "defect" for one in record.document.value.get("complaints", ()))
    ]
    bought = found["turnover_by_month"]["2026-11-01"]
    assert bought == [
        record.id
        for record in example.live_relations
        if any(one["date"].startswith("2026-11") for one in record.document.value.get("orders", ()))
    ]
    assert found["relation_activity"] == {}
    assert sum(bool(rows) for rows in found.values()) > 12


def test_product_category_is_reached_through_products(example: Edition) -> None:
    """A key that relations don't have themselves is found through the products they bought."""
    products = {
        record.id
        for record in example.book.records
        if record.kind == "product" and record.document.value.get("category") == "ovens"
    }
    rows = dict(example.behind.rows("category_sales"))
    wanted = [
        record.id
        for record in example.live_relations
        if any(
            line["product"] in products
            for order in record.document.value.get("orders", ())
            for line in order["lines"]
        )
    ]
    assert products
    assert rows["ovens"] == wanted


def test_every_figure_has_a_chart(example: Edition) -> None:
    """Each figure with rows enough is drawn, with a title and a description for who can't see it."""
    cells = example.cells("../")
    bare = []
    # What is predicted may be silent for everybody.
    for name in (one.name for one in all_aggregates()):
        drawn = charts(cells, example.results[name])
        bare += [name] if not drawn and len(example.results[name].rows) > 5 else []
        for one in drawn:
            assert "<title>" in one.picture, name
            assert "<desc>" in one.picture, name
    assert bare == []


def test_row_with_two_keys_has_the_relations_of_both(example: Edition) -> None:
    """Behind a month of a discount code are the relations that used the code and ordered in the month."""
    result = example.results["discount_code_use"]
    code, month = result.position("code"), result.position("month")
    for (_, numbers), row in zip(example.behind.rows("discount_code_use"), result.rows, strict=True):
        wanted = [
            record.id
            for record in example.live_relations
            for orders in [record.document.value.get("orders", ())]
            if any(one.get("discount_code") == row[code] for one in orders)
            and any(one["date"].startswith(str(row[month])[:7]) for one in orders)
        ]
        assert numbers == wanted
