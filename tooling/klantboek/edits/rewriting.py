"""An edited document as a file to write: the bytes that were read, and those that come in their place."""

from codecs import BOM_UTF8
from pathlib import Path

from klantboek.edits.unwritten import UnwrittenError
from klantboek.edits.writing import Rewrite
from klantboek.yaml import Document


def rewrite(file: Path, before: Document, after: Document) -> Rewrite:
    """Give the rewrite of a file that was read as ``before``; a byte order mark stays.

    Raises UnwrittenError when the file holds something else by now.
    """
    old = file.read_bytes()
    mark = BOM_UTF8 if old.startswith(BOM_UTF8) else b""
    if old[len(mark) :] != before.text.encode():
        raise UnwrittenError(file.name, "was changed in the meantime", "Run the command again.")
    return Rewrite(file, old, mark + after.text.encode())
