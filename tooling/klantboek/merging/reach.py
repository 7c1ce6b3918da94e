"""How far a change of a relation reaches: the part of a book that has to be read for it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from klantboek.book import Book
from klantboek.book.files import content_of
from klantboek.linting import Way, check_book
from klantboek.linting.checked import Checked
from klantboek.linting.examine import is_usual
from klantboek.merging.proof import Linting

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Reach:
    """A part of a book, and what lint finds in the whole.

    The part has all registers, and of the relations: those that were asked for, all in which one of their numbers
    stands, those that don't fit, and those that judgements are about.
    """

    book: Book
    lint: Linting


def reach(
    root: Path,
    as_of: date | None,
    today: date | None,
    numbers: Iterable[str],
    told: Progress | None = None,
) -> Reach:
    """Read what a change of these numbers can reach; the day is chosen as ``book.load`` chooses it.

    Raises what ``book.load`` raises.
    """
    asked = tuple(numbers)
    checked = check_book(root, as_of, today, way=Way(progress=told, about=asked))
    known, odd = checked.known, [one for one in asked if not is_usual(one)]
    files = {*known.naming, *known.misfits, *checked.book.judged(asked), *_spelt(checked, odd)}
    return Reach(checked.read(files), Linting(checked.registers, checked.findings))


def _spelt(checked: Checked, numbers: list[str]) -> Iterator[str]:
    """Give the files in which one of these stands, by looking into all of them."""
    wanted = [one.encode() for one in numbers]
    for name in checked.book.relations.names if wanted else ():
        with suppress(OSError):
            content = content_of(checked.root / name)
            if any(one in content for one in wanted):
                yield name
