"""What ``merge``, ``renumber`` and ``retire`` share: what they are asked, what they read, write and say."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from klantboek.cli.changing import check_staff, diff_option, dirty_option, recover, write
from klantboek.cli.options import book_options, today
from klantboek.cli.screen import prefix_of
from klantboek.plain import plain

if TYPE_CHECKING:
    from klantboek.book import Book, Record
    from klantboek.merging.plan import Mention, Plan
    from klantboek.merging.reach import Reach

_by_option = click.option(
    "--by",
    metavar="CODE",
    envvar="KLANTBOEK_BY",
    default="",
    help="Who does this: a staff code of book.yaml. [default: KLANTBOEK_BY, or nobody]",
)


def number_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add ``--by``, ``--diff``, ``--allow-dirty``, ``--book`` and ``--as-of``; the command gets them as ``asked``."""

    @_by_option
    @diff_option
    @dirty_option
    @book_options
    @wraps(command)
    def asking(
        *, by: str, diff: bool, allow_dirty: bool, folder: Path | None, as_of: datetime | None, **others: Any
    ) -> None:
        command(asked=Numbering(by, diff, allow_dirty, folder, as_of), **others)

    return asking


@dataclass(frozen=True)
class Numbering:
    """What is asked of a command that merges, moves or ends numbers."""

    by: str
    diff: bool
    allow_dirty: bool
    folder: Path | None
    as_of: datetime | None

    @cached_property
    def root(self) -> Path:
        """The folder of the book."""
        from klantboek.book import find_book

        return find_book(self.folder or Path.cwd())

    @property
    def prefix(self) -> str:
        """What stands before a file of the book where it is told."""
        return prefix_of(self.root)

    def around(self, *numbers: str) -> "Reach":
        """Read as much of the book as a change of these numbers can reach, a write that was stopped finished first.

        Raises UnknownNameError when nobody of the book has the staff code.
        """
        from klantboek.cli.progress import progress
        from klantboek.merging.reach import reach

        if not self.diff:
            recover(self.root.parent)
        with progress("Checked", "relations") as told:
            found = reach(self.root, self.as_of.date() if self.as_of else None, today(), numbers, told)
        check_staff(found.book, self.by)
        return found

    def carry_out(self, plan: "Plan") -> None:
        """Write what is planned, or show it."""
        from klantboek.rules.baseline import FILE

        if self.diff:
            for old, new in plan.changed:
                for line in _difference(plan.book, old, new):
                    click.echo(line)
            return
        write(plan.book.project, plan.rewrites, allow_dirty=self.allow_dirty)
        if plan.moved and (plan.book.project / FILE).is_file():
            click.echo(
                "Findings that were accepted go by number: klantboek lint --accept puts the list right."
            )

    def say_moved(self, moved: Iterable[tuple[str, int]]) -> None:
        """Say in which files references are others now."""
        for file, count in moved:
            click.echo(f"changed  {plain(self.prefix + file)}  {count} reference{'' if count == 1 else 's'}")

    def say_mentions(self, number: str, mentions: "Iterable[Mention]", unread: Iterable[str]) -> None:
        """Say where texts still name a number, and which files could not be searched."""
        for one in mentions:
            click.echo(f"named in words  {plain(self.prefix + one.file)}:{one.line}  {number} was left there")
        for file in unread:
            click.echo(
                f"not searched  {plain(self.prefix + file)}  it can't be read or does not fit its schema"
            )


def _difference(book: "Book", old: "Record | None", new: "Record | None") -> Iterator[str]:
    from klantboek.edits.differences import differences

    name = new.file if new is not None else old.file if old is not None else ""
    before, after = (one.document.text if one is not None else "" for one in (old, new))
    return differences(book.shown(name), before, after)
