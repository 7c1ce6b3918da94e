"""Everything that was found wrong in the book, on one page."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from klantboek.handbook.asking import ask
from klantboek.handbook.cells import TONE
from klantboek.handbook.edition import Edition
from klantboek.handbook.findings import located_rows
from klantboek.handbook.listing import Column, Listing
from klantboek.handbook.markup import badge, in_english, link, span_of
from klantboek.handbook.page import Page


def pages(edition: Edition) -> Iterator[Page]:
    """Give the page of findings."""
    yield Page(
        "findings.html", "list", edition.words("findings.title"), partial(_make, edition), "quality", 40
    )


def _make(edition: Edition) -> Mapping[str, Any]:
    ask("findings")
    words, cells = edition.words, edition.cells("")
    found = [one for findings in edition.findings_by_record.values() for one in findings]
    found.sort(key=lambda one: (_RANK[one.severity], one.code, one.place))
    rows = [
        [
            (
                badge(words.choice("severity", one.severity), TONE.get(one.severity, "")),
                str(_RANK[one.severity]),
            ),
            (link(f"rules/{one.code}.html", one.code), ""),
            (row.record, ""),
            (in_english(row.message), ""),
            (in_english(row.help or row.why), ""),
            (span_of("where", row.place), ""),
        ]
        for one, row in zip(found, located_rows(edition, found, cells), strict=True)
    ]
    labels = ("severity", "code", "record", "message", "help", "place")
    columns = [
        Column(words(f"column.{one}"), "t" if one in _TEXTS else "", one if one in _FACETS else "")
        for one in labels
    ]
    intro = (
        words("findings.intro", count=edition.write.number(len(found))) if found else words("findings.none")
    )
    return {"title": words("findings.title"), "intro": intro, "listing": Listing.of(columns, rows)}


_FACETS = frozenset(["severity", "code"])
_TEXTS = frozenset(["message", "help"])
_RANK = {"error": 0, "warning": 1, "advice": 2}
