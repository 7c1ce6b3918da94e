"""What a relation allows and forbids: the last word on each purpose, channel and person."""

from pathlib import Path
from typing import Any

import pytest

from given import data
from klantboek.book import Book
from klantboek.book.reading import read_record
from klantboek.handbook.cells import Scope
from klantboek.handbook.edition import Edition
from klantboek.handbook.permissions import Permission, in_plain_words, permissions
from klantboek.yaml import write


@pytest.mark.parametrize(
    "case", data(Path(__file__).with_name("permissions.yaml")), ids=lambda case: case["name"]
)
def test_last_words(small_book: Book, case: dict[str, Any]) -> None:
    """The last words are those of the case, in the order in which each was first spoken about."""
    text = write({"number": "R-00001", "consents": case["consents"]})
    record = read_record("relation", "R-00001", text.encode(), "relations/R-00001.yaml")
    edition = Edition(small_book, "nl", (), {})
    found = permissions(edition, record)
    assert [f"{one.state} {one.number}" for one in found] == case["last"]
    assert [one.item for one in found] == [case["consents"][one.number] for one in found]


def test_in_plain_words(small_book: Book) -> None:
    """Each leads to what was said, and says by its tone what may be done; nothing is trusted."""
    said = [
        Permission("given", 0, {"purpose": "<b>", "channel": "one"}),
        Permission("objected", 3, {"purpose": "marketing", "contact": "ans"}),
        Permission("past", 1, {"purpose": "x", "channel": "odd", "contact": "gone"}),
    ]
    edition = Edition(small_book, "en", (), {})
    scope = Scope({("contact", "ans"): ("Ans Veel", "contacts-1")}, "EUR", {})
    purpose = small_book.find("processing", "marketing")
    assert purpose is not None
    name = edition.names.record(purpose)
    assert in_plain_words(edition, said, scope) == (
        "<ul class=plain-words>"
        "<li class=good><a href=#consents-1>Allowed: &lt;b&gt; (One of channels)</a></li>"
        f"<li class=bad><a href=#consents-4>Not allowed: {name} (Ans Veel) (objected)</a></li>"
        "<li class=bad><a href=#consents-2>No longer allowed: x (odd, gone) (consent expired)</a></li></ul>"
    )
    assert in_plain_words(edition, [], scope) == ""
