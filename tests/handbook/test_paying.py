"""How a relation pays, on its page: what is open, and how late it was."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from given import results
from klantboek.book import Book
from klantboek.handbook.edition import Edition
from klantboek.handbook.layout import Section
from klantboek.handbook.pages import invoices
from klantboek.handbook.paying import paying

PAYS = {"relation": "R-00003", "invoices": 3, "in_time": 50, "currency": "EUR"}
OPEN = {"orders_position": 2, "number": "F-2", "due": "2026-12-01", "open_minor": 1250, "state": "open"}
OVERDUE = {
    "orders_position": 1,
    "number": "F-1",
    "due": "2026-11-01",
    "open_minor": 40,
    "days_late": 19,
    "state": "overdue",
}
PAID = {
    "orders_position": 1,
    "number": "F-0",
    "due": "2026-05-01",
    "open_minor": 0,
    "days_late": 3,
    "state": "paid_late",
}
Shown = Callable[..., list[Section]]


@pytest.fixture
def shown(small_book: Book) -> Shown:
    """Give what makes the section of a relation that pays in a way and has some invoices."""

    def make(pays: dict[str, Any], *invoices: dict[str, Any]) -> list[Section]:
        rows = [{"relation": "R-00003", "currency": "EUR", **one} for one in invoices]
        found = results({"payment_behaviour": [pays], "invoice_status": rows})
        return list(paying(Edition(small_book, "en", (), found).cells("../"), "R-00003"))

    return make


def test_who_was_never_invoiced_has_no_section(shown: Shown, small_book: Book) -> None:
    """Where there is nothing to tell about a relation nothing is said, nor where nobody counted."""
    assert shown({**PAYS, "relation": "R-00002"}) == []
    assert list(paying(Edition(small_book, "en", (), {}).cells("../"), "R-00003")) == []


@pytest.mark.parametrize(
    ("pays", "said"),
    [
        ({"in_time": 0, "reminders": 0}, "<i>Invoices</i> 3 · <i>In time</i> 0% · "),
        ({"in_time": 0, "invoices": 0}, " · "),
        ({"in_time": None}, "<i>Invoices</i> 3 · "),
    ],
)  # fmt: skip
def test_who_never_pays_in_time_is_told(shown: Shown, pays: dict[str, Any], said: str) -> None:
    """Nought percent is told beside something else, other noughts are not; alone it says nothing."""
    (section,) = shown({**PAYS, **pays})
    assert str(section.body).startswith(f"<div>{said}<a ")


def test_open_invoices_lead_to_their_orders(shown: Shown) -> None:
    """What is open and what is overdue stand in a table, each with a link to its order; what is paid does not."""
    (section,) = shown(PAYS, PAID, OVERDUE, OPEN)
    rows = re.findall(r"<tr><td>(.*?)</td></tr>", str(section.body).replace("\xa0", " "))
    assert [re.sub("</td><td>", " | ", row) for row in rows] == [
        '<a href="#orders-1">F-1</a> | 1 Nov 2026 | 19 | €0.40 | <em class=bad>overdue</em>',
        '<a href="#orders-2">F-2</a> | 1 Dec 2026 |  | €12.50 | <em>open</em>',
    ]


def test_invoice_without_a_day_has_none(shown: Shown) -> None:
    """An invoice that does not say when it is due can be open all the same."""
    (section,) = shown(PAYS, {**OPEN, "due": None})
    assert "F-2</a></td><td></td><td></td><td>" in section.body


def test_nothing_open_is_no_table(shown: Shown) -> None:
    """Who paid everything in time has the figures, without a table and without a picture."""
    (section,) = shown(PAYS, {**PAID, "days_late": 0}, {**PAID, "days_late": None})
    assert "<table" not in section.body
    assert "<svg" not in section.body
    assert "50" in section.body


def test_last_invoices_are_drawn(shown: Shown) -> None:
    """A picture shows how late each of the last two dozen was, and says the most of these: not one of long ago."""
    late = [{**PAID, "days_late": days} for days in (99, *[None] * 22, 3, 7)]
    (section,) = shown(PAYS, *late)
    assert "most: 7<" in section.body
    assert section.body.count("24v-") == 2


def test_open_invoices_are_summed(small_book: Book) -> None:
    """The list says what is open in all, in each currency, that of the book first; what is paid is not in it."""
    told = [
        {**PAID, "relation": "R-00003", "currency": "EUR"},
        {**OVERDUE, "relation": "R-00003", "currency": "EUR"},
        {**OPEN, "relation": "R-00003", "currency": "EUR"},
        {**OPEN, "relation": "R-00002", "currency": "CHF"},
    ]
    for rows, said in (
        (
            told,
            [
                "Open in all: €12.90, of which €0.40 overdue.",
                "Open in all: CHF 12.50, of which CHF 0.00 overdue.",
            ],
        ),
        (told[:1], []),
    ):
        (page,) = invoices.pages(Edition(small_book, "en", (), results({"invoice_status": rows})))
        intro = page.make()["intro"].replace("\xa0", " ")
        assert intro == " ".join(
            ["What has not been settled; the oldest due date first. Amounts incl. VAT.", *said]
        )
