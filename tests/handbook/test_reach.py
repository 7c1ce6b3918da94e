"""How to reach a relation, on its page."""

import re
from collections.abc import Callable

from given import Given
from klantboek.book import Book
from klantboek.handbook.edition import Edition
from klantboek.handbook.layout import Section
from klantboek.handbook.reach import reach

REACHED: Given = {
    "phones": [
        {"number": "+31570001101", "until": "2026-11-19"},
        {"number": "+31570001102", "kind": "mobile", "until": "2026-11-20"},
        {"number": "+31570001103"},
    ],
    "websites": [{"url": "https://www.mill.example/"}],
    "social": [{"network": "mastodon", "name": "mill"}],
    "addresses": [
        {"uses": ["visiting"], "street": "Dijk", "house_number": "1", "postcode": "7411 AB", "city": "Deventer", "country": "NL"},
        {"street": "Kade", "house_number": "2", "postcode": "7411 AC", "city": "Deventer", "country": "NL"},
    ],
}  # fmt: skip


def _sections(book_of: Callable[..., Book], record: Given) -> list[Section]:
    edition = Edition(book_of({"relations/R-00002.yaml": record}), "en", (), {})
    found = edition.book.find("relation", "R-00002")
    assert found is not None
    return list(reach(found, edition.cells("../"), edition.plain_scope))


def test_who_can_not_be_reached_has_no_section(book_of: Callable[..., Book]) -> None:
    """Where nothing is known, also in a list that is there and empty, there is no heading either."""
    assert _sections(book_of, {"phones": []}) == []


def test_what_is_over_stands_last(book_of: Callable[..., Book]) -> None:
    """A number that held until yesterday is struck out below those that hold; each keeps the name of its place in the file."""
    (section,) = _sections(book_of, REACHED)
    points = re.findall(r"<div id=phones-(\d)( class=over)?>(<s>)?", str(section.body))
    assert points == [("2", "", ""), ("3", "", ""), ("1", " class=over", "<s>")]
    assert re.findall(r"</s> <em>([^<]*)", str(section.body)) == ["no longer"]


def test_what_leads_stands_first(book_of: Callable[..., Book]) -> None:
    """Number, site and name stand first and whatever else is known small below; an address says what it is for."""
    (section,) = _sections(book_of, REACHED)
    body = str(section.body).replace("\xa0", " ")
    assert re.findall(r"<h3>(\w+)", body) == ["Telephone", "Addresses", "Websites", "Social"]
    points = re.findall(r"<div id=[^>]*>(.*?)</div>", body)
    # What is for the eye alone is left out.
    assert [re.sub(r"</?(?:a|i|s|em)\b[^>]*>", "", one) for one in points] == [
        "+31 570 001 102<small>Kind mobile · Until 20 Nov 2026</small>",
        "+31 570 001 103",
        "+31 570 001 101 no longer<small>Until 19 Nov 2026</small>",
        "visiting<br>Dijk 1<br>7411 AB  Deventer",
        "Kade 2<br>7411 AC  Deventer",
        "https://www.mill.example/",
        "Mastodon mill",
    ]
