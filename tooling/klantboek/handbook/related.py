"""What refers to a record, gathered by the property that does."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from klantboek.book.record import Record
from klantboek.handbook import links
from klantboek.handbook.backlinks import Backlink
from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.markup import link
from klantboek.shapes import shape_of


def related(
    edition: Edition, record: Record, cells: Cells, but: Sequence[str] = ()
) -> list[tuple[Markup, Markup]]:
    """Give (property, links to the records that name this one in it), without the properties ``but``."""
    found: dict[str, dict[str, Markup]] = {}
    for back in edition.backlinks.to(record.kind, record.id, but):
        if back.record is not record:
            page = f"{cells.root}{links.href(edition.page_of(back.record))}#{back.where}"
            places = found.setdefault(back.path, {})
            places.setdefault(
                back.record.file, link(page, edition.names.record(back.record) + _kind(edition, back))
            )
    return [
        (escape(_title(edition, path)), Markup(", ").join(places.values()))
        for path, places in sorted(found.items())
    ]


def _kind(edition: Edition, back: Backlink) -> str:
    """Say how a relation is tied to this one, as its own record puts it."""
    return f" ({edition.words.choice('kind', back.told)})" if back.told else ""


def _title(edition: Edition, path: str) -> str:
    """Name a property by its kind of record and the way to it."""
    kind, *steps = path.split(".")
    shape, titles = shape_of(kind), []
    for step in steps:
        properties = shape.properties or (shape.items.properties if shape.items is not None else {})
        shape = properties[step]
        titles.append(edition.title_of(shape))
    return f"{edition.words(f'kind.{kind}')}: {', '.join(titles)}"
