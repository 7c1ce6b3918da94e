"""The pages of an edition rendered and written: of the relations only those whose inputs changed."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from klantboek.book.record import Record
from klantboek.handbook import output
from klantboek.handbook.edition import Edition
from klantboek.handbook.inputs import Inputs
from klantboek.handbook.kept import Kept, Written
from klantboek.handbook.page import Page, relation_pages
from klantboek.handbook.site import Site

if TYPE_CHECKING:
    from jinja2 import Environment

# So many relations are at hand at a time.
_AT_ONCE = 200


@dataclass(frozen=True)
class Press:
    """What pages are rendered with, and the folder that they go to."""

    site: Site
    env: "Environment"
    folder: Path

    def page(self, page: Page) -> str:
        """Render and write a page; give its file."""
        output.write(self.folder / page.file, self.site.render(self.env, page))
        return page.file

    def written(self, page: Page) -> Written:
        """Render and write a page; give how it stands on disk."""
        file = self.page(page)
        return Written.of(file, os.stat(f"{self.folder}/{file}"))  # noqa: PTH116 -- a Path for each page is dear


def print_relations(
    press: Press, edition: Edition, kept: Kept, inputs: Inputs, told: Callable[[int], None]
) -> Iterator[str]:
    """Render the pages of relations that are not what they must be, and give the files of all."""
    relations = edition.relations
    for start in range(0, len(relations), _AT_ONCE):
        some = relations[start : start + _AT_ONCE]
        edition.take(some)
        yield from _some(press, edition, kept, inputs, some)
        told(min(start + _AT_ONCE, len(relations)))


def _some(
    press: Press, edition: Edition, kept: Kept, inputs: Inputs, some: Sequence[Record]
) -> Iterator[str]:
    known = kept.before([record.file for record in some])
    for record, made_from in zip(some, inputs.of(some), strict=True):
        before, pages = known.get(record.file, ("", []))
        if before != made_from or not all(_stands(press.folder, one) for one in pages):
            pages = [press.written(page) for page in relation_pages(edition, record)]
            kept.note(record.file, made_from, pages)
        for one in pages:
            yield one.page


def _stands(folder: Path, one: Written) -> bool:
    """Tell whether a page is as it was written."""
    try:
        return Written.of(one.page, os.stat(f"{folder}/{one.page}")) == one  # noqa: PTH116 -- the same
    except OSError:
        return False
