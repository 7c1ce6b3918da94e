"""Links to records by their names; and pages of which no more changed than such a name, so that they need not be made again."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from markupsafe import Markup

from klantboek.handbook import links
from klantboek.handbook.markup import escaped, vouched
from klantboek.handbook.news import News, of_kind

if TYPE_CHECKING:
    from klantboek.book.record import Record
    from klantboek.handbook.edition import Edition

# What a user wrote stands escaped on a page: whatever has this form is a link that ``link_to`` gave.
_LINK, _ANY = r"<a href=((?:\.\./)*)({})(#[^ \">]+)?>[^<]*</a>", r"[^ \"#>]+"
# Of so many it is quicker to look for them by name.
_FEW = 20
# What such a link asks for (``asking.py``).
ASKED = "link"


def link_to(edition: "Edition", record: "Record", root: str, where: str = "") -> Markup:
    """Give a link to the page of a record, or an anchor there, by its name; ``root`` leads to the first page."""
    page = root + links.href(edition.page_of(record)) + (f"#{where}" if where else "")
    return vouched(f"<a href={page}>{escaped(edition.names.linked(record))}</a>")


def renamer(edition: "Edition", news: News) -> Callable[[str], str]:
    """Give the function that puts the names of now into the links of a page."""
    found = (edition.files.get(file) for file in of_kind(news.names, ASKED))
    now = {
        links.href(edition.page_of(record)): escaped(edition.names.linked(record))
        for record in found
        if record is not None
    }
    form = re.compile(_LINK.format("|".join(map(re.escape, now)) if len(now) <= _FEW else _ANY))

    def named(link: re.Match[str]) -> str:
        root, page, where = link.groups("")
        return f"<a href={root}{page}{where}>{now[page]}</a>" if page in now else link[0]

    return lambda html: form.sub(named, html)
