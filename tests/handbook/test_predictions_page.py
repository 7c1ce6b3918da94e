"""The page that looks ahead, and what the page of a relation says of its future."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cdnow_book import AS_OF, book_of_purchases, cdnow
from given import lay_out
from klantboek.aggregates import compute_all
from klantboek.book import Book, load
from klantboek.handbook.ahead import ahead
from klantboek.handbook.edition import Edition
from klantboek.handbook.page import Page
from klantboek.handbook.pages.predictions import pages
from klantboek.house import carried
from klantboek.predictions.ground import ground
from klantboek.predictions.predicted import predict
from klantboek.predictions.results import predictions_of

BookOf = Callable[..., Book]


def _edition(book: Book, language: str) -> Edition:
    results = compute_all(book)
    found = predict(book, results)
    return Edition(book, language, (), {**results, **predictions_of(found, "EUR")}, foreseen=ground(found))


@pytest.fixture(scope="module")
def edition(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """Give an edition in Dutch of a book with the first 550 customers of the CDNOW sample."""
    root = tmp_path_factory.mktemp("cdnow") / "records"
    lay_out(root, book_of_purchases([one for one in cdnow(shared) if one.relation <= "0550"]))
    return _edition(load(root, AS_OF), "nl")


@pytest.fixture(scope="module")
def example() -> Edition:
    """Give an edition in English of the example, which has few customers."""
    return _edition(load(carried("records"), None), "en")


def _made(edition: Edition) -> dict[str, Any]:
    (page,) = pages(edition)
    assert isinstance(page, Page)
    return dict(page.make())


def test_the_page_with_a_model(edition: Edition) -> None:
    """It tells what the model rests on, what it was worth beside the simplest, and who has most to expect."""
    made = _made(edition)
    assert made["title"] == "Vooruitblik"
    assert re.match(
        r"Het koopmodel rust op 550 relaties, van wie er \d+ vaker kochten; dat maakt het stevig\.",
        made["rests"][0],
    )
    assert any("aankoopdagen" in text for text in made["rests"])
    purchases, channel, _, response = made["tests"]
    assert (purchases["name"], purchases["used"]) == ("Aankopen", "model")
    assert purchases["why"].endswith("dan het herhalen van de 39 weken ervoor.")
    assert re.fullmatch(r"[\d,]+ \([\d,]+ \u2013 [\d,]+\)", purchases["gain"])
    assert (channel["used"], response["used"]) == ("model", "geen")
    assert "te weinig campagnes" in response["why"]
    assert made["chart"].count("<rect") == 3
    assert "alpha = " in made["facts"]
    assert len(made["relations"].rows) == 100
    assert [column.label for column in made["relations"].columns][1:3] == [
        "Nog klant",
        "Koopt binnen 39 weken",
    ]
    assert made["relations"].left_out > 0


def test_the_page_of_a_small_book(example: Edition) -> None:
    """It says why nothing is told, and holds no list of relations."""
    made = _made(example)
    assert made["rests"][0].startswith("Too few orders to estimate (")
    assert made["relations"] is None
    assert made["chart"] == ""
    assert {one["used"] for one in made["tests"]} <= {"none", "simplest"}


def test_where_the_past_is_repeated(book_of: BookOf) -> None:
    """Where the model does not win, the page says that the past is repeated, and shows no chances."""
    line = {"product": "oven", "quantity": 1, "unit_price": 10}
    given = {
        f"relations/R-{number:05}.yaml": {
            "orders": [
                {
                    "number": f"{number}-{step}",
                    "date": (AS_OF - timedelta(days=7 * week)).isoformat(),
                    "channel": "web",
                    "lines": [line],
                }
                for step, week in enumerate(range(104, 0, -4 - number % 3))
            ]
        }
        for number in range(2, 112)
    }
    edition = _edition(
        book_of({"book.yaml": {"predictions": {"weeks_ahead": 26}}, **given}, as_of=AS_OF), "en"
    )
    made = _made(edition)
    assert any("by repeating the past" in text for text in made["rests"])
    assert [column.label for column in made["relations"].columns][1] == "Purchase days within 26 weeks"
    (section,) = ahead(edition.cells("../"), "R-00002")
    assert "by repeating the past" in section.body
    assert "Still a customer" not in section.body
    assert "Nothing is said of still a customer; buys within 26 weeks;" in section.body


def test_the_section_of_a_relation(edition: Edition) -> None:
    """A repeat buyer has each figure with its interval; who bought once has the reason, once."""
    cells = edition.cells("../")
    (twice,), (once,) = (list(ahead(cells, name)) for name in ("R-00001", "R-00003"))
    assert re.search(
        r"Nog klant</dt><dd><strong>\d+\u00a0%</strong> <span class=quiet>\(\d+\u2013\d+\u00a0%\)",
        twice.body,
    )
    for label in (
        "Aankoopdagen binnen 39 weken",
        "Bedrag per aankoop",
        "Omzet binnen 39 weken, vandaag waard",
        "Volgend kanaal",
    ):
        assert label in twice.body
    assert '<a href="../predictions.html">' in twice.body
    assert "Geen uitspraak" not in twice.body
    assert once.body.count("Geen vooruitblik: kocht maar op één dag") == 1
    assert "Nog klant" not in once.body
    assert "<dt>" not in once.body


def test_a_relation_without_orders_or_campaigns(example: Edition) -> None:
    """Who bought nothing and was reached by nothing has no section."""
    assert list(ahead(example.cells("../"), "R-00055")) == []


def test_no_page_without_predictions(example: Edition) -> None:
    """Where orders are closed to an audience there is no page either."""
    assert list(pages(replace(example, foreseen=None))) == []
    assert list(pages(replace(example, results={}))) == []
