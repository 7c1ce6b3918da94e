"""The page of pairs: relations that are probably one party under two numbers, and why."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.listing import MOST, Column, Listing, keyed, text
from klantboek.handbook.markup import coded, link, named
from klantboek.handbook.page import Page
from klantboek.handbook.twins import PAGE, anchor, percent, side, sure, twin, waiting

if TYPE_CHECKING:
    from klantboek.duplicates.judgements import OpenPair

# So many pairs have their waterfall on the page; whoever has judged these builds it again and sees the next.
_SHOWN = 50


def pages(edition: Edition) -> Iterator[Page]:
    """Give the page of pairs."""
    yield Page(PAGE, "pairs", edition.words("pairs.title"), partial(_make, edition), "quality", 41)


def _make(edition: Edition) -> Mapping[str, Any]:
    words, cells, number = edition.words, edition.cells(""), edition.write.number
    found = edition.pairs
    left_out = sum(one.pairs for one in edition.duplicates.bounded) if edition.duplicates else 0
    misfits = edition.index.misfits()
    notes = [
        words("pairs.left_out", count=number(left_out)) if left_out else "",
        words("pairs.misfits", count=number(misfits)) if misfits else "",
    ]
    return {
        "title": words("pairs.title"),
        "intro": _intro(edition),
        "merge": coded(words("pairs.merge")),
        "pairs": [twin(edition, one, cells) for one in found.open[:_SHOWN]],
        "more": _listing(edition, found.open[_SHOWN:], cells),
        "waiting": [waiting(edition, one, cells) for one in found.to_merge],
        "notes": [note for note in notes if note],
    }


def _intro(edition: Edition) -> str:
    words, size = edition.words, len(edition.pairs.open)
    if not size:
        return ""
    if size == 1:
        return words("pairs.intro_one")
    return words("pairs.intro", count=edition.write.number(size))


def _listing(edition: Edition, found: Sequence["OpenPair"], cells: Cells) -> Listing:
    """Give the pairs that have no waterfall on the page, as a table."""
    rows = []
    for one in found[:MOST]:
        a, b = (side(edition, number, cells) for number in (one.pair.a, one.pair.b))
        rows.append(
            [
                (named(anchor(one.pair), link(a.href, a.name)), ""),
                text(a.number),
                (link(b.href, b.name), ""),
                text(b.number),
                text(sure(edition, one.pair)),
                keyed(percent(edition, one.pair), f"{one.pair.weight:.1f}"),
            ]
        )
    words = edition.words
    columns = [
        *(Column(words(f"column.{name}")) for name in ("relation", "number", "relation", "number")),
        Column(words("pairs.sure")),
        Column("", "n"),
    ]
    return Listing.of(columns, rows, max(len(found) - MOST, 0))
