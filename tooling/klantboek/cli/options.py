"""Options that several commands share."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from klantboek.book import Book

_Command = Callable[..., Any]
# The years in which a day can count as today.
_FIRST, _LAST = 1900, 2199


class _Day(click.DateTime):
    """A date, with a message that shows one when it is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Give the date as a moment, as click does; days are counted from it in both directions."""
        try:
            day = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is not a date such as 2026-11-20.", param, ctx)
        if not _FIRST <= day.year <= _LAST:
            self.fail(f"{value!r} is not a day between {_FIRST} and {_LAST}.", param, ctx)
        return day


book_option = click.option(
    "--book",
    "folder",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    envvar="KLANTBOEK_BOOK",
    help="The folder of the book. [default: the one around the current folder]",
)


def book_options(command: _Command) -> _Command:
    """Add ``--book`` and ``--as-of``: pass both to ``open_book``."""
    command = click.option(
        "--as-of",
        type=_Day(["%Y-%m-%d"]),
        metavar="DATE",
        help="The day that counts as today. [default: as_of in book.yaml, or else today]",
    )(command)
    return book_option(command)


def edition_options(command: _Command) -> _Command:
    """Add ``--language`` and ``--audience``, which say what handbook is meant."""
    command = click.option(
        "--audience",
        default="",
        metavar="NAME",
        help="Only what this audience of book.yaml may see. [default: everything]",
    )(command)
    return click.option(
        "--language",
        type=click.Choice(["nl", "en"]),
        help="The language of the pages. [default: the book's first]",
    )(command)


def open_book(folder: Path | None, as_of: datetime | None) -> "Book":
    """Find and read the book that the options name; once, though several steps of one command ask for it."""
    from klantboek.book import find_book, load

    root = find_book(folder or Path.cwd())
    day = as_of.date() if as_of else None
    read = click.get_current_context().find_root().ensure_object(dict)
    if (root, day) not in read:
        read[root, day] = load(root, day, today())
    found: Book = read[root, day]
    return found


def open_pages(folder: Path | None, as_of: datetime | None) -> "Book":
    """Give the book that the options name as its pages need it, which takes less than ``open_book``."""
    from klantboek.book import find_book
    from klantboek.handbook.reading import read_for_pages

    root = find_book(folder or Path.cwd())
    day = as_of.date() if as_of else None
    read = click.get_current_context().find_root().ensure_object(dict)
    found: Book = read.get((root, day)) or read_for_pages(root, day, today())
    return found


def forget_books() -> None:
    """Let the next ``open_book`` of this command read its files again."""
    click.get_current_context().find_root().ensure_object(dict).clear()


def today() -> date:
    """Give today's date: the one place where the clock is read."""
    return datetime.now(UTC).astimezone().date()
