"""The MkDocs plugin: a book's pages among the pages that people wrote."""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation

from klantboek.book import find_book
from klantboek.errors import KlantboekError
from klantboek.handbook import found_pages, output
from klantboek.handbook.catalogue import LANGUAGES
from klantboek.handbook.digests import digest
from klantboek.handbook.disk import Disk
from klantboek.handbook.edition import Edition
from klantboek.handbook.inputs import context_of, files_digest
from klantboek.handbook.kept import Kept
from klantboek.handbook.news import News, news_of
from klantboek.handbook.opening import edition_at
from klantboek.handbook.page import Page, broken_page, whole_pages
from klantboek.handbook.printing import Before, Press, Printer
from klantboek.handbook.shelved import size_of
from klantboek.handbook.site import Site
from klantboek.handbook.sweeping import put_off
from klantboek.house import carried
from klantboek.shapes import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.pages import Page as OwnPage

_FOLDERS = tuple(
    sorted({kind.folder for kind in KINDS.values() if kind.folder} | {"book", "figures", "rules", "search"})
)


_RELATIONS = "relations/"
# A page of a relation, as links in Markdown name it.
_RELATION = re.compile(r"\brelations/[^\s)>\"'#?]+\.html")


def _nobody(_: int, __: int) -> None:
    """Hear nothing."""


class Options(Config):  # type: ignore[no-untyped-call]  # MkDocs has no types there
    """The plugin's options in mkdocs.yml."""

    book = config_options.Optional(config_options.Type(str))
    as_of = config_options.Optional(config_options.Type((str, date)))
    language = config_options.Optional(config_options.Choice(LANGUAGES))
    audience = config_options.Optional(config_options.Type(str))


class Generated(File):
    """A page that MkDocs knows, so that links to it are checked, and that it neither reads nor writes."""

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 -- MkDocs' signature
        """Leave the page to ``on_post_build``."""


class KlantboekPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]  # the same
    """Adds the pages of a book; see the options above.

    ``edition`` may be set before a build by whoever has read the book already.
    """

    def __init__(self) -> None:
        self.edition: Edition | None = None
        self.written = 0
        # Hears how many of the generated pages are written.
        self.told: Callable[[int, int], None] | None = None
        self._serving = False
        self._current: Edition
        self._context: str
        self._kept: Kept
        self._news: News
        self._pages: list[Page] = []
        # The files of MkDocs itself, and those that people wrote.
        self._own: list[str] = []
        self._guides: list[OwnPage] = []
        self._of_relations: frozenset[str] | None = None
        self._site: Site
        self._env: Environment

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002 -- MkDocs' signature
        """Note whether MkDocs' own server shows the pages."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the book and add our templates to the theme's."""
        # Python-Markdown aligns columns by a style in the page, which its policy forbids.
        config.mdx_configs.setdefault("tables", {"use_align_attribute": True})
        try:
            self._current = self.edition or self._read(config)
        except PluginError as error:
            if not (self._serving and hasattr(self, "_current")):
                raise
            # Who edits saves half a book now and then: every page says so until it is whole again.
            self._pages = [broken_page(self._current.words)]
            self._site = self._site.broken(str(error))
        else:
            self._context = context_of(self._current)
            self._kept = Kept.of_site(self._current.book.project, Path(config.site_dir))
            self._news = news_of(self._current, self._kept, self._context)
            self._current.memory.begin(self._kept, self._news)
            self._pages = whole_pages(self._current)
            self._of_relations = None
            self._site = Site.of(self._current, self._pages, serving=self._serving)
        # A handbook is also read from a disk, where a folder is not a page.
        config.use_directory_urls = False
        # A site map holds the day of the build, and a handbook is not for search engines.
        config.theme.static_templates.discard("sitemap.xml")
        for folder in ("templates", "theme"):
            path = str(carried("site") / folder)
            if path not in config.theme.dirs:
                config.theme.dirs.insert(-1, path)
        return config

    def _read(self, config: MkDocsConfig) -> Edition:
        start = Path(config.config_file_path or ".").resolve().parent
        day: Any = self.config.as_of
        try:
            root = find_book(start / (self.config.book or "."))
            as_of = date.fromisoformat(day) if isinstance(day, str) else day
            # MkDocs builds without our command line, so the clock is read here when the book names no day.
            today = date.today()  # noqa: DTZ011 -- the local day
            return edition_at(root, as_of, today, self.config.language, self.config.audience or "")
        except (KlantboekError, ValueError) as error:
            raise PluginError(f"klantboek: {error}") from error

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Keep the pages of the last build, so that only what changed is written."""
        site = Path(config.site_dir)
        try:
            output.claim(site, self._current.audience)
        except (output.ForeignFolderError, output.OtherAudienceError) as error:
            raise PluginError(f"klantboek: {error}") from error
        output.restore(site)
        output.keep(site, _FOLDERS, (page.file for page in self._pages if "/" not in page.file))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Let MkDocs know every page, for links from the pages that people wrote."""
        sitemap = files.get_file_from_path("sitemap.xml")
        if sitemap is not None and sitemap.src_dir != config.docs_dir:
            files.remove(sitemap)
        taken = {file.dest_uri for file in files.documentation_pages()}
        self._own = [file.dest_uri for file in files]
        generated = {page.file for page in self._pages}
        for name in sorted(one for one in taken if one in generated or self._is_of_relation(one)):
            raise PluginError(f"klantboek: a page of your own has the name of a generated one: {name}")
        for page in self._pages:
            files.append(Generated.generated(config, page.file, content=""))
        return files

    def _is_of_relation(self, file: str) -> bool:
        """Tell whether a page is that of a relation; to list these takes its time."""
        if not file.startswith(_RELATIONS) or self._site.error:
            return False
        if self._of_relations is None:
            edition = self._current
            self._of_relations = frozenset(edition.page_of(record) for record in edition.relations)
        return file in self._of_relations

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002 -- MkDocs' signature
        """Put the pages that people wrote into the menu of the generated ones."""
        self._site.own_pages, self._guides = list(nav.items), list(nav.pages)
        return nav

    def on_env(self, env: "Environment", *, config: MkDocsConfig, files: Files) -> "Environment":  # noqa: ARG002 -- MkDocs' signature
        """Escape everything in templates: MkDocs itself does not."""
        self._env = env.overlay(autoescape=True)
        self._env.globals.update(self._site.context())
        return self._env

    def on_page_markdown(self, markdown: str, *, page: Any, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002 -- MkDocs' signature
        """Let MkDocs know the pages of relations that a page names: of all of them it would take its time."""
        for found in dict.fromkeys(_RELATION.findall(markdown)):
            file = unquote(found)
            if self._is_of_relation(file) and files.get_file_from_path(file) is None:
                files.append(Generated.generated(config, file, content=""))
        return markdown

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002 -- MkDocs' signature
        """Let go of the book, as far as it was opened."""
        for held in ("_current", "_kept"):
            if hasattr(self, held):
                getattr(self, held).close()

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Render the generated pages and write those that changed."""
        site = Path(config.site_dir)
        output.restore(site)
        # Pages leave no garbage that points in circles; to look for it took a twelfth of the time.
        with put_off():
            self.written = self._printed(config, site)
        self._current.close()

    def _printed(self, config: MkDocsConfig, site: Path) -> int:
        """Write everything; give how many pages there are."""
        press = Press(self._site, self._env, site)
        if self._site.error:
            return len([press.page(page) for page in self._pages])
        told, relations = self.told or _nobody, size_of(self._current.book)
        every = relations + len(self._pages)
        menu = digest([self._site.menu_key(self._env)])
        before = Before(self._kept, self._news, self._frame(config), menu)
        printer = Printer(press, self._current, before, Disk(site, _FOLDERS, self._own))
        size = printer.relations(lambda done: told(done, every))
        size += printer.whole(self._pages, lambda done: told(relations + done, every))
        lang = str(config.extra.get("lang", ""))
        printer.search(found_pages.script_of(self._current, self._pages, self._guides, lang))
        printer.finish(self._pages)
        return size

    def _frame(self, config: MkDocsConfig) -> str:
        """Name what all pages have in common; all that can change between two builds is in it, or in the news."""
        settings = Path(config.config_file_path)
        theme = files_digest(map(Path, config.theme.dirs))
        return digest([self._context, theme, settings.read_bytes(), self._site.key(self._env)])

    def on_serve(
        self,
        server: "LiveReloadServer",
        *,
        config: MkDocsConfig,  # noqa: ARG002 -- MkDocs' signature
        builder: Any,  # noqa: ARG002 -- the same
    ) -> "LiveReloadServer":
        """Build again when a record, a template or the theme changes."""
        server.watch(str(self._current.book.root))
        for folder in ("templates", "theme"):
            server.watch(str(carried("site") / folder))
        return server
