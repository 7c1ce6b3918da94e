"""Rows of ledgers: what rules say of an order in a record, they say of the same order in a ledger."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from given import data
from klantboek.book import Book
from klantboek.rules import all_rules, run
from klantboek.tables.ledger_checks import findings_of_ledgers
from klantboek.tables.ledger_rules import CODES
from ledger_moves import COLUMNS, moved, with_ledger

BookOf = Callable[..., Book]
CASES = Path(__file__).parents[1] / "rules" / "cases"
RULES = {one.check.__name__: one for one in all_rules()}
# What another check says of rows, and what depends on more than the row.
ELSEWHERE = {
    "KB411": "ledgers are seen together with each other and with the records",
    "KB807": "it depends on the status of the relation",
}
ROW = {
    "relation": "R-00001", "number": "X1", "date": "2025-03-01", "channel": "web",
    "lines.product": "oven", "lines.quantity": 1, "lines.unit_price": 1,
}  # fmt: skip
# What no case of these rules says about an order that a row can hold.
BESIDES: dict[str, tuple[dict[str, Any], str]] = {
    "KB803": ({"delivered_on": "2062-03-01"}, "orders.delivered_on is 2062-03-01"),
    "KB911": ({"note": "He is ziek."}, "health"),
    "KB912": ({"note": "wachtwoord: Brood-2026"}, "a password"),
    "KB913": ({"lines.note": "4111 1111 1111 1111"}, "payment card"),
    "KB914": ({"lines.note": "BSN 111222333"}, "BSN"),
}


def _cases() -> list[Any]:
    return [
        pytest.param(name, case, id=f"{name}: {case['name']}")
        for name, rule in RULES.items()
        if rule.code in CODES
        for case in data(CASES / f"{name}.yaml")
        if moved(case)[1]
    ]


@pytest.mark.parametrize(("name", "case"), _cases())
def test_an_order_in_a_ledger_is_judged_as_in_a_record(
    book_of: BookOf, name: str, case: dict[str, Any]
) -> None:
    """Every case of such a rule gives the same words when its orders stand in a ledger."""
    left, rows = moved(case)
    numbers = {row["relation"] for row in rows}
    wanted = sorted(
        one.message
        for one in run(book_of(case["given"]), (RULES[name],))
        if one.path[:1] == ("orders",) and one.record.partition("/")[2] in numbers
    )
    found = findings_of_ledgers(with_ledger(book_of(left), rows))
    assert sorted(one.message for one in found if one.code == RULES[name].code) == wanted


def test_cases_are_of_every_rule() -> None:
    """Of each rule for rows there is a case with an order, or a note below."""
    tried = {RULES[one.values[0]].code for one in _cases()}
    assert tried | BESIDES.keys() == CODES


def test_no_rule_is_forgotten() -> None:
    """A rule that says something about a value that a row can hold looks at rows as well."""
    said = {
        RULES[file.stem].code
        for file in CASES.glob("*.yaml")
        for case in data(file)
        for one in case["finds"]
        if (at := re.fullmatch(r"R-\d+ orders\.\d+\.(.+)", str(one.get("at", ""))))
        and re.sub(r"\.\d+", "", at[1]) in COLUMNS
    }
    assert said - CODES == ELSEWHERE.keys()


@pytest.mark.parametrize("code", BESIDES)
def test_what_no_case_says(book_of: BookOf, code: str) -> None:
    """Days and texts are judged too, with the row; a text that should stand nowhere is not repeated."""
    more, says = BESIDES[code]
    book = book_of(
        {
            "products/oven.yaml": {},
            "vocabularies/channels.yaml": {"terms": [{"code": "web", "names": {"nl": "Web", "en": "Web"}}]},
        }
    )
    at_line = {name: value for name, value in more.items() if name.startswith("lines.")}
    rows = [ROW, {**ROW, "number": "X2", **more, **dict.fromkeys(at_line)}, {**ROW, "number": "X2", **more}]
    found = list(findings_of_ledgers(with_ledger(book, rows)))
    assert [(one.code, one.place.line) for one in found] == [(code, 4 if at_line else 3)]
    assert says in found[0].message
    if code > "KB900":
        assert not any(str(value) in repr(found) for value in more.values())
