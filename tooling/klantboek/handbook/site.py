"""What all pages share: title, menu, words, and the safety of what they load."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from klantboek.handbook.catalogue import Words
from klantboek.handbook.edition import Edition
from klantboek.handbook.page import Page

if TYPE_CHECKING:
    from jinja2 import Environment

_SAFE = (
    "default-src 'none'; script-src 'self'{}; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " base-uri 'none'; form-action 'none'"
)


@dataclass
class Site:
    """The frame around every page; ``own_pages`` are the entries of MkDocs' own navigation."""

    language: str
    title: str
    company: str
    as_of: str
    words: Words
    menu: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    csp: str
    own_pages: list[Any] = field(default_factory=list)

    @classmethod
    def of(cls, edition: Edition, pages: Iterable[Page], *, serving: bool) -> "Site":
        """Make the frame; while serving, MkDocs' own reload script stands in each page and must run."""
        return cls(
            edition.language,
            edition.title,
            edition.book.settings.name,
            edition.write.date(edition.book.as_of),
            edition.words,
            _menu(edition.words, pages),
            _SAFE.format(" 'unsafe-inline'" if serving else ""),
        )

    def context(self) -> Mapping[str, Any]:
        """Give the names that every template knows."""
        return {"site": self, "words": self.words}

    def render(self, env: "Environment", page: Page) -> str:
        """Give a generated page as HTML."""
        template = env.get_template(f"{page.template}.html")
        root = page.root.rstrip("/") or "."
        return template.render(
            page.make(), base_url=root, page_title=page.title, active=page.active or page.file, page=None
        )


def _menu(words: Words, pages: Iterable[Page]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    entries = sorted((page for page in pages if page.group), key=lambda page: (page.place, page.file))
    groups = dict.fromkeys(page.group for page in entries)
    return tuple(
        (
            words(f"menu.{group}") if group != "home" else "",
            tuple((page.title, page.file) for page in entries if page.group == group),
        )
        for group in groups
    )
