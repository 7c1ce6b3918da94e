"""What a search finds besides records: figures, rules, lists, and the pages that people wrote."""

from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from klantboek.handbook.shards import found_pages

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page as OwnPage

    from klantboek.handbook.edition import Edition
    from klantboek.handbook.page import Page

# Few enough to be one script, whatever the size of the book.
FILE = "search/pages.js"


class Entry(NamedTuple):
    """A page as it is found: its title, its file, what kind of page it is, what it is about, other words for it.

    ``lang`` is the language of its title where that is another than the handbook's.
    """

    title: str
    page: str
    kind: str
    about: str = ""
    words: str = ""
    lang: str = ""


def script_of(edition: "Edition", pages: Sequence["Page"], own: "Iterable[OwnPage]", lang: str = "") -> str:
    """Write the script with the pages that are no records, and those that people wrote in a language of their own."""
    entries = [*_generated(edition, pages), *_written(edition, own, lang)]
    return found_pages(edition.words("search.pages"), entries)


def _generated(edition: "Edition", pages: Sequence["Page"]) -> Iterator[Entry]:
    """Give the entries of pages that stand in the menu, or belong to one that does and are no records."""
    lists = {page.file: page.title for page in pages if page.group}
    records = {edition.page_of(record) for record in edition.registers}
    for page in pages:
        if page.group:
            kind = edition.words(f"menu.{page.group}") if page.group != "home" else ""
            yield Entry(page.title, page.file, kind)
        elif page.file.count("/") == 1 and page.file not in records:
            yield Entry(page.title, page.file, lists.get(page.active, ""), page.about, page.words, page.lang)


def _written(edition: "Edition", own: "Iterable[OwnPage]", lang: str) -> Iterator[Entry]:
    for page in own:
        headings = " ".join(_headings(page.toc.items if page.toc else ()))
        in_lang = str(page.meta.get("lang", lang))
        title, kind = unescape(str(page.title)), edition.words("menu.pages")
        yield Entry(title, page.url, kind, "", headings, "" if in_lang == edition.language else in_lang)


def _headings(items: Iterable[Any]) -> Iterator[str]:
    for item in items:
        yield unescape(item.title)
        yield from _headings(item.children)
