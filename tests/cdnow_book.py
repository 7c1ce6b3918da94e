"""The public CDNOW sample: its purchases, and books of them, for tests that need more customers than the example has."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from given import Given
from klantboek.predictions.purchases import Purchase

AS_OF = date(1998, 6, 30)
_NAMES = {"nl": "Schijf", "en": "Record"}


def cdnow(shared: Path) -> list[Purchase]:
    """Give each order of the sample, its amount in cents."""
    with (shared / "cdnow.csv").open(encoding="utf-8") as stream:
        return [
            Purchase(row["customer"], date.fromisoformat(row["date"]), round(float(row["amount"]) * 100))
            for row in csv.DictReader(stream)
        ]


def book_of_purchases(purchases: Sequence[Purchase]) -> Given:
    """Give the records of a book with a relation for each customer; ``R-00001`` is customer 0001."""
    given: Given = {
        "book.yaml": {"predictions": {"weeks_ahead": 39}},
        "products/disc.yaml": {"names": _NAMES},
        "products/tape.yaml": {"names": _NAMES},
    }
    for name, some in groupby(purchases, lambda one: one.relation):
        orders = list(_orders(name, list(some)))
        given[f"relations/R-{int(name):05}.yaml"] = {"orders": orders}
    return given


def _orders(name: str, some: list[Purchase]) -> Iterator[dict[str, object]]:
    for number, one in enumerate(some):
        product = "disc" if int(name) % 2 else "tape"
        price = Decimal(one.amount).scaleb(-2)
        yield {
            "number": f"{name}-{number}",
            "date": one.day.isoformat(),
            "channel": "web" if int(name) % 3 else "shop",
            "lines": [{"product": product, "quantity": 1, "unit_price": price}],
        }
