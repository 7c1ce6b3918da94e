"""Duplicates as findings of a book, and a list that is held against it."""

from collections.abc import Callable
from typing import Any

import pytest

from klantboek.book import Book
from klantboek.duplicates.findings import duplicates_of, features_in, findings_of
from klantboek.duplicates.lists import ListError, read_list
from klantboek.rules.catalogue import DUPLICATE

_ELS = {
    "kind": "person",
    "person": {"name": {"given": "Els", "surname": "Koster"}, "birth_date": "1968-11-30"},
    "addresses": [{"uses": ["private"], "street": "Brink", "house_number": "3", "postcode": "7411 AA", "city": "Deventer", "country": "NL"}],
    "phones": [{"number": "+31570000707", "kind": "landline"}],
}  # fmt: skip
_JUDGEMENT = {"a": "R-00001", "b": "R-00002", "verdict": "distinct", "reason": "nicht en tante"}
_Maker = Callable[[dict[str, Any]], Book]


def _twice(more: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"relations/R-00001.yaml": _ELS, "relations/R-00002.yaml": _ELS, **(more or {})}


def test_finding_has_two_ends(book_of: _Maker) -> None:
    """A probable duplicate points at both records and says why, without a personal value."""
    book = book_of(_twice())
    (finding,) = findings_of(duplicates_of(book), book)
    assert finding.code == DUPLICATE.code
    assert (finding.place.file, finding.record) == ("relations/R-00002.yaml", "relation/R-00002")
    assert finding.second is not None
    assert finding.second.file == "relations/R-00001.yaml"
    assert "same surname" in finding.message or "same telephone number" in finding.message
    assert "Koster" not in finding.message + finding.help


def test_a_sole_trader_can_not_be_merged(book_of: _Maker) -> None:
    """A firm and its person are told with what can be done about them; merge is for relations of one kind."""
    firm = {
        "organisation": {"name": "Els Koster Gebak", "legal_form": {"code": "4QXM", "country": "NL"}},
        "phones": _ELS["phones"],
    }
    book = book_of(_twice({"relations/R-00002.yaml": firm}))
    (finding,) = findings_of(duplicates_of(book), book)
    assert "klantboek retire" in finding.help
    assert "klantboek merge" not in finding.help


def test_judged_is_silent(book_of: _Maker) -> None:
    """A pair that somebody judged to be two parties is neither found nor a finding."""
    book = book_of(_twice({"judgements/R-00001_R-00002.yaml": _JUDGEMENT}))
    found = duplicates_of(book)
    assert found.pairs == ()
    assert findings_of(found, book) == []


def test_tombstones_are_not_compared(book_of: _Maker) -> None:
    """A number that was merged into another one is no duplicate of it."""
    grave = {"number": "R-00002", "tombstone": {"reason": "merged", "on": "2026-01-01", "into": "R-00001"}}
    book = book_of({"relations/R-00001.yaml": _ELS, "relations/R-00002.yaml": grave})
    assert [one.id for one in features_in(book)] == ["R-00001"]


def test_a_copy_is_not_compared(book_of: _Maker) -> None:
    """A file that holds the number of another file is no relation of its own yet: its number says so (KB201)."""
    copy = {"number": "R-00001", **_ELS}
    book = book_of({"relations/R-00001.yaml": _ELS, "relations/R-00001 (copy).yaml": copy})
    assert [one.id for one in features_in(book)] == ["R-00001"]


@pytest.mark.parametrize(
    "text",
    [
        "voornaam;tussenvoegsel;achternaam;straat;huisnummer;postcode;plaats\nEls;van;Koster;Brink;3;7411AA;Deventer\n",
        "First name,Last name,Address,City,shoe size\nEls,Koster,Brink 3,Deventer,39\n",
    ],
)
def test_list_columns(text: str) -> None:
    """A list in Dutch or English is understood by the names of its columns."""
    found = read_list(text.encode(), "list.csv", "NL")
    (row,) = found.features
    assert (row.id, row.surnames, row.givens) == ("row 2", ("koster",), ("els",))
    assert (row.addresses[0].street, row.addresses[0].number) == ("brink", "3")
    assert found.unused == (("shoe size",) if "shoe" in text else ())


def test_list_of_companies() -> None:
    """A list of companies, saved as Windows text, is understood; empty rows are passed over."""
    text = "Bedrijf;KvK-nummer;E-mail\nCafé Halm B.V.;00100001;info@halm.example\n;;\n"
    (row,) = read_list(text.encode("cp1252"), "list.csv").features
    assert (row.names, row.registrations, row.domains) == (
        ("cafe halm",),
        ("kvk:00100001",),
        ("halm.example",),
    )


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b'name\n"open', b"\x81name\n"])
def test_list_that_says_nothing(content: bytes) -> None:
    """A list without a column that tells who it is about, or that is no CSV, is refused by name."""
    with pytest.raises(ListError, match=r"list\.csv"):
        read_list(content, "list.csv")
