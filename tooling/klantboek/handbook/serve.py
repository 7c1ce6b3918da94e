"""MkDocs' own server, with the records watched."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from klantboek.handbook.build import HandbookError, settings_of


def serve(
    book_root: Path,
    *,
    as_of: date | None = None,
    language: str | None = None,
    address: str = "127.0.0.1:8000",
) -> None:
    """Serve the handbook of a book until somebody stops it; raises HandbookError when it can't be built."""
    from mkdocs.commands.serve import serve as mkdocs_serve  # noqa: PLC0415 -- MkDocs takes 0.3 s to import
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    options = {"book": str(book_root), "as_of": as_of and as_of.isoformat(), "language": language}
    with tempfile.TemporaryDirectory() as scratch:
        settings, given = settings_of(book_root.parent, Path(scratch))
        plugins = _plugins(settings, {key: value for key, value in options.items() if value})
        try:
            mkdocs_serve(str(settings), dev_addr=address, plugins=plugins, **given)
        except MkDocsException as error:
            raise HandbookError(str(error)) from error


def _plugins(settings: Path, options: dict[str, Any]) -> list[Any]:
    """Give the plugins that mkdocs.yml names, with our options laid over those of our own plugin."""
    from mkdocs.utils.yaml import yaml_load  # noqa: PLC0415

    with settings.open("rb") as stream:
        named = yaml_load(stream).get("plugins") or []
    entries = named if isinstance(named, list) else [{name: given} for name, given in named.items()]
    found = [entry if isinstance(entry, dict) else {entry: {}} for entry in entries]
    return [
        {
            name: {**(given or {}), **options} if name == "klantboek" else given
            for name, given in entry.items()
        }
        for entry in found
    ]
