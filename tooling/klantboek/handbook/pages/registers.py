"""The lists of what describes the book itself: surveys, segments, fields, vocabularies, processing, judgements."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup

from klantboek.book.record import Record
from klantboek.handbook import links
from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.keeping import kept
from klantboek.handbook.listing import EMPTY, Column, Listing, Sorted, keyed
from klantboek.handbook.markup import badge, items, joined, link, span, span_of
from klantboek.handbook.page import Page
from klantboek.handbook.quality import fields
from klantboek.handbook.said import members
from klantboek.handbook.terms import fold
from klantboek.handbook.translated import in_language
from klantboek.shapes import Shape, Type, shape_of

# The kind, its page, where it stands in the menu, and the properties that are columns.
_TEXTS = frozenset({"definition", "purpose", "description"})
_REGISTERS = (
    ("survey", "surveys", "offer", 22, ("kind", "from", "until", "objective")),
    ("segment", "segments", "offer", 23, ("description", "condition", "owner")),
    (
        "dictionary",
        "dictionary",
        "quality",
        42,
        ("definition", "decision", "sensitivity", "review_due", "checklist"),
    ),
    ("vocabulary", "vocabularies", "quality", 43, ("description", "terms")),
    (
        "processing",
        "processing",
        "quality",
        44,
        ("purpose", "legal_basis", "data_categories", "recipients", "retention"),
    ),
    ("judgement", "judgements", "quality", 45, ("verdict", "reason", "by", "on")),
)

# The others stand by what they are called in the language of the pages.
_BY_NUMBER = frozenset({"judgement"})


def pages(edition: Edition) -> Iterator[Page]:
    """Give a list for each of these kinds; of judgements only when there are any."""
    for kind, name, group, place, keys in _REGISTERS:
        if kind != "judgement" or edition.book.ids(kind):
            make = partial(_make, edition, kind, name, keys)
            yield Page(f"{name}.html", "list", edition.words(f"{name}.title"), make, group, place)


def _make(edition: Edition, kind: str, name: str, keys: tuple[str, ...]) -> Mapping[str, Any]:
    words, cells, shape = edition.words, edition.cells(""), shape_of(kind)
    records = [record for record in edition.registers if record.kind == kind]
    if kind not in _BY_NUMBER:
        records.sort(key=lambda record: fold(edition.names.record(record)))
    rows: list[list[Sorted]] = []
    for record in records:
        title = _title(edition, record)
        if record.fits:
            value = in_language(record.document.value, edition.language)
            rows.append([(title, ""), *(_cell(cells, shape.properties[key], value.get(key)) for key in keys)])
        else:
            rows.append(
                [(title, ""), (badge(words("misfit.badge"), "bad"), ""), *([EMPTY] * (len(keys) - 1))]
            )
    columns = [
        Column(words("column.name")),
        *(Column(str(cells.label(shape.properties[key])), "t" if key in _TEXTS else "") for key in keys),
    ]
    if kind == "dictionary":
        columns.insert(2, Column(words("column.filled"), "n"))
        shares = _shares(edition)
        for record, row in zip(records, rows, strict=True):
            row.insert(2, shares.get(record.id, EMPTY))
    sizes = members(edition.results) if kind == "segment" else None
    if sizes is not None:
        columns.insert(2, Column(words("column.members"), "n"))
        for record, row in zip(records, rows, strict=True):
            size = sizes.get(record.id, 0)
            row.insert(2, keyed(edition.write.number(size), size))
    return {
        "title": words(f"{name}.title"),
        "intro": words(f"{name}.intro"),
        "listing": Listing.of(columns, rows),
    }


def _title(edition: Edition, record: Record) -> Markup:
    """Give the name of a record as a link; of a judgement the two numbers, with who they are."""
    title = link(links.href(edition.page_of(record)), edition.names.record(record))
    if record.kind != "judgement" or not record.fits:
        return title
    value = record.document.value
    found = [edition.book.find("relation", value[side]) for side in ("a", "b")]
    names = [
        edition.names.record(one) for one in found if one is not None and edition.names.record(one) != one.id
    ]
    return joined(" ", [span_of("nb", title), span("under", ", ".join(names))])


def _shares(edition: Edition) -> dict[str, Sorted]:
    """Give how many relations have what each entry of the dictionary names: of several fields the fullest."""
    found: dict[str, int] = {}
    for one in edition.cells("").once("quality", lambda: fields(edition)):
        if one.applies:
            found[one.entry] = max(found.get(one.entry, 0), 100 * one.filled // one.applies)
    return {entry: keyed(edition.write.percent(share), share) for entry, share in found.items()}


def _cell(cells: Cells, shape: Shape, value: Any) -> Sorted:
    if value is None:
        return EMPTY
    if shape.name == "terms":
        return keyed(str(len(value)), len(value))
    if shape.name == "checklist":
        return keyed(f"{sum('answer' in one for one in value.values())} / {len(shape.properties)}")
    if shape.name == "decision":
        return (cells.choice("outcome", value["outcome"]), "") if "outcome" in value else EMPTY
    if shape.name == "retention":
        return keyed(kept(cells.edition, value))
    if shape.items is not None and shape.items.type is Type.TEXT and not shape.items.choices:
        return items([cells.of(shape.items)(one, cells.edition.plain_scope) for one in value]), ""
    if set(shape.properties) == {"nl", "en"}:
        return keyed(cells.edition.names.translated(value))
    cell = cells.of(shape)(value, cells.edition.plain_scope)
    return keyed(cell, value) if shape.type is Type.DATE else (cell, "")
