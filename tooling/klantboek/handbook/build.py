"""A whole handbook from a book, with MkDocs in this process."""

import logging
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from klantboek.book import Book
from klantboek.edits.damaged import unless_damaged
from klantboek.errors import KlantboekError
from klantboek.handbook.opening import edition_at
from klantboek.handbook.output import claim
from klantboek.handbook.whole import edition

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from klantboek.handbook.plugin import KlantboekPlugin

_SETTINGS = "mkdocs.yml"
_WITHOUT = "site_name: klantboek\ntheme: {name: klantboek}\nplugins: [klantboek]\n"


class HandbookError(KlantboekError):
    """MkDocs could not build the handbook."""

    exit_code = 12

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The handbook can't be built: {reason}",
            "See mkdocs.yml, and your own pages in the folder that it names as docs_dir.",
        )


@dataclass(frozen=True)
class Built:
    """A handbook that was built: how many generated pages, where, and what MkDocs warned about."""

    pages: int
    folder: Path
    warnings: tuple[str, ...] = ()

    @property
    def first_page(self) -> Path:
        """The page to open."""
        return self.folder / "index.html"


def build(  # noqa: PLR0913 -- all but the first have a default and are given by name
    book_root: Path,
    *,
    as_of: date | None = None,
    today: date | None = None,
    language: str | None = None,
    book: Book | None = None,
    folder: Path | None = None,
    audience: str = "",
    told: Callable[[int, int], None] | None = None,
) -> Built:
    """Build the handbook of a book; pass ``book`` when it has been read already, else the day unless it states one.

    ``today`` counts where neither ``as_of`` nor the book says another day.

    MkDocs is set up by mkdocs.yml beside the book's folder, or by ourselves when there is none. The
    handbook goes to the folder named there (build/handbook), or to ``folder``; that of an audience has a
    folder of its own beside it (build/handbook-<audience>). ``told`` hears how many pages are written.
    Raises KlantboekError.
    """

    def once() -> Built:
        with tempfile.TemporaryDirectory() as scratch:
            config = _config(book_root.parent, Path(scratch), folder, audience)
            plugin = cast("KlantboekPlugin", config.plugins["klantboek"])
            plugin.told = told
            seen_by = audience or plugin.config.audience or ""
            if book is not None:
                plugin.edition = edition(book, language, seen_by)
            else:
                plugin.edition = edition_at(book_root, as_of, today, language, seen_by)
            claim(Path(config.site_dir), seen_by)
            _run(config)
            return Built(plugin.written, Path(config.site_dir), tuple(warnings.found))

    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415 -- MkDocs takes 0.3 s to import

    warnings = _Warnings()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(warnings)
    try:
        return unless_damaged(once)
    except MkDocsException as error:
        reason = "; ".join(dict.fromkeys(warnings.found)) or str(error)
        raise HandbookError(reason) from error
    finally:
        logger.removeHandler(warnings)


def settings_of(project: Path, scratch: Path) -> tuple[Path, dict[str, Any]]:
    """Give the mkdocs.yml of a project and what overrides it; one of our own in ``scratch`` when it has none."""
    settings = project / _SETTINGS
    if settings.is_file():
        return settings, {}
    pages, own = project / "site" / "pages", scratch / _SETTINGS
    if not pages.is_dir():
        pages = scratch / "pages"
        pages.mkdir()
    own.write_text(_WITHOUT, encoding="utf-8")
    return own, {"docs_dir": str(pages), "site_dir": str(project / "build" / "handbook")}


def _config(project: Path, scratch: Path, folder: Path | None, audience: str) -> "MkDocsConfig":
    from mkdocs.config.base import load_config  # noqa: PLC0415

    settings, given = settings_of(project, scratch)
    if folder is not None:
        given["site_dir"] = str(folder)
    config = load_config(str(settings), **given)
    if folder is None and audience:
        # One that holds more must not stand where one that holds less is published from.
        config.site_dir = f"{config.site_dir}-{quote(audience, safe='')}"
    if "klantboek" not in config.plugins:
        raise HandbookError(f"{settings} does not name the plugin klantboek (plugins: [klantboek])")
    return config


def _run(config: "MkDocsConfig") -> None:
    from mkdocs.commands.build import build as mkdocs_build  # noqa: PLC0415

    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    finally:
        config.plugins.on_shutdown()


class _Warnings(logging.Handler):
    """Keeps what MkDocs warns about."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.found.append(record.getMessage())
