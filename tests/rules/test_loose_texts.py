"""What nobody may write down is found in comments too, and in files that are no records yet."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from klantboek.book import Book, load
from klantboek.findings import Finding
from klantboek.linting import Way, check_book
from klantboek.linting.loaded import lint_loaded

TODAY = date(2026, 11, 20)
WRITTEN = {
    "relations/R-00001.yaml": """\
# wachtwoord: geheim123
number: R-00001  # card 4111 1111 1111 1111
kind: organisation
roles: [customer]
status: active  # klantboek: allow KB914 -- no such number
organisation:
  name: "Halm # pincode 4821"
notes:
  - on: 2026-01-01
    by: hdv
    text: |
      # alarmcode 4821
""",
    "relations/R-00002.yaml": "naem: Halm\ntext: BSN 111222333, card 4111111111111111\n",
    "relations/R-00003.yaml": "naem: [wachtwoord=Welkom01\nroom: 4821\n",
    "products/oven.yaml": "code: oven\nnames: {nl: Oven, en: Oven}\nprice: 1  # PWD=hunter\n",
    "products/broken.yaml": "code: broken\n---\naccess code 4821: x\n",
}
FOUND = [
    ("products/broken.yaml", 3, "KB912", "this line holds what looks like a code that opens something"),
    ("products/oven.yaml", 3, "KB912", "this line holds what looks like a password"),
    ("relations/R-00001.yaml", 1, "KB912", "this line holds what looks like a password"),
    ("relations/R-00001.yaml", 2, "KB913", "this line holds what looks like the number of a payment card"),
    ("relations/R-00001.yaml", 7, "KB912", "this text holds what looks like a code that opens something"),
    ("relations/R-00001.yaml", 11, "KB912", "this text holds what looks like a code that opens something"),
    ("relations/R-00002.yaml", 2, "KB913", "this line holds what looks like the number of a payment card"),
    ("relations/R-00002.yaml", 2, "KB914", "this line holds what looks like a BSN"),
    ("relations/R-00003.yaml", 1, "KB912", "this line holds what looks like a password"),
]


@pytest.fixture
def root(book_of: Callable[..., Book]) -> Path:
    """Give a book with secrets everywhere but in values."""
    found = book_of({}).root
    for name, text in WRITTEN.items():
        (found / name).parent.mkdir(exist_ok=True)
        (found / name).write_text(text, encoding="utf-8")
    return found


def hidden(findings: list[Finding]) -> list[tuple[str, int, str, str]]:
    """Give where something was found that should stand nowhere."""
    codes = {"KB912", "KB913", "KB914"}
    return [(one.place.file, one.place.line, one.code, one.message) for one in findings if one.code in codes]


def test_comments_and_files_that_are_no_records_are_read(root: Path) -> None:
    """A comment, a file that doesn't fit and one that can't be read are looked at, a value once."""
    book = load(root, TODAY)
    findings = lint_loaded(book)
    assert hidden(findings) == FOUND
    for _ in range(2):
        assert list(check_book(root, book.as_of, None, None, Way(jobs=1)).findings) == findings


def test_what_is_kept_out_of_sight_is_shown_by_no_other_finding(root: Path) -> None:
    """The line is in no finding, also not in one about another mistake on it."""
    findings = lint_loaded(load(root, TODAY))
    covered = {(file, line) for file, line, _, _ in FOUND}
    places = [place for one in findings for place in (one.place, one.second) if place is not None]
    others = [one.code for one in findings if (one.place.file, one.place.line) in covered]
    assert "KB101" in others
    assert {place.excerpt for place in places if (place.file, place.line) in covered} == {""}
    assert any(place.excerpt for place in places)
