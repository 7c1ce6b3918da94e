"""What a relation buys from us, at a glance."""

from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition

_SHOWN = 5


class Bought(NamedTuple):
    """A product that a relation buys: its link, and when it did so and how often."""

    product: Markup
    note: str


def bought(edition: Edition, relation: str, cells: Cells) -> list[Bought]:
    """Give the products that a relation orders most often, the dearest first among equals."""
    sums: dict[str, tuple[int, int, date]] = {}
    for row in edition.rows("purchase_history", relation):
        if row["product"] is not None and row["orders"]:
            times, amount, last = sums.get(row["product"], (0, 0, date.min))
            sums[row["product"]] = (
                times + row["orders"],
                amount + (row["amount_minor"] or 0),
                max(last, row["last_on"] or date.min),
            )
    found = sorted(sums.items(), key=lambda one: (-one[1][0], -one[1][1], one[0]))[:_SHOWN]
    return [
        Bought(
            cells.record("product", product),
            edition.words("head.bought_line", orders=edition.write.number(times), date=cells.date(last)),
        )
        for product, (times, _, last) in found
    ]
