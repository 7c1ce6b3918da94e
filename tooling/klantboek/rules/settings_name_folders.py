"""KB114, the settings of lint name folders that exist."""

import os
from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.attachments import FOLDER
from klantboek.errors import nearest
from klantboek.rules import Problem, rule


@rule("KB114", requirement="M64", registers_only=True)
def settings_name_folders(book: Book) -> Iterator[Problem]:
    """The folders that have settings of lint of their own in book.yaml exist, and each is named once.

    Settings for a folder that was misspelt or moved hold nowhere, and nobody notices.

    Bad: `{book.yaml: {lint: {folders: [{folder: relation, ignore: [KB5]}]}}}`

    Good: `{book.yaml: {lint: {folders: [{folder: relations, ignore: [KB5]}]}}}`
    """
    seen: set[str] = set()
    for one in book.settings.lint.folders:
        folder = one.folder.rstrip("/")
        if folder in seen:
            yield Problem(
                one, "folder", f"the folder {folder} stands here twice", "Put its settings together."
            )
        elif book.state_of(folder) != FOLDER:
            near = nearest(folder, _folders(book))
            advice = f"Did you mean {near!r}?" if near else "Name a folder below that of book.yaml."
            yield Problem(one, "folder", f"there is no folder {folder} in this book", advice)
        seen.add(folder)


def _folders(book: Book) -> Iterator[str]:
    for folder, folders, _ in os.walk(book.root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (os.path.relpath(os.path.join(folder, name), book.root) for name in folders)  # noqa: PTH118 -- walks as text
