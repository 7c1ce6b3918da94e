"""Who reads the fields of a book: the program, and the aggregates of the book's own."""

from klantboek.aggregates.aggregate import fields_used
from klantboek.aggregates.own import own_aggregates
from klantboek.book import Book
from klantboek.book.lineage import Lineage


def lineage_of(book: Book) -> Lineage:
    """Give the readers of the fields of a book, its own aggregates among them."""
    own = book.once(own_aggregates).aggregates
    return Lineage(book, ((field, "aggregates", one.name) for one in own for field in fields_used(one)))
