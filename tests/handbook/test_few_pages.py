"""An order changes the pages about it, and hardly any other relation's: they tell no more of what depends on everybody."""

import random
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from klantboek.handbook import build

TODAY = date(2026, 11, 20)
SIZE = 200
CRITERIA = "score: {criteria: [{measure: turnover, weight: 2}, {measure: orders, weight: 1}, {measure: recency, weight: 1}]}\n"
Put = Callable[[Path, str, dict[str, Any]], None]


def _relation(number: str, chance: random.Random) -> dict[str, Any]:
    """Make a relation that ordered some times."""
    days = sorted(chance.sample(range(30, 900), chance.randrange(1, 7)), reverse=True)
    return {
        "number": number,
        "kind": "organisation",
        "roles": ["customer"],
        "status": "active",
        "organisation": {"name": f"Bakery {number}"},
        "orders": [_order(f"{number}-{days_ago}", days_ago, chance.randrange(50, 900)) for days_ago in days],
    }


def _order(number: str, days_ago: int, price: int) -> dict[str, Any]:
    line = {"product": "oven", "quantity": 1, "unit_price": Decimal(price)}
    day = (TODAY - timedelta(days_ago)).isoformat()
    return {"number": number, "date": day, "channel": "one", "lines": [line], "status": "delivered"}


def _pages(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_order_changes_few_pages_of_others(own_book: Path, put: Put, tmp_path: Path, made: list[str]) -> None:
    """Of 200 that have a score, a place and an outlook one orders: few others are made again, and all is as if from nothing."""
    chance = random.Random(1)  # noqa: S311 -- of a test
    settings = own_book / "book.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + CRITERIA, encoding="utf-8")
    relations = [_relation(f"R-{number:05}", chance) for number in range(1000, 1000 + SIZE)]
    grill = {"code": "grill", "names": {"nl": "Grill", "en": "Grill"}, "category": "one", "kind": "machine"}
    put(own_book, "products/grill.yaml", grill)
    relations[0]["orders"][0]["lines"][0]["product"] = "grill"
    for one in relations:
        put(own_book, f"relations/{one['number']}.yaml", one)
    build(own_book, as_of=TODAY)
    made.clear()
    buyer = relations[SIZE // 2]
    buyer["orders"].append(_order("new", 1, 400))
    put(own_book, f"relations/{buyer['number']}.yaml", buyer)
    warm = _pages(build(own_book, as_of=TODAY).folder)
    again = [file for file in made if file.startswith("relations/R-01") and "~" not in file]
    assert f"relations/{buyer['number']}.html" in again
    # Each order moves a score of a hundred by a half at most.
    assert len(again) < SIZE / 3
    # Of another product no figure said anything else.
    assert [file for file in made if file.startswith("products/")] == ["products/oven.html"]
    page = warm["relations/R-01100.html"].decode()
    assert "bij de beste" in page or "bij de onderste helft" in page
    assert "<section id=ahead>" in page
    assert "Plaats recent" not in page
    assert b"Plaats recent" in warm["figures/rfm.html"]
    shutil.copytree(own_book, tmp_path / "copy" / "records")
    assert _pages(build(tmp_path / "copy" / "records", as_of=TODAY).folder) == warm
