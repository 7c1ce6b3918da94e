"""What ledgers say of relations counts when their records are judged."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from given import data
from klantboek.aggregates.findings import findings_beside
from klantboek.book import Book, load
from klantboek.linting import Way, check_book
from klantboek.rules import all_rules, run
from klantboek.tables.ledger_checks import bulk_of_ledgers
from ledger_moves import moved, with_ledger

BookOf = Callable[..., Book]
TODAY = date(2026, 11, 20)
CASES = Path(__file__).parents[1] / "rules" / "cases"
# Rules about the rest of a record that look at its orders.
RULES = {one.check.__name__: one for one in all_rules() if one.code in {"KB110", "KB219", "KB401", "KB907"}}
HEAD = "relation,number,date,channel,lines.product,lines.quantity,lines.unit_price"
GIVEN: dict[str, dict[str, Any]] = {
    "book.yaml": {
        "classes": [
            {"code": "top", "names": {"en": "Top"}, "turnover_from": 5000},
            {"code": "small", "names": {"en": "Small"}, "turnover_from": 0},
        ]
    },
    "products/oven.yaml": {},
    "products/mixer.yaml": {},
    "vocabularies/channels.yaml": {"terms": [{"code": "web", "names": {"nl": "Web", "en": "Web"}}]},
    "vocabularies/complaint-kinds.yaml": {
        "terms": [{"code": "defect", "names": {"nl": "Gebrek", "en": "Defect"}}]
    },
    "relations/R-00002.yaml": {
        "classification": {"class": "small"},
        "products_in_use": [{"product": "mixer", "from": "2020-01-01"}],
        "complaints": [
            {
                "number": "K-1",
                "on": "2026-06-01",
                "nature": "defect",
                "product": "oven",
                "order": "T-1",
                "description": "Too hot.",
                "status": "open",
            }
        ],
    },
}


def _cases() -> list[Any]:
    return [
        pytest.param(name, case, id=f"{name}: {case['name']}")
        for name in RULES
        for case in data(CASES / f"{name}.yaml")
        if moved(case)[1]
    ]


@pytest.mark.parametrize(("name", "case"), _cases())
def test_orders_count_wherever_they_stand(book_of: BookOf, name: str, case: dict[str, Any]) -> None:
    """What is said of a record is the same when its orders stand in a ledger."""
    left, rows = moved(case)

    def said(book: Book) -> list[tuple[str, str]]:
        found = run(book, (RULES[name],))
        return sorted((one.record, one.message) for one in found if one.path[:1] != ("orders",))

    wanted = said(book_of(case["given"]))
    book = with_ledger(book_of(left), rows)
    assert said(replace(book, bulk=bulk_of_ledgers(book))) == wanted


def test_cases_are_of_every_rule() -> None:
    """Classes, references to orders and retentions are among them."""
    assert {RULES[one.values[0]].code for one in _cases()} >= {"KB401", "KB907"}


def _linted(root: Path, **more: Any) -> list[str]:
    way = Way(jobs=1, beside=findings_beside, bulk=bulk_of_ledgers, **more)
    return [
        f"{one.code} {one.message}"
        for one in check_book(root, TODAY, None, way=way).findings
        if one.code in {"KB110", "KB401", "KB605"} and one.record == "relation/R-00002"
    ]


def test_a_ledger_changes_what_is_said_of_records(book_of: BookOf) -> None:
    """A changed ledger is seen in records that did not change; what is kept makes no difference."""
    root = book_of(GIVEN).root
    missing = "KB110 'T-1' is not an order of this relation"
    never = "KB605 oven was never ordered or used here"
    large = "KB401 the class is small, but 6000.00 EUR in the last twelve months is top"
    steps: list[tuple[list[str], list[str]]] = [
        ([], [missing, never]),
        (["R-00002,T-1,2026-05-01,web,oven,1,100"], []),
        (["R-00002,T-1,2026-05-01,web,oven,60,100"], [large]),
        (["R-00001,T-1,2026-05-01,web,oven,60,100"], [never]),
        (["R-00002,T-2,2025-05-01,web,oven,60,100"], [missing]),
        ([], [missing, never]),
    ]
    for rows, wanted in steps:
        (root / "ledgers").mkdir(exist_ok=True)
        (root / "ledgers" / "orders.csv").write_text("\n".join((HEAD, *rows, "")), encoding="utf-8")
        assert sorted(_linted(root)) == sorted(wanted), rows
        assert sorted(_linted(root)) == sorted(_linted(root, keeps=False)) == sorted(wanted), rows
    shutil.rmtree(root / "ledgers")
    assert sorted(_linted(root)) == [missing, never]


def test_another_currency_is_not_the_whole_story(book_of: BookOf) -> None:
    """Where a ledger has an order in another currency, nobody can say which class the turnover gives."""
    book = book_of(GIVEN)
    (book.root / "ledgers").mkdir()
    row = "R-00002,T-1,2026-05-01,web,oven,60,100,USD\n"
    (book.root / "ledgers" / "orders.csv").write_text(f"{HEAD},currency\n{row}", encoding="utf-8")
    assert not any(one.startswith("KB401") for one in _linted(book.root))
    (book.root / "ledgers" / "orders.csv").write_text(f"{HEAD}\n{row.replace(',USD', '')}", encoding="utf-8")
    assert any(one.startswith("KB401") for one in _linted(book.root))
    book = load(book.root, TODAY)
    assert bulk_of_ledgers(book).of("R-00002") is not None
    assert bulk_of_ledgers(book).of("R-00001") is None
