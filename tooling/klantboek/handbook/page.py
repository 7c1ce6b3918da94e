"""What a generated page is, and how the kinds of page are found."""

import pkgutil
from collections.abc import Callable, Iterator, Mapping
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

    ``file`` is the path below the first page's folder. ``group`` and ``place`` put it into the menu under
    a heading (``menu.<group>`` in the messages); pages without a group are reached from others.
    ``active`` is the file of the menu entry that a page belongs to. With ``record`` the page is only
    rendered again when something that it is made from changed (``inputs.py``).
    """

    file: str
    template: str
    title: str
    make: Callable[[], Mapping[str, Any]]
    group: str = ""
    place: int = 0
    active: str = ""
    record: Record | None = None

    @property
    def root(self) -> str:
        """The way from this page to the first page's folder: ``""`` or ``"../"``."""
        return "../" * self.file.count("/")


def broken_page(words: Words) -> Page:
    """Give the only page there is while the book can't be read."""
    return Page("index.html", "broken", words("broken.title"), dict)


Pages = Callable[[Edition], Iterator[Page]]


@cache
def page_kinds() -> tuple[Pages, ...]:
    """Give every kind of page: each module of ``handbook/pages`` has one function ``pages``."""
    import klantboek.handbook.pages as package  # noqa: PLC0415 -- its modules import this one

    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return tuple(import_module(f"{package.__name__}.{name}").pages for name in names)


def all_pages(edition: Edition) -> list[Page]:
    """Give every page of an edition, in the order of their files."""
    return sorted((page for kind in page_kinds() for page in kind(edition)), key=lambda page: page.file)
