"""What an edition of a book on disk draws from: an index, a shelf of relations, and figures in their database."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from klantboek.book import Book
from klantboek.handbook.asking import ask
from klantboek.handbook.index import Index
from klantboek.handbook.packed import Digests, Packed
from klantboek.handbook.shelf import Shelf
from klantboek.handbook.shelved import ShelvedBook
from klantboek.handbook.streamed import Ahead

if TYPE_CHECKING:
    from klantboek.aggregates.figures import Figures
    from klantboek.duplicates import Pair


@dataclass(frozen=True, eq=False)
class Stock:
    """What must be let go of when the pages are made: see the module.

    ``places`` gives the place of each relation among all, by its number.
    """

    index: Index
    shelf: Shelf
    contents: Mapping[str, bytes]
    figures: "Figures"
    ahead: Ahead
    held: ExitStack
    places: Mapping[str, int]

    def take(self, numbers: Sequence[str]) -> None:
        """Turn to some relations."""
        self.ahead.take(numbers)
        self.index.take(numbers)

    def let_go(self) -> None:
        """Let go of what is at hand of single relations, once their pages are made."""
        self.take(())
        self.shelf.let_go()

    def digests(self) -> Mapping[str, str]:
        """Give what stands for the rows of figures about each relation, by its number."""
        names = [name for name in self.figures.aggregates if self.figures.naming(name)]
        return Digests(Packed(self.places, self.figures.digests(names), signed=False))


def judged_part(book: Book, pairs: "Iterable[Pair]") -> Book:
    """Give the part of a book that judgements and pairs are about: tombstones, and the relations they name."""
    ask("relations")
    numbers = {number for pair in pairs for number in (pair.a, pair.b)}
    numbers.update(number for one in book.nodes("judgement") for number in (one.a, one.b))
    if not isinstance(book, ShelvedBook):
        return book
    return Book(book.root, book.as_of, book.with_stones(numbers), book.strays, book.rest)
