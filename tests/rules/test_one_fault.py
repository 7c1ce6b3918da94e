"""One fault, one finding: what follows from a fault is not told beside it."""

from collections.abc import Callable

import pytest

from klantboek.book import Book
from klantboek.linting import check_book
from klantboek.rules import lint
from klantboek.rules.selection import Choice

CHANNELS = "preferences: {channels: [{moment: invoice, channel: email}]}"
TERMS = "terms: [{code: invoice, names: {nl: Factuur, en: Invoice}}]"
PARENT = "links: [{to: R-00020, kind: parent}]"
OVEN = {"dictionary/oven.yaml": {"fields": ["relation.custom.oven"]}}
# The order of keys is not what these are about.
_CHOICE = Choice(select=("KB0", "KB1", "KB2", "KB3", "KB711"), ignore=("KB115",))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"relations/R-00001.yaml": "since: 2026-02-30"}, ["KB108"]),
        ({"relations/R-00001.yaml": "status: yes"}, ["KB104"]),
        ({"relations/R-00001.yaml": "shoe: 44\ncustom: {oven: gas}", **OVEN}, ["KB101"]),
        ({"relations/R-00001.yaml": "shoe: 44", **OVEN}, ["KB711", "KB101"]),
        (
            {
                "relations/R-00001.yaml": CHANNELS,
                "vocabularies/channels.yaml": "terms: 3",
                "vocabularies/words.yaml": f"code: moments\n{TERMS}",
            },
            ["KB103", "KB201"],
        ),
        (
            {
                "relations/R-00001.yaml": PARENT,
                "relations/R-00002.yaml": "number: R-00020",
                "relations/R-00003.yaml": PARENT,
                "judgements/R-00001_R-00020.yaml": "a: R-00001\nb: R-00020",
            },
            ["KB201"],
        ),
    ],
    ids=[
        "a day that is no day",
        "a word that is no status",
        "a field is not read",
        "a field is nowhere",
        "a vocabulary does not fit, another has a wrong name",
        "a relation has a wrong name",
    ],
)
def test_a_fault_is_told_once(
    given: dict[str, object], told: list[str], book_of: Callable[..., Book]
) -> None:
    """A check over the whole book and one relation by relation say it, and nothing else."""
    book = book_of(given)
    whole = [one.code for one in lint(book, _CHOICE)]
    engine = [one.code for one in check_book(book.root, book.as_of, None, _CHOICE).findings]
    assert whole == told
    assert engine == told
