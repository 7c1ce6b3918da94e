"""The one layout of this house, laid over a document: order of keys, spaces, quotes, line ends."""

import re

from klantboek.changes import Order
from klantboek.edits.indentation import indentation
from klantboek.edits.lines import newline
from klantboek.edits.ordering import ordered
from klantboek.edits.outline import outline
from klantboek.edits.spacing import spacing
from klantboek.edits.splice import Splice, attempted
from klantboek.yaml import Document

_LAST = re.compile(r"\s*\Z")


def formatted(document: Document, order: Order) -> Document:
    """Give the document in the layout of this house; its values, comments and empty lines stay.

    What can't be changed without risk stays as it is. A document with faults is given back unchanged.
    """
    document = ordered(document, order)
    for layout in (spacing, indentation):
        root = None if document.faults else outline(document)
        if root is None:
            return document
        document = attempted(document, layout(document.text, root))
    return attempted(document, _last_line(document.text))


def _last_line(text: str) -> list[Splice]:
    found = _LAST.search(text)
    start = found.start() if found else len(text)
    return [Splice(start, len(text), newline(text))] if text[start:] != newline(text) else []
