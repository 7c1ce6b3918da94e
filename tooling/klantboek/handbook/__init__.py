"""The handbook: pages of a book, made by our own MkDocs plugin."""

from klantboek.handbook.build import Built, HandbookError, build

__all__ = ["Built", "HandbookError", "build"]
