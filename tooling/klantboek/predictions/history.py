"""What git's history shows of a field: in how many versions of relations its value was not as it is defined."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from klantboek.book import Book
from klantboek.book.book import RELATION
from klantboek.book.dictionary import Dictionary
from klantboek.book.reading import fine_record, read_record
from klantboek.errors import KlantboekError
from klantboek.git import GitError, contents, git, listed
from klantboek.predictions.named import wrong_fields
from klantboek.shapes import KINDS

_REGULAR = {"100644", "100755"}
_AT_ONCE = 500


class HistoryError(KlantboekError):
    """Git's history of the book can't be read."""

    exit_code = 27

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The history of the book can't be read: {reason}",
            "The book must lie in a git repository, with its whole history: fetch-depth: 0 in CI.",
        )


@dataclass(frozen=True)
class History:
    """How many versions of relations git has, and in how many of them each field was wrong by today's definition."""

    versions: int
    wrong: Counter[str]


def history(book: Book) -> History:
    """Check every version of every relation that git has, each content once. Raises HistoryError."""
    dictionary = Dictionary(book)
    try:
        versions = _versions(book.root)
        wrong: Counter[str] = Counter()
        for start in range(0, len(versions), _AT_ONCE):
            for name, content in _contents(book.root, versions[start : start + _AT_ONCE]):
                if fine_record(RELATION, PurePosixPath(name).stem, content, name) is None:
                    record = read_record(RELATION, PurePosixPath(name).stem, content, name)
                    wrong.update(wrong_fields(record, dictionary))
    except GitError as error:
        raise HistoryError(str(error)) from error
    return History(len(versions), wrong)


def _versions(root: Path) -> list[tuple[str, str]]:
    """Give the content id of each version with the name of its file, in order of the ids."""
    folder = KINDS[RELATION].folder
    entries = listed(
        git(root, "log", "--raw", "-z", "--no-renames", "--no-abbrev", "--format=", "--", folder)
    )
    found: dict[str, str] = {}
    for facts, name in zip(entries[::2], entries[1::2], strict=False):
        _, mode, _, content, _ = facts.split()
        if mode in _REGULAR and name.endswith((".yaml", ".yml")):
            found.setdefault(content, name)
    return sorted(found.items())


def _contents(root: Path, versions: Sequence[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    found = contents(root, [content for content, _ in versions])
    return zip((name for _, name in versions), found, strict=True)
