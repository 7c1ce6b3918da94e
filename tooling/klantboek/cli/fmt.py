"""``klantboek fmt``: the records in one layout."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from klantboek.cli.changing import diff_option, dirty_option, recover, show_difference, write
from klantboek.cli.options import book_option
from klantboek.cli.paths import around, files_within
from klantboek.cli.screen import prefix_of
from klantboek.plain import plain

if TYPE_CHECKING:
    from klantboek.edits.writing import Rewrite
    from klantboek.yaml import Document


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when something would change.")
@diff_option
@dirty_option
@book_option
def command(
    paths: tuple[Path, ...],
    check: bool,  # noqa: FBT001 -- click passes flags by name
    diff: bool,  # noqa: FBT001
    allow_dirty: bool,  # noqa: FBT001
    folder: Path | None,
) -> None:
    """Lay the records out in one way.

    Keys come in the order of the schema, with one space after colons and commas, two spaces for each
    level, quotes around what another program would read as a number, a date or a yes, and one line end at
    the end. Values, comments, empty lines and long texts stay as they are. With PATHS only these files and
    folders.

    Exits 0; with --check or --diff 1 when something would change; 1 as well when a file can't be read.
    """
    from klantboek.book import find_book
    from klantboek.book.book import shown

    root = find_book(folder or around(paths) or Path.cwd())
    only_looks = check or diff
    if not only_looks:
        recover(root.parent)
    changed, unreadable, total = _laid_out(root, paths)
    for before, after, _ in changed:
        if diff:
            show_difference(shown(root, before.name), before, after)
    if not only_looks:
        write(root.parent, [one for _, _, one in changed], allow_dirty=allow_dirty)
    _tell(
        prefix_of(root), [before.name for before, _, _ in changed], unreadable, total, only_looks=only_looks
    )
    sys.exit(1 if unreadable or (only_looks and changed) else 0)


def _laid_out(
    root: Path, paths: tuple[Path, ...]
) -> tuple[list[tuple["Document", "Document", "Rewrite"]], list[str], int]:
    """Give the files that change, as they are and as they would be; those that can't be read; how many there are."""
    from klantboek.book.files import content_of, files_of
    from klantboek.edits.formatting import formatted
    from klantboek.edits.rewriting import rewrite
    from klantboek.shapes.order import order_of
    from klantboek.yaml import read

    files = [file for file in files_of(root) if not file.refused and file.kind is not None]
    wanted = files_within([file.name for file in files], root, paths)
    changed, unreadable = [], []
    for file in files:
        if file.name not in wanted or file.kind is None:
            continue
        before = read(content_of(file.path), file.name)
        after = formatted(before, order_of(file.kind))
        if before.faults:
            unreadable.append(file.name)
        elif after.text != before.text:
            changed.append((before, after, rewrite(file.path, before, after)))
    return changed, unreadable, len(wanted)


def _tell(prefix: str, changed: list[str], unreadable: list[str], total: int, *, only_looks: bool) -> None:
    for name in changed:
        click.echo(f"{'would change' if only_looks else 'changed'}  {plain(prefix + name)}")
    for name in unreadable:
        click.echo(f"can't be read  {plain(prefix + name)}")
    would = "would change" if only_looks else "changed"
    click.echo(f"{total:,} {'file' if total == 1 else 'files'}: {len(changed):,} {would}.")
    if unreadable:
        click.echo(f"Next: klantboek lint says what is wrong with {plain(prefix + unreadable[0])}.")
