"""What nobody should overlook, at the top of the page of a relation."""

import html
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from given import results
from klantboek.book import Book
from klantboek.handbook.alerts import Alert, alerts
from klantboek.handbook.edition import Edition

_LINES = re.compile(r"<li class=(\w+)>(?:<a href=([^>]*)>)?([^<]*)")
TODAY, PAST = date(2026, 11, 20), date(2026, 11, 19)
SMALL = {
    "R-00003": [
        ("bad", "#complaints-1", "Open complaint since 1 Oct 2026: One of complaint-kinds. De deur klemt."),
        ("bad", "#paying", "1 invoice is overdue: €7,380.90"),
        ("bad", "#consents-2", "Objects to Newsletter (One of channels)"),
        ("warn", "#next", "2 tasks are past due"),
    ],
    "R-00004": [("warn", "../relations/R-00003.html", "Merged into Bakkerij 't Hoekje Noël: this number only points the way")],
}  # fmt: skip
SHOWN = {
    "R-00001": [("bad", "#consents-2", "Maakt bezwaar tegen Aanbiedingen en nieuwsbrief (Telefoon, Gerrit ten Brinke)")],
    "R-00002": [("bad", "#complaints-2", "Open klacht sinds 26 okt 2026: Overig. De zakken bonen van september ruiken naar nieuw karton."),
                ("warn", "#next", "1 taak is te laat")],
    "R-00013": [("warn", "../relations/R-00001.html", "Samengevoegd met Bakkerij Ten Brinke: dit nummer wijst alleen nog de weg")],
    "R-00017": [("bad", "#paying", "1 factuur is vervallen: € 1.823,59"),
                ("bad", "#paying", "Boven de kredietlimiet: € 26.997,64 open, ten hoogste € 25.000,00"), ("warn", "#next", "1 taak is te laat")],
    "R-00023": [("warn", "#orders", "Slapende relatie: laatste bestelling 479 dagen geleden"), ("warn", "#next", "2 taken zijn te laat")],
    "R-00031": [("bad", "#paying", "1 factuur is vervallen: € 1.441,85")],
    "R-00061": [],
}  # fmt: skip


def _alerts(page: Path) -> list[tuple[str, str, str]]:
    """Give the tone, the address and the words of each."""
    told = page.read_text(encoding="utf-8").partition("<ul class=alerts>")[2].partition("</ul>")[0]
    return [
        (tone, where, html.unescape(text).replace("\xa0", " ")) for tone, where, text in _LINES.findall(told)
    ]


@pytest.mark.parametrize("number", SMALL)
def test_alerts_say_what_it_is_and_lead_there(handbooks: dict[str, Path], number: str) -> None:
    """What somebody complains of and objects to is named; who took over a number is one click away."""
    assert _alerts(handbooks["en"] / "relations" / f"{number}.html") == SMALL[number]


@pytest.mark.parametrize("number", SHOWN)
def test_alerts_of_the_example(shown: Path, number: str) -> None:
    """A complaint says since when, a relation that sleeps since what; who is in order has no line."""
    assert _alerts(shown / "relations" / f"{number}.html") == SHOWN[number]


@pytest.mark.parametrize(
    ("relation", "invoices", "told"),
    [
        ("R-00002", [], []),
        ("R-00003", [(TODAY, 500, "EUR"), (None, 500, "EUR"), (PAST, 0, "EUR"), (PAST, None, "EUR"), (PAST, -1, "EUR")], []),
        ("R-00003", [(PAST, 1, "EUR"), (TODAY, 500, "EUR")], [("1 invoice is overdue: €0.01", "#paying")]),
        ("R-00003", [(PAST, 100, "USD"), (PAST, 20, "EUR"), (PAST, 50, "USD")],
         [("3 invoices are overdue: €0.20 + US$1.50", "#paying")]),
        ("R-00002", [(PAST, 1, "EUR")], [("1 invoice is overdue: €0.01", "")]),
    ],
)  # fmt: skip
def test_overdue_invoices_are_counted_and_summed(
    small_book: Book,
    relation: str,
    invoices: list[tuple[date | None, int | None, str]],
    told: list[tuple[str, str]],
) -> None:
    """However little is overdue is told, in its currency, and leads to how the relation pays; paid too much is not."""
    rows = [
        {"relation": relation, "due": due, "open_minor": amount, "currency": currency}
        for due, amount, currency in invoices
    ]
    edition = Edition(small_book, "en", (), results({"invoice_status": rows}))
    record = small_book.find("relation", relation)
    assert record is not None
    found = alerts(edition.cells("../"), record, (), edition.plain_scope)
    assert [(one.text, one.where) for one in found if "overdue" in one.text] == told


@pytest.mark.parametrize(
    ("limit", "outstanding", "told"),
    [
        (1000, 100000, ""),
        (1000, 100001, "Over the credit limit: €1,000.01 outstanding, at most €1,000.00"),
        (Decimal("0.50"), 51, "Over the credit limit: €0.51 outstanding, at most €0.50"),
        (0, 1, "Over the credit limit: €0.01 outstanding, at most €0.00"),
        (0, -1, ""),
        (0, None, ""),
        (None, 100001, ""),
    ],
)
def test_credit_limit_that_is_exceeded_is_told(
    book_of: Callable[..., Book], limit: Decimal | int | None, outstanding: int | None, told: str
) -> None:
    """More outstanding than was agreed is told, from the first cent on; other currencies have no limit.

    Of who has no orders in its record, nothing on the page says how it pays.
    """
    relation: dict[str, Any] = {} if limit is None else {"payment": {"credit_limit": limit}}
    book = book_of({"book.yaml": {"currency": "EUR"}, "relations/R-00001.yaml": relation})
    rows: list[dict[str, Any]] = [
        {"relation": "R-00001", "currency": "EUR", "outstanding_minor": outstanding},
        {"relation": "R-00001", "currency": "USD", "outstanding_minor": 10**9},
    ]
    edition = Edition(book, "en", (), results({"payment_behaviour": rows}))
    record = book.find("relation", "R-00001")
    assert record is not None
    found = [*alerts(edition.cells("../"), record, (), edition.plain_scope)]
    assert found == ([Alert("bad", told, "")] if told else [])


def test_step_that_stands_nowhere_leads_nowhere(shown: Path) -> None:
    """What follows from all that somebody ordered is a step without a link; what was written down leads to its place."""
    steps = {
        number: (shown / "relations" / f"{number}.html")
        .read_text(encoding="utf-8")
        .partition("<section id=next>")[2]
        .partition("</section>")[0]
        for number in ("R-00001", "R-00023")
    }
    assert "<span>Koopt niet meer: bied iets aan" in steps["R-00023"]
    assert re.search(r"<a href=#interactions-\d+>Contact</a>", steps["R-00001"])
    assert "href=#>" not in "".join(steps.values())
