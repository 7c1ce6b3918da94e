"""The Book: every record of a folder, read and frozen."""

from klantboek.book.book import Book
from klantboek.book.load import find_book, load
from klantboek.book.node import Node, place_of
from klantboek.book.record import Record

__all__ = ["Book", "Node", "Record", "find_book", "load", "place_of"]
