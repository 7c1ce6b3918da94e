"""What all pages share: title, menu, words, and the safety of what they load."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from klantboek.handbook.catalogue import Words
from klantboek.handbook.edition import Edition
from klantboek.handbook.markup import vouched
from klantboek.handbook.page import Page

if TYPE_CHECKING:
    from jinja2 import Environment

POLICY = (
    "default-src 'none'; script-src 'self'{}; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " base-uri 'none'; form-action 'none'"
)

# A sign that no text of a book can have.
_MARK = "\0"


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
    _frames: dict[tuple[str, str], list[str]] = field(default_factory=dict)

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
            vouched(POLICY.format(" 'unsafe-inline'" if serving else "")),
        )

    def broken(self, error: str) -> "Site":
        """Give the frame for as long as the book can't be read: without a menu, with what is wrong."""
        return replace(self, error=error, menu=(), own_pages=[], _menus={}, _frames={})

    def context(self) -> Mapping[str, Any]:
        """Give the names that every template knows."""
        return {"site": self, "words": self.words}

    def render(self, env: "Environment", page: Page) -> Iterator[str]:
        """Give a generated page as HTML, piece by piece: its own blocks, in a frame that pages of a folder share."""
        if not page.template:
            blocks = page.make()
            for number, part in enumerate(self._frame_of(env, page)):
                yield blocks[part] if number % 2 else part
            return
        template = env.get_template(f"{page.template}.html")
        base = page.root.rstrip("/") or "."
        context = template.new_context(
            {"page_title": page.title, "page": None, "base_url": base, **page.make()}
        )
        # What a template has outside its blocks, macros for one, is made before its first piece is given.
        next(template.root_render_func(context), None)
        for number, part in enumerate(self._frame_of(env, page)):
            if number % 2:
                yield from context.blocks[part][0](context)
            else:
                yield part

    def _frame_of(self, env: "Environment", page: Page) -> list[str]:
        """Give what stands around the blocks of a page, and between two pieces the name of a block."""
        root, active = page.root, page.active or page.file
        if (root, active) not in self._frames:
            menu = self._menu_of(env, root or "./", active)
            text = env.get_template("frame.html").render(
                base_url=root.rstrip("/") or ".", menu=menu, page=None, mark=_MARK
            )
            self._frames[root, active] = text.split(_MARK)
        return self._frames[root, active]

    def key(self, env: "Environment") -> str:
        """Give everything of the frame that a relation's page shows, as one text."""
        menu = self._menu_of(env, "../", "relations.html")
        return f"{self.language}\n{self.title}\n{self.company}\n{self.as_of}\n{self.csp}\n{menu}"

    def menu_key(self, env: "Environment") -> str:
        """Give the menu as pages that stand at the top have it: with all pages that people wrote."""
        return str(self._menu_of(env, "./", ""))

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
