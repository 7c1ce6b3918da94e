"""What refers to a record, gathered by the property that does."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from klantboek.book.record import Record
from klantboek.handbook import links
from klantboek.handbook.backlinks import Backlink
from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.markup import escaped, joined, link
from klantboek.handbook.renaming import link_to
from klantboek.shapes import shape_of

# Of one property so many are named; nobody reads ten thousand names in a row.
MOST = 100


def related(
    edition: Edition, record: Record, cells: Cells, but: Sequence[str] = ()
) -> list[tuple[Markup, Markup]]:
    """Give (property, links to the records that name this one in it), without the properties ``but``."""
    found: dict[str, dict[str, Backlink]] = {}
    for back in edition.backlinks.to(record.kind, record.id, but):
        if back.file != record.file:
            found.setdefault(back.path, {}).setdefault(back.file, back)
    return [
        (escape(_title(edition, path)), _links(edition, list(places.values()), cells.root))
        for path, places in sorted(found.items())
    ]


def _links(edition: Edition, found: Sequence[Backlink], root: str) -> Markup:
    shown = [_link(edition, back, root) for back in found[:MOST]]
    if more := len(found) - len(shown):
        shown.append(escaped(edition.words("related.more", count=edition.write.number(more))))
    return joined(", ", shown)


def _link(edition: Edition, back: Backlink, root: str) -> Markup:
    """Give a link to the place; of a tie it says how the other is tied to this one, as its own record puts it."""
    record = edition.files[back.file]
    if not back.told:
        return link_to(edition, record, root, back.where)
    page = f"{root}{links.href(edition.page_of(record))}#{back.where}"
    kind = edition.words.choice("kind", back.told)
    return link(page, f"{edition.names.record(record)} ({kind})")


def _title(edition: Edition, path: str) -> str:
    """Name a property by its kind of record and the way to it."""
    kind, *steps = path.split(".")
    shape, titles = shape_of(kind), []
    for step in steps:
        properties = shape.properties or (shape.items.properties if shape.items is not None else {})
        shape = properties[step]
        titles.append(edition.title_of(shape))
    return f"{edition.words(f'kind.{kind}')}: {', '.join(titles)}"
