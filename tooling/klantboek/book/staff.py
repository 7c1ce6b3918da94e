"""Who of our own people still works here."""

from klantboek.book.book import Book
from klantboek.book.node import Node


def leavers(book: Book) -> dict[str, Node]:
    """Give who has left by today, by code."""
    return {one.id: one for one in book.settings.staff if one.until is not None and one.until < book.as_of}
