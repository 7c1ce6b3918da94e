"""Where a relation is, in lists."""

from collections.abc import Callable
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from klantboek.book import load
from klantboek.handbook.edition import Edition
from klantboek.handbook.places import gleaned, place
from klantboek.handbook.relation_rows import rows

Put = Callable[[Path, str, dict[str, Any]], None]
TODAY = "2026-11-20"
OFFICE = {"uses": ["visiting"], "city": "Zwolle", "country": "NL"}
BOX = {"uses": ["postal"], "city": "Deventer", "country": "NL"}
LEFT = {**OFFICE, "city": "Gent", "country": "BE", "until": "2026-11-19"}
COMING = {**OFFICE, "city": "Breda", "from": "2026-11-21"}
LAST_DAY = {**OFFICE, "city": "Ede", "from": TODAY, "until": TODAY}


@pytest.mark.parametrize(
    ("addresses", "city"),
    [
        ([], None),
        ([{"uses": ["visiting"], "country": "NL"}], None),
        ([BOX], "Deventer"),
        ([BOX, OFFICE], "Zwolle"),
        ([LEFT, BOX], "Deventer"),
        ([LEFT, COMING, BOX, OFFICE], "Zwolle"),
        ([LEFT], "Gent"),
        ([OFFICE, LAST_DAY], "Zwolle"),
        ([BOX, LAST_DAY], "Ede"),
        ([{"uses": ["visiting"], "country": "NL"}, BOX], "Deventer"),
    ],
)  # fmt: skip
def test_visiting_address_that_holds_comes_first(addresses: list[dict[str, Any]], city: str | None) -> None:
    """Then any that holds, then whichever there is; what is gleaned of a relation says the same."""
    for some in (addresses, gleaned(addresses)):
        found = place(some, "city", TODAY)
        assert (found["city"] if found else None) == city


def test_what_is_never_asked_is_not_gleaned() -> None:
    """Of most relations one address says where they are."""
    assert gleaned([BOX, OFFICE]) == [{"city": "Zwolle", "country": "NL"}]
    assert gleaned([LEFT, {"uses": ["postal"], "po_box": "1"}]) == [
        {"city": "Gent", "country": "BE", "until": "2026-11-19"}
    ]


def test_region_of_another_country_says_which(own_book: Path, put: Put) -> None:
    """Two letters of a province abroad look like a country; at home the region alone says it."""
    addresses = [
        {"uses": ["visiting"], "city": "Assen", "region": "Drenthe", "country": "NL"},
        {"uses": ["visiting"], "city": "Bergamo", "region": "BG", "country": "IT"},
        {"uses": ["visiting"], "postcode": "9000", "city": "Gent", "country": "BE"},
    ]
    numbers = [f"R-0001{place}" for place in range(len(addresses) + 1)]
    base = {"kind": "organisation", "roles": ["customer"], "status": "active", "organisation": {"name": "A"}}
    for number, address in zip_longest(numbers, addresses):
        some = {"addresses": [address]} if address else {}
        put(own_book, f"relations/{number}.yaml", {"number": number, **base, **some})
    book = load(own_book, date.fromisoformat(TODAY))
    records = [one for number in numbers if (one := book.find("relation", number)) is not None]
    told = rows(Edition(book, "en", (), {}).cells(""), records, ["region"], {})
    assert [str(cells[0][0]) for _, cells in told] == ["Drenthe", "Italy BG", "Belgium 90", ""]
