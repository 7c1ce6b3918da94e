"""The relations of a book by their files: names and numbers only, for there may be very many."""

from collections.abc import Collection, Iterable, Iterator

from klantboek.book.book import RELATION
from klantboek.book.files import BookFile


class Relations:
    """The files of relations, in the order of the book; each is known by its name below the book."""

    def __init__(self, root: str, files: Iterable[BookFile]) -> None:
        """Take the files that are read."""
        self._root = root
        self.names: list[str] = []
        self._by_number: dict[str, str] = {}
        # Numbers of which there is more than one file, with those files but the first.
        self._more: dict[str, list[str]] = {}
        for file in files:
            number = file.stem
            self.names.append(file.name)
            if self._by_number.setdefault(number, file.name) is not file.name:
                self._more.setdefault(number, []).append(file.name)

    def __len__(self) -> int:
        return len(self.names)

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a file of this name."""
        if not isinstance(name, str):
            return False
        number = number_of(name)
        return self._by_number.get(number) == name or name in self._more.get(number, ())

    @property
    def numbers(self) -> Collection[str]:
        """The numbers that the files are named by."""
        return self._by_number.keys()

    @property
    def several(self) -> list[str]:
        """The numbers of which there is more than one file, in order."""
        return sorted(self._more)

    def own(self, number: str) -> str | None:
        """Give the file of a number that has one file; None for any other."""
        return None if number in self._more else self._by_number.get(number)

    def file(self, name: str) -> BookFile:
        """Give a file by its name."""
        # The name of a file that is read is its path as well.
        return BookFile(self._root, name, name, RELATION, "")

    def with_number(self, number: str) -> Iterator[str]:
        """Give the files that are named by a number."""
        if number in self._by_number:
            yield self._by_number[number]
            yield from self._more.get(number, ())


def number_of(name: str) -> str:
    """Give the number that a file is named by."""
    return name.rpartition("/")[2].rpartition(".")[0]
