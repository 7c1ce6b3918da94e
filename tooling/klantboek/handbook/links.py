"""Where pages are, and which addresses from records may become links."""

import re
from typing import TypeGuard
from urllib.parse import quote

from klantboek.book import Book, Node
from klantboek.book.record import Record
from klantboek.handbook.shelved import ShelvedBook
from klantboek.shapes import KINDS

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ALLOWED = ("http://", "https://", "mailto:", "tel:")
# Where a book may say that its records are edited: on the web, or by an editor on the computer of the reader.
_EDITORS = ("http://", "https://", "vscode://", "vscodium://", "cursor://", "zed://", "idea://")
_LINE_SIGNS = {"http": "#L", "https": "#L", "idea": "&line="}
# What browsers drop from an address before they read its scheme.
_DROPPED = re.compile("[\x00-\x20\x7f-\xa0]")
# Nothing to quote: nearly all pages and addresses, and to see that is far quicker than to quote them.
_PAGE = re.compile(r"[A-Za-z0-9_.~/-]*")
_ADDRESS = re.compile(r"[A-Za-z0-9_.~@+-]*")


def safe(url: str) -> str:
    """Give an address that a page may link to, or "" when it has a scheme that is not on the list."""
    url = _DROPPED.sub("", url)
    if not _SCHEME.match(url):
        return f"https://{url}" if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", url) else ""
    return url if url.casefold().startswith(_ALLOWED) else ""


def edit(url: str) -> str:
    """Give an address at which a file can be edited, or "" when no editor is behind it."""
    url = _DROPPED.sub("", url)
    return url if url.casefold().startswith(_EDITORS) else ""


def edit_of(handbook: Node, file: str, line: int = 0) -> str:
    """Give where a file can be edited, at a line of it, by what the book says of its handbook; "" when it does not say."""
    url = handbook.edit_url if handbook else None
    found = edit(f"{url.rstrip('/')}/{href(file)}") if url else ""
    return f"{found}{line_sign(found)}{line}" if found and line else found


def line_sign(url: str) -> str:
    """Give what stands between the address of a file in an editor and the number of a line."""
    scheme = url.partition(":")[0].casefold()
    return _LINE_SIGNS.get(scheme, ":")


def mail(address: str) -> str:
    """Give the link that writes to an e-mail address."""
    return f"mailto:{address if _ADDRESS.fullmatch(address) else quote(address, safe='@+._-')}"


def call(number: str) -> str:
    """Give the link that calls a number."""
    return "tel:" + re.sub(r"[^+0-9]", "", number)


def href(page: str) -> str:
    """Give a page's path as an address."""
    return page if _PAGE.fullmatch(page) else quote(page)


class PageFiles:
    """The page of every record; two records never share one, also where a disk tells no case apart."""

    def __init__(self, book: Book) -> None:
        self._other: dict[str, str] = {}
        taken: set[str] = set()
        for record in book.registers if _are_apart(book) else book.records:
            stem, number = _stem(record), 2
            page = usual = f"{stem}.html"
            while page.casefold() in taken:
                page, number = f"{stem}~{number}.html", number + 1
            taken.add(page.casefold())
            if page != usual:
                self._other[record.file] = page
        # Only of these anybody asks whether they are there.
        self._marked = frozenset(page for page in taken if "~" in page)

    def of(self, record: Record) -> str:
        """Give the page of a record."""
        return self._other.get(record.file) or f"{_stem(record)}.html"

    def has(self, page: str) -> bool:
        """Tell whether a page with a ~ in its name is that of a record."""
        return page.casefold() in self._marked


def _are_apart(book: Book) -> TypeGuard[ShelvedBook]:
    """Tell whether no two relations of a book can have one page, without looking at each."""
    if not isinstance(book, ShelvedBook) or book.names.several:
        return False
    numbers = "/".join(book.names.numbers).casefold()
    return "~" not in numbers and len(set(numbers.split("/"))) == len(book.names)


def _stem(record: Record) -> str:
    return f"{KINDS[record.kind].folder or 'book'}/{record.id}"


def label(record: Record) -> str:
    """Give the label that findings use for a record."""
    return f"{record.kind}/{record.id}"


def anchor(name: str, number: int) -> str:
    """Give the anchor of the n-th item of a list, counted from nought."""
    return f"{name}-{number + 1}"
