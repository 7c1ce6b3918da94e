"""The page of a record of any other kind, and the page of one that does not fit its schema."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from markupsafe import escape

from klantboek.book.record import Record
from klantboek.handbook.buyers import buyers
from klantboek.handbook.cells import TONE, Cells
from klantboek.handbook.derived import derived_section
from klantboek.handbook.editing import source
from klantboek.handbook.edition import Edition
from klantboek.handbook.fields import field_name
from klantboek.handbook.findings import finding_rows
from klantboek.handbook.layout import Section, section
from klantboek.handbook.markup import NOTHING, badge, flow, pairs, run, vouched
from klantboek.handbook.members import members
from klantboek.handbook.page import Page
from klantboek.handbook.quality import fields
from klantboek.handbook.related import related
from klantboek.handbook.scope import scope
from klantboek.handbook.translated import in_language
from klantboek.shapes import KINDS, Shape, Type, shape_of

_HOME = {
    "book": "company.html",
    "judgement": "judgements.html",
    "dictionary": "dictionary.html",
    "processing": "processing.html",
}


def pages(edition: Edition) -> Iterator[Page]:
    """Give a page for each record that is no relation."""
    for record in edition.registers:
        above = _HOME.get(record.kind, f"{KINDS[record.kind].folder}.html")
        title = edition.names.record(record)
        if not record.fits:
            yield _misfit_page(edition, record, above)
        elif record.kind == "book":
            yield Page(
                edition.page_of(record),
                "record",
                edition.words("company.title"),
                partial(_make, edition, record),
                "quality",
                50,
            )
        else:
            yield Page(
                edition.page_of(record), "record", title, partial(_make, edition, record), active=above
            )


def pages_of(edition: Edition, records: Sequence[Record]) -> Iterator[Page]:
    """Give the pages of relations that do not fit their schema."""
    for record in records:
        if not record.fits:
            yield _misfit_page(edition, record, "relations.html")


def _misfit_page(edition: Edition, record: Record, above: str) -> Page:
    title = edition.names.record(record)
    make = partial(_misfit, edition, record)
    return Page(edition.page_of(record), "misfit", title, make, active=above, record=record)


def _make(edition: Edition, record: Record) -> Mapping[str, Any]:
    root = "../" * edition.page_of(record).count("/")
    cells, value = edition.cells(root), in_language(record.document.value, edition.language)
    status = value.get("status")
    return {
        "title": edition.names.record(record),
        "kind": edition.words(f"kind.{record.kind}"),
        "code": record.id,
        "badges": [badge(edition.words.choice("status", status), TONE.get(status, ""))]
        if isinstance(status, str)
        else [],
        "texts": [value[key] for key in ("description", "definition") if key in value],
        "sections": list(_sections(edition, record, value, cells)),
        "source": source(cells, record),
    }


def _sections(edition: Edition, record: Record, value: Mapping[str, Any], cells: Cells) -> Iterator[Section]:
    shape, own = shape_of(record.kind), scope(edition, record)
    nested = [name for name, sub in shape.properties.items() if name in value and _is_nested(sub)]
    yield Section(
        "about",
        edition.words("record.about"),
        flow(cells.facts(shape, value, own, frozenset([*nested, "description", "definition"]))),
    )
    if record.kind == "dictionary" and "checklist" in value:
        yield _checklist(edition, cells, value["checklist"])
        nested.remove("checklist")
    if record.kind == "dictionary":
        yield from _measured(edition, cells, record)
    yield from derived_section(cells, record.kind, record.id)
    if record.kind == "product":
        yield from buyers(edition, record, cells)
    if record.kind == "segment":
        yield from members(edition, record.id, cells)
    for name in nested:
        yield section(cells, shape.properties[name], value[name], own)
    rows = related(edition, record, cells, but=("relation.orders.lines.product",))
    if rows:
        yield Section("related", edition.words("relation.related"), flow(rows), len(rows))
    found = edition.findings_of(record)
    if found:
        yield Section(
            "findings",
            edition.words("findings.title"),
            finding_rows(edition, found, cells),
            len(found),
            template="findings",
        )


def _is_nested(shape: Shape) -> bool:
    if shape.items is not None:
        return shape.items.type is Type.OBJECT
    has_lists = any(
        sub.items is not None and sub.items.type is Type.OBJECT for sub in shape.properties.values()
    )
    return shape.type is Type.OBJECT and (has_lists or len(shape.properties) > 4)  # noqa: PLR2004 -- more is no line


def _checklist(edition: Edition, cells: Cells, value: Mapping[str, Any]) -> Section:
    """Give the eight questions in their order, also the ones without an answer."""
    shape = shape_of("dictionary").properties["checklist"]
    rows = []
    for name, sub in shape.properties.items():
        answer = value.get(name, {})
        given = (
            badge(edition.words.choice("answer", answer["answer"]), _ANSWERS.get(answer["answer"], ""))
            if "answer" in answer
            else NOTHING
        )
        rows.append((cells.label(sub), given, escape(answer.get("because", ""))))
    return Section("checklist", cells.label(shape), rows, template="checklist")


def _measured(edition: Edition, cells: Cells, record: Record) -> Iterator[Section]:
    """Give what was measured of the fields that an entry names."""
    words, number = edition.words, edition.write.number
    lines = []
    for one in cells.once("quality", lambda: fields(edition)):
        if one.entry != record.id or not one.applies:
            continue
        facts = [
            (
                words("column.filled"),
                words("quality.share", part=number(one.filled), whole=number(one.applies)),
            )
        ]
        if one.dated:
            facts.append(
                (
                    words("column.fresh"),
                    words("quality.share", part=number(one.fresh), whole=number(one.dated)),
                )
            )
        if one.findings:
            facts.append((words("column.findings"), number(one.findings)))
        if one.figures and one.figures.distinct:
            facts.append((words("column.distinct"), number(one.figures.distinct)))
        if one.figures and one.figures.verdict:
            facts.append((words("column.predicts"), words(f"predicts.{one.figures.verdict}")))
        told = run([(escape(label), escape(text)) for label, text in facts])
        lines.append((escape(field_name(edition, one.field)), told))
    if lines:
        yield Section(
            "measured", words("dictionary.measured"), vouched(f'<dl class="derived">{pairs(lines)}</dl>')
        )


_ANSWERS = {"yes": "good", "no": "bad", "partly": "warn", "unknown": "warn"}


def _misfit(edition: Edition, record: Record) -> Mapping[str, Any]:
    root = "../" * edition.page_of(record).count("/")
    found = edition.findings_of(record)
    return {
        "title": edition.names.record(record),
        "kind": edition.words(f"kind.{record.kind}"),
        "code": record.id,
        "rows": finding_rows(edition, found, edition.cells(root)),
        "lines": record.document.text.splitlines(),
        "wrong": {finding.place.line for finding in found},
        "source": edition.named(record.file),
        "edit": edition.edit_link(record.file),
    }
