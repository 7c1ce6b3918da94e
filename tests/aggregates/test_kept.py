"""Figures kept in the database of the tables: read a few at a time, computed again only when they must be."""

from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import pytest

from given import lay_out
from klantboek.aggregates import compute_all
from klantboek.aggregates import kept as keeping
from klantboek.aggregates.alone import make_again
from klantboek.aggregates.kept import figures
from klantboek.book import Book, load
from klantboek.linting.sources import FolderSource
from klantboek.tables.store import State

BookOf = Callable[..., Book]
TODAY = date(2026, 11, 20)


def _order(number: str, product: str) -> dict[str, Any]:
    line = {"product": product, "quantity": 1, "unit_price": 100}
    return {"number": number, "date": "2026-01-05", "channel": "web", "lines": [line]}


GIVEN: dict[str, dict[str, Any]] = {
    "relations/R-00001.yaml": {"orders": [_order("A", "oven"), _order("B", "mixer")]},
    "relations/R-00002.yaml": {"orders": [_order("C", "oven")]},
    "relations/R-00003.yaml": {},
    "products/oven.yaml": {},
    "products/mixer.yaml": {},
}


def _state(book: Book) -> State:
    return State(FolderSource(book.root), TODAY)


def test_rows_are_those_of_a_book_in_memory(book_of: BookOf) -> None:
    """Every figure has the rows, in the order, that computing it at once gives, also when it was kept."""
    book = book_of(GIVEN)
    wanted = {name: list(one.rows) for name, one in compute_all(load(book.root, TODAY)).items()}
    for _ in range(2):
        with figures(_state(book)) as found:
            assert {name: list(found.rows(name)) for name in found.aggregates} == wanted


def test_rows_about_relations(book_of: BookOf) -> None:
    """They come for some relations, or all of them; a figure can be read twice at the same time."""
    with figures(_state(book_of(GIVEN))) as found:
        assert found.naming("order_totals") == ["relation"]
        assert found.naming("product_sales") == []
        about = found.about("order_lines", ["R-00003", "R-00001"])
        assert {name: len(rows) for name, rows in about.items()} == {"R-00001": 2}
        assert found.about("order_lines", []) == {}
        both = zip(found.rows("order_totals"), found.rows("order_totals"), strict=True)
        assert all(one == other for one, other in both)
        assert found.count("order_totals") == 3
        assert found.count("order_totals", "relation = 'R-00002'") == 1
        assert len(list(found.rows("order_totals", first=2))) == 2
        assert sorted(found.columns("order_lines", "product")) == [("mixer",), ("oven",), ("oven",)]


def test_what_changed_is_known(book_of: BookOf, computed: list[str]) -> None:
    """After a change those figures are computed again that read it, and the digests of that relation differ alone."""
    book = book_of(GIVEN)
    with figures(_state(book)) as found:
        names = [name for name in found.aggregates if "relation" in found.naming(name)]
        before, versions = dict(found.digests(names)), dict(found.versions)
    lay_out(book.root, {"relations/R-00002.yaml": {"orders": [{**_order("C", "oven"), "channel": "shop"}]}})
    computed.clear()
    with figures(_state(book)) as found:
        after = dict(found.digests(names))
        changed = {name for name in found.aggregates if found.version(name) != versions[name]}
    assert changed <= set(computed)
    assert {"order_totals", "channel_sales"} <= changed
    assert "rfm" not in changed
    assert "net_promoter_score" not in computed
    assert {name for name in after if after[name] != before[name]} == {"R-00002"}
    computed.clear()
    lay_out(book.root, {"relations/R-00003.yaml": {"notes": "What no figure shows."}})
    with figures(_state(book)) as found:
        assert "relation_activity" in computed
        # It reads what was computed again and turned out the same.
        assert "rfm_groups" not in computed
        assert list(found.rows("rfm_groups")) == list(compute_all(load(book.root, TODAY))["rfm_groups"].rows)


def test_rows_of_others_stay(book_of: BookOf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a few relations changed, came or went, figures that tell of each alone are made again for those."""
    book = book_of({**GIVEN, "relations/R-00005.yaml": {"orders": [_order("F", "mixer")]}})
    names = ["rfm", "top_products"]
    with figures(_state(book), names):
        pass
    made: dict[str, list[str]] = {}

    def watched(connection: Any, table: str, sql: str, read: Any, relations: frozenset[str]) -> None:
        made[table] = sorted(relations)
        make_again(connection, table, sql, read, relations)

    monkeypatch.setattr(keeping, "make_again", watched)
    lay_out(book.root, {"relations/R-00004.yaml": {"orders": [_order("E", "oven")]}})
    lay_out(book.root, {"relations/R-00001.yaml": {"orders": [_order("A", "oven")]}})
    (book.root / "relations" / "R-00005.yaml").unlink()
    with figures(_state(book), names) as found:
        assert made['figures."order_lines"'] == ["R-00001", "R-00004", "R-00005"]
        assert made['figures."top_products"'] == ["R-00001", "R-00004", "R-00005"]
        assert 'figures."rfm"' not in made
        wanted = compute_all(load(book.root, TODAY))
        for name in found.aggregates:
            assert list(found.rows(name)) == list(wanted[name].rows), name
    made.clear()
    lay_out(book.root, {"products/oven.yaml": {"cost": 10}})
    with figures(_state(book), names):
        # What it costs changes the rows of others as well.
        assert 'figures."order_lines"' not in made


def test_only_what_is_asked_is_computed(book_of: BookOf) -> None:
    """Of some figures, those that they read come with them; nothing can be changed."""
    with figures(_state(book_of(GIVEN)), ["top_products"]) as found:
        assert "top_products" in found.aggregates
        assert "complaints" not in found.aggregates
        assert list(found.rows("top_products"))
        with pytest.raises(duckdb.Error, match="read-only"):
            found.connection.execute("DELETE FROM relations")


def test_small_groups_are_left_out(book_of: BookOf) -> None:
    """Where the book asks that, rows about few people tell nothing, in what is read and by name; raw rows stay."""
    answers = [{"survey": "nps", "on": "2026-02-01", "recommend": 9}]
    given = {**GIVEN, "surveys/nps.yaml": {}, "relations/R-00004.yaml": {"survey_answers": answers}}
    shown = {}
    for suppress in ("outside", "always"):
        book = book_of({**given, "book.yaml": {"analysis": {"smallest_group": 5, "suppress": suppress}}})
        with figures(_state(book)) as found:
            found.name()
            shown[suppress] = list(found.rows("product_sales")), dict(found.told)
            assert found.connection.execute("FROM product_sales").fetchall() == shown[suppress][0]
    raw, left_out = shown["outside"]
    assert left_out == {}
    untold, told = shown["always"]
    assert told["product_sales"] == len(raw) == len(untold)
    assert raw != untold
