"""How ``klantboek duplicates`` reads a book and searches it: here, on Spark, or only what changed."""

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from klantboek.cli.options import today

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from klantboek.duplicates import Duplicates, Judged, Pair
    from klantboek.linting.comparing import Comparable
    from klantboek.linting.since import Compared

_INDEX = "duplicates"


@dataclass(frozen=True)
class Way:
    """How a book is searched: ``spark`` is where Spark runs, "" for this machine."""

    minimum: float
    revision: str | None = None
    spark: str = ""


def searched(there: "Comparable", way: Way) -> "Compared":
    """Search the whole book, and keep what a search of what changed takes."""
    from klantboek.duplicates.judgements import judged
    from klantboek.duplicates.since import of_relations, search_all
    from klantboek.linting.kept import kept_file
    from klantboek.linting.since import Compared

    root, said = there.book.source.root, judged(there.part())
    if way.spark:
        found = _on_spark(there, said, way)
    else:
        kept = kept_file(root, _INDEX)
        found = search_all(there.features, said, kept, way.minimum, there.contents)
    if way.revision is not None:
        found = of_relations(found, _changed(root, way.revision))
    return Compared(found, there.part(numbers_in(found.pairs)), there.compared, there.misfits)


def _on_spark(there: "Comparable", said: "Sequence[Judged]", way: Way) -> "Duplicates":
    from klantboek.aggregates.spark import NoSparkError, session
    from klantboek.duplicates.spark import duplicates_on_spark, session_settings

    try:
        more = session_settings()
    except ImportError as error:
        raise NoSparkError(f"the package {error.name} is not installed") from None
    with session(way.spark, more) as spark:
        return duplicates_on_spark(spark, there.features, said, way.minimum)


def searched_since(
    folder: Path | None, as_of: datetime | None, revision: str, minimum: float
) -> "Compared | None":
    """Compare only what changed, when an earlier search left what that takes."""
    from klantboek.book import find_book
    from klantboek.linting.kept import kept_file
    from klantboek.linting.since import compared_since

    root = find_book(folder or Path.cwd())
    changed = _changed(root, revision)
    day = as_of.date() if as_of else None
    return compared_since(root, day, today(), kept_file(root, _INDEX), changed, minimum)


@contextmanager
def opened(folder: Path | None, as_of: datetime | None) -> "Iterator[Comparable]":
    """Give the book to search, with a line on the terminal while it is read."""
    from klantboek.book import find_book
    from klantboek.cli.progress import progress
    from klantboek.linting.comparing import comparable

    root, day = find_book(folder or Path.cwd()), as_of.date() if as_of else None
    with ExitStack() as stack:
        with progress("Read", "relations") as told:
            there = stack.enter_context(comparable(root, day, today(), told))
        yield there


def numbers_in(pairs: "Iterable[Pair]") -> set[str]:
    """Give the numbers of the relations that pairs are of."""
    return {number for pair in pairs for number in (pair.a, pair.b)}


def _changed(root: Path, revision: str) -> frozenset[str]:
    from klantboek.review import changed_lines

    return frozenset(Path(name).stem for name in changed_lines(root, revision))
