"""From the page of a record to its file, and to the line of each thing that the page tells."""

from collections.abc import Container
from itertools import groupby, pairwise

from markupsafe import Markup

from klantboek.book.record import Record
from klantboek.handbook import links
from klantboek.handbook.cells import Cells
from klantboek.handbook.markup import harmless, vouched

# Keys that have no section: the head of a page tells them.
_ABOVE = frozenset(["number", "kind", "roles", "status", "since", "owner"])


def source(cells: Cells, record: Record, only: Container[str] | None = None) -> Markup:
    """Give the file of a record, and where it can be edited; ``only`` names the lists that the page tells.

    A script puts a link to its line at each section and at each item of a list: see ``editing.js``.
    """
    edition = cells.edition
    edit = edition.edit_link(record.file)
    way = ""
    if edit:
        word, told = cells.word("record.edit_here"), _lines(record, only)
        lines = f'data-word="{word}" data-lines="{links.line_sign(edit)}{told}"'
        way = f'<a href="{harmless(edit)}" {lines}>{cells.word("record.edit")}</a>'
    return vouched(f"<span class=source><code>{harmless(edition.named(record.file))}</code>{way}</span>")


def _lines(record: Record, only: Container[str] | None) -> str:
    """Give the line of each key, and how far each item of its list is below the one before: ``1 8*30``."""
    told: list[str] = []
    for key, lines in record.document.lines_of_keys.items():
        if key not in _ABOVE and (only is None or key in only):
            told += " ", key, " ", str(lines[0])
            for step, times in groupby([line - above for above, line in pairwise(lines)]):
                size = len(list(times))
                told.append(f" {step}*{size}" if size > 1 else f" {step}")
    return "".join(told)
