"""What a generated page is, and how the kinds of page are found."""

import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from klantboek.book.record import Record
from klantboek.handbook.catalogue import Words
from klantboek.handbook.edition import Edition


@dataclass(frozen=True)
class Page:
    """A page before it is rendered: ``make`` gives what its template ``<template>.html`` draws from.

    A page without a template is given by its blocks as HTML: ``title``, ``width``, ``content`` and ``aside``.
    ``file`` is the path below the first page's folder. ``group`` and ``place`` put it into the menu under
    a heading (``menu.<group>`` in the messages); pages without a group are reached from others.
    ``active`` is the file of the menu entry that a page belongs to. With ``record`` the page is only
    rendered again when something that it is made from changed (``inputs.py``). A search finds it by what it
    is ``about`` and by other ``words`` too; ``lang`` is the language of
    its title where that is another than the handbook's. What it does not ask for (``asking.py``) it names
    with ``made_of``.
    """

    file: str
    template: str
    title: str
    make: Callable[[], Mapping[str, Any]]
    group: str = ""
    place: int = 0
    active: str = ""
    record: Record | None = None
    about: str = ""
    words: str = ""
    lang: str = ""
    made_of: str = ""

    @property
    def root(self) -> str:
        """The way from this page to the first page's folder: ``""`` or ``"../"``."""
        return "../" * self.file.count("/")


def broken_page(words: Words) -> Page:
    """Give the only page there is while the book can't be read."""
    return Page("index.html", "broken", words("broken.title"), dict)


Pages = Callable[[Edition], Iterator[Page]]
PagesOf = Callable[[Edition, Sequence[Record]], Iterator[Page]]


@cache
def page_kinds() -> tuple[Pages, ...]:
    """Give every kind of page: each module of ``handbook/pages`` has one function ``pages``, or ``pages_of``."""
    return tuple(found.pages for found in _modules() if hasattr(found, "pages"))


@cache
def relation_kinds() -> tuple[PagesOf, ...]:
    """Give every kind of page about one relation: ``pages_of`` in a module of ``handbook/pages``, for some relations."""
    return tuple(found.pages_of for found in _modules() if hasattr(found, "pages_of"))


def _modules() -> list[Any]:
    import klantboek.handbook.pages as package  # noqa: PLC0415 -- its modules import this one

    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return [import_module(f"{package.__name__}.{name}") for name in names]


def whole_pages(edition: Edition) -> list[Page]:
    """Give every page of an edition that is not about one relation, in the order of their files."""
    return sorted((page for kind in page_kinds() for page in kind(edition)), key=lambda page: page.file)


def relation_pages(edition: Edition, records: Sequence[Record]) -> dict[str, list[Page]]:
    """Give the pages about each of some relations, by its file; they are made together."""
    found: dict[str, list[Page]] = {record.file: [] for record in records}
    for kind in relation_kinds():
        for page in kind(edition, records):
            if page.record is not None:
                found[page.record.file].append(page)
    return found
