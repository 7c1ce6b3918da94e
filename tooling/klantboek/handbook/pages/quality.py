"""The quality of the data: by field and by owner."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from klantboek.handbook.edition import Edition
from klantboek.handbook.fields import field_name
from klantboek.handbook.listing import EMPTY, Column, Listing, Sorted, keyed, text
from klantboek.handbook.markup import link, meter, span_of
from klantboek.handbook.page import Page
from klantboek.handbook.quality import FieldQuality, OwnerQuality, fields, owners
from klantboek.handbook.terms import fold

_FIELDS = ("field", "filled", "fresh", "findings", "distinct", "predicts")
_OWNERS = ("owner", "relations", "filled", "errors", "warnings", "late_tasks", "unverified")
_NUMBERS = frozenset(["findings", "distinct", "relations", "errors", "warnings", "late_tasks", "unverified"])


def pages(edition: Edition) -> Iterator[Page]:
    """Give the page of quality."""
    yield Page(
        "quality.html", "quality", edition.words("quality.title"), partial(_make, edition), "quality", 39
    )


def _make(edition: Edition) -> Mapping[str, Any]:
    words, cells = edition.words, edition.cells("")
    return {
        "title": words("quality.title"),
        "intro": words("quality.intro", day=edition.write.day(edition.book.as_of)),
        "owners": Listing.of(_heads(edition, _OWNERS), [_owner(edition, one) for one in owners(edition)]),
        "listing": Listing.of(
            _heads(edition, _FIELDS),
            sorted(
                (_field(edition, one) for one in cells.once("quality", lambda: fields(edition))),
                key=lambda row: fold(row[0][1]),
            ),
        ),
    }


def _heads(edition: Edition, names: tuple[str, ...]) -> list[Column]:
    return [Column(edition.words(f"column.{name}"), "n" if name in _NUMBERS else "") for name in names]


def _owner(edition: Edition, one: OwnerQuality) -> list[Sorted]:
    write = edition.write
    counts = (one.errors, one.warnings, one.late, one.unverified)
    return [
        text(edition.names.staff(one.owner) if one.owner else edition.words("quality.nobody")),
        keyed(write.number(one.relations), one.relations),
        keyed(meter(one.filled, write.percent(one.filled)), one.filled),
        *(keyed(write.number(count), count) for count in counts),
    ]


def _field(edition: Edition, one: FieldQuality) -> list[Sorted]:
    write, record = edition.write, edition.book.find("dictionary", one.entry)
    name = field_name(edition, one.field)
    named = link(edition.page_of(record), name) if record is not None else text(name)[0]
    figures = one.figures
    return [
        (named, name),
        _share(edition, one.filled, one.applies),
        _share(edition, one.fresh, one.dated),
        keyed(write.number(one.findings), one.findings),
        keyed(write.number(figures.distinct), figures.distinct) if figures and figures.distinct else EMPTY,
        text(edition.words(f"predicts.{figures.verdict}") if figures and figures.verdict else None),
    ]


def _share(edition: Edition, part: int, whole: int) -> Sorted:
    if not whole:
        return EMPTY
    share, number = 100 * part // whole, edition.write.number
    told = edition.words("quality.share", part=number(part), whole=number(whole))
    return keyed(span_of("nb", meter(share, f"{edition.write.percent(share)} · {told}")), share)
