"""From a figure to the relations behind it, and from a relation to its group and all its orders."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from klantboek.aggregates import all_aggregates
from klantboek.book.record import Record
from klantboek.handbook import build
from klantboek.handbook.edition import Edition
from klantboek.handbook.figure_charts import charts
from klantboek.handbook.shelf import is_living
from klantboek.shapes import Shape, shape_of

TODAY = date(2026, 11, 20)
Put = Callable[[Path, str, dict[str, Any]], None]
Parse = Callable[[Path], Any]


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


def _ordered(shape: Shape, value: Any) -> Any:
    """Give a value with its keys in the order of the schema."""
    if isinstance(value, list):
        return [_ordered(shape.items or shape, one) for one in value]
    if isinstance(value, dict):
        return {key: _ordered(sub, value[key]) for key, sub in shape.properties.items() if key in value}
    return value


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, put: Put, small_records: Callable[[Path], None]) -> Path:
    """Give the handbook of a book in which one relation has thirty orders and another stands in a group."""
    root = tmp_path_factory.mktemp("many") / "records"
    small_records(root)
    base = {"kind": "organisation", "roles": ["customer"], "status": "active"}
    buyer = {
        **base,
        "number": "R-00010",
        "since": "2023-01-01",
        "owner": "jk",
        "organisation": {"name": "Bakkerij Veel"},
        "phones": [{"number": "+31570019876", "kind": "landline"}],
        "emails": [{"address": "veel@mill.example"}],
        "addresses": [
            {"uses": ["visiting"], "street": "Dijk", "house_number": "1", "postcode": "7411 AB", "city": "Deventer",
             "country": "NL"}
        ],
        "contacts": [
            {"id": "ans", "name": {"given": "Ans", "surname": "Veel"}, "function": "Bakker", "preferred": True,
             "phones": [{"number": "+31687654321", "kind": "mobile"}], "emails": [{"address": "ans@mill.example"}]},
            {"id": "bo", "name": {"given": "Bo", "surname": "Meer"}, "function": "Inkoop", "from": "2024-02-01"},
        ],
        "interactions": [
            {"on": f"2026-0{month}-11", "state": "realised", "form": "individual", "kind": "one", "channel": "one",
             "contacts": ["ans"], "staff": ["jk"], "subject": f"Kwartaalbezoek {month}", "summary": "Alles loopt goed."}
            for month in (1, 4, 7)
        ],
        "classification": {"goal": "maintain"},
        "orders": _orders(30),
    }  # fmt: skip
    put(root, "relations/R-00010.yaml", _ordered(shape_of("relation"), buyer))
    put(root, "relations/R-00013.yaml", {**base, "number": "R-00013", "organisation": {"name": "Winkel Veel"},
                                         "links": [{"to": "R-00011", "kind": "parent"}]})  # fmt: skip
    put(root, "relations/R-00011.yaml", {**base, "number": "R-00011", "organisation": {"name": "Holding Veel"},
                                         "links": [{"to": "R-00012", "kind": "parent"}]})  # fmt: skip
    # A circle of mothers is a finding, and never an endless page.
    put(root, "relations/R-00012.yaml", {**base, "number": "R-00012", "organisation": {"name": "Kring"},
                                         "links": [{"to": "R-00011", "kind": "parent"}]})  # fmt: skip
    return build(root, as_of=TODAY, language="nl").folder


def test_many_orders_stand_on_the_page_of_the_past(many: Path, parsed: Parse) -> None:
    """The relation has its newest orders in full and a line of the timeline for each other one; the second page has all."""
    page, past = (parsed(many / "relations" / f"R-00010{name}.html") for name in ("", "~past"))
    for number in range(1, 31):
        assert f"B-{number:03}" in page.text
        assert f"F-{number:03}" in past.text
        assert (f"F-{number:03}" in page.text) == (number > 27)
    for tree in (page, past):
        anchors = {attributes.get("id") for _, attributes in tree.tags}
        assert {f"orders-{number}" for number in range(1, 31)} <= anchors
    assert ("a", {"href": "R-00010~past.html#orders"}) in page.tags
    assert not (many / "relations" / "R-00003~past.html").exists()


def test_product_is_counted_by_order(many: Path) -> None:
    """An order with two lines of a product is one time that it was ordered; the page of the product has both lines."""
    page = (many / "products.html").read_text(encoding="utf-8")
    (row,) = [one for one in page.split("<tr>") if "products/oven.html" in one]
    assert "Keer besteld" in page
    assert re.findall(r'<td class="?n"? data-key="(\d+)">', row)[-2:] == ["33", "3"]


def test_page_of_thirty_orders_stays_small(many: Path) -> None:
    """A relation with thirty orders and some contacts weighs 12,000 bytes at most, frame and all."""
    assert len((many / "relations" / "R-00010.html").read_bytes()) <= 12_000


def test_group_is_shown_as_a_tree(many: Path, parsed: Parse) -> None:
    """Mother and daughter stand in one picture and one list with what they buy together; ties in a circle end it."""
    tree = parsed(many / "relations" / "R-00013.html")
    assert "3 relaties, samen" in tree.text
    assert ("ul", {"class": "tree"}) in tree.tags
    hrefs = [attributes.get("href") for _, attributes in tree.tags]
    assert {"../relations/R-00011.html", "../relations/R-00012.html"} <= set(hrefs)
    assert "Groep Holding Veel: Kring; Holding Veel: Winkel Veel" in tree.text
    assert [attributes for tag, attributes in tree.tags if tag == "g"] == [{}, {}, {"class": "here"}]


def _behind(example: Edition, name: str) -> dict[str, list[str]]:
    """Give the relations behind the rows of a figure, by the name of their page; each has as many as it says."""
    found, result = {}, example.results[name]
    for (slug, size), row in zip(example.behind.rows(name), result.rows, strict=False):
        found[slug] = sorted(record.id for record in example.behind.first(result, row)[0])
        assert len(found[slug]) == size
    return found


def test_rows_of_figures_lead_to_relations(example: Edition) -> None:
    """The relations behind a row have in their record what its keys say; rows that name relations need no page."""
    found = {name: _behind(example, name) for name in example.results}
    defects = found["complaints"]["defect"]
    assert defects == [
        record.id
        for record in filter(is_living, example.relations)
        if any(one["nature"] == "defect" for one in record.document.value.get("complaints", ()))
    ]
    bought = found["turnover_by_month"]["2026-11-01"]
    assert bought == [
        record.id
        for record in filter(is_living, example.relations)
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
    rows = _behind(example, "category_sales")
    wanted = [
        record.id
        for record in filter(is_living, example.relations)
        if any(
            line["product"] in products
            for order in record.document.value.get("orders", ())
            if "currency" not in order
            for line in order["lines"]
        )
    ]
    assert products
    assert rows["ovens"] == wanted


def test_row_in_a_currency_has_who_orders_in_it(example: Edition) -> None:
    """Behind an amount in dollars are those who order in dollars; who orders in euros is behind the other row."""
    result = example.results["category_sales"]
    found: dict[str, set[str]] = {}
    for row in result.rows:
        if row[result.position("category")] == "ovens":
            own = {record.id for record in example.behind.first(result, row)[0]}
            assert len(own) == row[result.position("relations")]
            found[str(row[result.position("currency")])] = own
    assert set(found) == {"EUR", "USD"}
    assert not found["EUR"] & found["USD"]


def test_every_figure_has_a_chart(example: Edition) -> None:
    """Each figure with rows enough is drawn, with words for who can't see it.

    Of three the table says all: a list of facts, of members, and of who was reached.
    """
    cells = example.cells("../")
    bare = []
    # What is predicted may be silent for everybody.
    for name in (one.name for one in all_aggregates()):
        drawn = charts(cells, example.results[name])
        bare += [name] if not drawn and example.results[name].rows else []
        for one in drawn:
            # Bars across are a list of names and amounts; other pictures say in words what they draw.
            assert ("<dt>" in one.picture) or ("<title>" in one.picture and "<desc>" in one.picture), name
    assert bare == ["campaign_contacts", "group_members", "relation_facts"], (
        "give it a chart, or name it here"
    )


def test_charts_of_every_kind_have_their_axes(example: Edition) -> None:
    """Bars, lines, parts above and below the line, bars across and heat maps: all have the words they are read by."""
    cells = example.cells("../")
    drawn: dict[str, str] = {}
    for result in example.results.values():
        asked = result.aggregate.charts
        for chart, one in zip(asked, charts(cells, result), strict=len(asked) == len(charts(cells, result))):
            drawn.setdefault(chart.kind, one.picture)
    assert {"bar", "line", "sum", "count", "spread", "heat", "parts"} <= drawn.keys()
    for kind, picture in drawn.items():
        assert len(re.findall("<text|<d[td]>", picture)) >= 4, kind
        assert "style=" not in picture, kind


def _ordering(record: Record, **said: str) -> bool:
    """Tell whether a relation has an order whose values begin so, and that was neither cancelled nor taken back."""
    return any(
        all(one.get(key, "").startswith(value) for key, value in said.items())
        for one in record.document.value.get("orders", ())
        if one.get("status") not in {"cancelled", "returned"}
    )


def test_row_with_two_keys_has_the_relations_of_both(example: Edition) -> None:
    """Behind a month of a discount code are the relations that used the code in that month, in one order."""
    result = example.results["discount_code_use"]
    code, month = result.position("code"), result.position("month")
    both, apart = [], []
    for numbers, row in zip(_behind(example, "discount_code_use").values(), result.rows, strict=True):
        in_month, used = str(row[month])[:7], str(row[code])
        living = [*filter(is_living, example.relations)]
        assert numbers == [
            record.id for record in living if _ordering(record, discount_code=used, date=in_month)
        ]
        both += numbers
        apart += [
            record.id
            for record in living
            if _ordering(record, discount_code=used) and _ordering(record, date=in_month)
        ]
    assert len(both) < len(apart), "no relation of the example that tells one from the other"


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("book_by_month", "buyers"),
        ("category_sales", "relations"),
        ("channel_sales", "relations"),
        ("class_sales", "relations"),
        ("complaints", "relations"),
        ("complaints_by_year", "complainers"),
        ("contact_kinds", "relations"),
        ("discount_code_use", "relations"),
        ("heard_via", "relations"),
        ("loyalty_effect", "members"),
        ("orders_by_year", "relations"),
        ("product_sales", "relations"),
        ("relations_by_month", "buyers"),
        ("rfm_groups", "relations"),
        ("source_value", "relations"),
        ("turnover_by_month", "relations"),
    ],
)
def test_as_many_stand_behind_a_row_as_it_counts(example: Edition, name: str, column: str) -> None:
    """Who counts the relations behind a row finds the number that stands in it."""
    result = example.results[name]
    counted = [row[result.position(column)] for row in result.rows]
    assert [size for _, size in example.behind.rows(name)] == counted
    assert any(counted)


def test_members_of_a_segment_who_never_bought_stand_behind_it(example: Edition) -> None:
    """Whoever orders in no currency stands behind the row in the book's own; who orders in another only there."""
    result = example.results["segment_sales"]
    found: dict[str, dict[str, set[str]]] = {}
    for row in result.rows:
        segment, currency = (str(row[result.position(key)]) for key in ("segment", "currency"))
        found.setdefault(segment, {})[currency] = {
            record.id for record in example.behind.first(result, row)[0]
        }
    for segment, by_currency in found.items():
        members = {number for number, segments in example.segments.items() if segment in segments}
        assert set.union(*by_currency.values()) == members
    readers = found["newsletter-readers"]
    assert readers["USD"]
    assert not readers["EUR"] & readers["USD"]


def test_rows_that_nobody_stands_behind_have_no_column_for_it(example: Edition) -> None:
    """A figure whose keys lead to nobody says nothing of who stands behind its rows, as one that names relations."""
    found = {name: example.behind.rows(name) for name in example.results}
    assert found["relation_activity"] == []
    assert all(any(size for _, size in rows) for rows in found.values() if rows)
