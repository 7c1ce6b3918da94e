"""What all pages share: title, menu, words, and the safety of what they load."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from klantboek.handbook.catalogue import Words
from klantboek.handbook.edition import Edition
from klantboek.handbook.markup import vouched
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
    csp: Markup
    error: str = ""
    own_pages: list[Any] = field(default_factory=list)
    _menus: dict[tuple[str, str], Markup] = field(default_factory=dict)

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
            vouched(_SAFE.format(" 'unsafe-inline'" if serving else "")),
        )

    def broken(self, error: str) -> "Site":
        """Give the frame for as long as the book can't be read: without a menu, with what is wrong."""
        return replace(self, error=error, menu=(), own_pages=[], _menus={})

    def context(self) -> Mapping[str, Any]:
        """Give the names that every template knows."""
        return {"site": self, "words": self.words}

    def render(self, env: "Environment", page: Page) -> str:
        """Give a generated page as HTML."""
        template = env.get_template(f"{page.template}.html")
        active = page.active or page.file
        return template.render(
            page.make(),
            base_url=page.root.rstrip("/") or ".",
            page_title=page.title,
            menu=self._menu_of(env, page.root or "./", active),
            page=None,
        )

    def key(self, env: "Environment") -> str:
        """Give everything of the frame that a relation's page shows, as one text."""
        menu = self._menu_of(env, "../", "relations.html")
        return f"{self.language}\n{self.title}\n{self.company}\n{self.as_of}\n{self.csp}\n{menu}"

    @staticmethod
    def first(item: Any) -> Any:
        """Give the first page of an entry of MkDocs' own navigation: a generated page leads there."""
        while item.children:
            item = item.children[0]
        return item

    def _menu_of(self, env: "Environment", root: str, active: str) -> Markup:
        """Give the menu, which is the same on most pages of a folder."""
        if (root, active) not in self._menus:
            text = env.get_template("menu.html").render(root=root, active=active, page=None)
            self._menus[root, active] = vouched(text)
        return self._menus[root, active]


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
