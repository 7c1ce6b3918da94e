"""MkDocs' own server, with the records watched."""

import errno
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from klantboek.errors import KlantboekError
from klantboek.handbook.build import HandbookError, settings_of


class InUseError(KlantboekError):
    """Another program serves at this address already."""

    def __init__(self, address: str) -> None:
        host, _, port = address.rpartition(":")
        super().__init__(
            f"Something else is served at {address} already.",
            f"Stop that, or choose another port: klantboek serve --address {host}:{int(port) + 1}",
        )


def serve(  # noqa: PLR0913 -- all but the first have a default and are given by name
    book_root: Path,
    *,
    as_of: date | None = None,
    language: str | None = None,
    audience: str = "",
    address: str = "127.0.0.1:8000",
    opens: bool = False,
) -> None:
    """Serve the handbook of a book until somebody stops it, and open it in a browser when asked.

    Raises HandbookError when it can't be built.
    """
    from mkdocs.commands.serve import serve as mkdocs_serve  # noqa: PLC0415 -- MkDocs takes 0.3 s to import
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    day = as_of and as_of.isoformat()
    options = {"book": str(book_root), "as_of": day, "language": language, "audience": audience}
    with tempfile.TemporaryDirectory() as scratch:
        settings, given = settings_of(book_root.parent, Path(scratch))
        plugins = _plugins(settings, {key: value for key, value in options.items() if value})
        try:
            mkdocs_serve(str(settings), dev_addr=address, open_in_browser=opens, plugins=plugins, **given)
        except MkDocsException as error:
            raise HandbookError(str(error)) from error
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise InUseError(address) from error


def _plugins(settings: Path, options: dict[str, Any]) -> dict[str, Any]:
    """Give the plugins that mkdocs.yml names, with our options laid over those of our own plugin.

    As a mapping: MkDocs takes the items out of a list when it reads it, and reads it again at every change.
    """
    from mkdocs.utils.yaml import yaml_load  # noqa: PLC0415

    with settings.open("rb") as stream:
        named = yaml_load(stream).get("plugins") or []
    entries = [named] if isinstance(named, dict) else named
    found = [entry if isinstance(entry, dict) else {entry: {}} for entry in entries]
    return {
        name: {**(given or {}), **options} if name == "klantboek" else given or {}
        for entry in found
        for name, given in entry.items()
    }
