"""What findings are known by: it stays when items come, go or move around them, and gives nobody away."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from given import as_file
from klantboek.book import Book
from klantboek.book.reading import read_record
from klantboek.findings import fingerprints
from klantboek.review import since
from klantboek.rules import lint
from klantboek.rules.baseline import accept, not_accepted
from klantboek.rules.suppressions import can_be_allowed

TODAY = date(2026, 11, 20)
FILE = "relations/R-00001.yaml"


def _lines(product: str) -> list[dict[str, Any]]:
    return [{"product": product, "quantity": 1, "unit_price": 100}]


# Items with a fault in each, and items of the same lists without one: nothing but their own keys tells them apart.
FAULTY: dict[str, list[dict[str, Any]]] = {
    "orders": [
        {"number": f"2026-{one}", "date": "2026-01-05", "channel": "web", "lines": _lines("nothing")} for one in (1, 2, 3)
    ],
    "links": [{"to": f"R-0009{one}", "kind": "parent"} for one in (1, 2)],
    "contacts": [{"id": one, "name": {"surname": "Berg"}, "phones": [{"number": "12", "kind": "landline"}]}
                 for one in ("an", "jan")],
    "phones": [{"number": "12", "kind": "landline"}, {"number": "13", "kind": "mobile"}],
}  # fmt: skip
CLEAN: dict[str, list[dict[str, Any]]] = {
    "orders": [{"number": f"2025-{one}", "date": "2025-01-05", "channel": "web", "lines": _lines("oven")}
               for one in (1, 2, 3)],
    "links": [{"to": "R-00001", "kind": "household_of"}],
    "contacts": [{"id": one, "name": {"surname": "Berg"}} for one in ("piet", "els")],
    "phones": [{"number": f"+3120012345{one}", "kind": "landline"} for one in (1, 2)],
}  # fmt: skip


def _book(record: Mapping[str, Any]) -> Book:
    files = {
        "book.yaml": {}, FILE: dict(record), "vocabularies/channels.yaml": {"terms": _TERMS},
 "products/oven.yaml": {},
    }  # fmt: skip
    kinds = ("book", "relation", "vocabulary", "product")
    read = [
        read_record(kind, Path(file).stem, as_file(file, given).encode(), file)
        for kind, (file, given) in zip(kinds, files.items(), strict=True)
    ]
    return Book(Path("nowhere"), TODAY, tuple(read))


_TERMS = [{"code": "web", "names": {"nl": "Web", "en": "Web"}}]
_CODES = {"KB105", "KB110"}
_ORDERS = st.fixed_dictionaries(
    {
        name: st.tuples(st.permutations(FAULTY[name]), st.lists(st.sampled_from(CLEAN[name]), max_size=3))
        for name in FAULTY
    }
).flatmap(
    lambda lists: st.fixed_dictionaries(
        {name: st.permutations([*faulty, *clean]) for name, (faulty, clean) in lists.items()}
    )
)


def _found(record: Mapping[str, Any]) -> Sequence[Any]:
    return [one for one in lint(_book(record)) if one.code in _CODES and one.place.file == FILE]


BEFORE = _found(FAULTY)


@settings(max_examples=25, deadline=None)
@given(_ORDERS)
def test_items_around_a_finding_change_nothing(record: dict[str, Any]) -> None:
    """Whatever items are added, removed or moved: the fingerprints of the others stay, and nothing is new."""
    now = _found(record)
    assert len(now) == len(BEFORE) == 9
    assert sorted(fingerprints(now)) == sorted(fingerprints(BEFORE))
    compared = since(now, BEFORE)
    assert (compared.new, compared.stayed, compared.gone) == ((), len(now), 0)
    assert [one for one in not_accepted(now, accept(BEFORE, None).baseline) if can_be_allowed(one.code)] == []


@settings(max_examples=25, deadline=None)
@given(_ORDERS, st.data())
def test_one_more_is_the_one_that_is_new(record: dict[str, Any], data: st.DataObject) -> None:
    """A faulty item that comes in anywhere is new, itself and no other; a mended one is gone."""
    at = data.draw(st.integers(0, len(record["phones"])))
    fresh = {"number": "99", "kind": "landline"}
    now = _found({**record, "phones": [*record["phones"][:at], fresh, *record["phones"][at:]]})
    compared = since(now, BEFORE)
    assert [one.path for one in compared.new] == [("phones", at, "number")]
    assert set(fingerprints(BEFORE)) < set(fingerprints(now))
    assert since(BEFORE, now).gone == 1
    left = not_accepted(now, accept(BEFORE, None).baseline)
    assert sum(can_be_allowed(one.code) for one in left) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            {"phones": [{"number": "12", "kind": "landline"}]},
            {"phones": [{"number": "13", "kind": "landline"}]},
        ),
        ({"emails": [{"address": "a@b@c"}]}, {"emails": [{"address": "x@y@z"}]}),
        (
            {"contacts": [{"id": "an", "name": {"surname": "Berg"}, "owner": 1}]},
            {"contacts": [{"id": "jan", "name": {"surname": "Smit"}, "owner": 1}]},
        ),
        ({"0612345678": 1}, {"0687654321": 1}),
        ({"payment": {"accounts": [{"iban": "NL1"}]}}, {"payment": {"accounts": [{"iban": "BE2"}]}}),
    ],
)
def test_a_guess_does_not_help(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Fingerprints are the same whoever it is about, so nobody finds a person by trying values."""
    first, second = (lint(_book(record)) for record in (one, other))
    assert fingerprints(first)
    assert fingerprints(first) == fingerprints(second)
