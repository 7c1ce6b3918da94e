"""What ``klantboek serve`` hands to MkDocs' server."""

import errno
from datetime import date
from pathlib import Path
from typing import Any

import mkdocs.commands.serve
import pytest
from mkdocs.exceptions import Abort

from klantboek.handbook.build import HandbookError
from klantboek.handbook.serve import InUseError, serve


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Give what gets the settings with which MkDocs would have served."""
    found: dict[str, Any] = {}

    def served(settings: str, **options: Any) -> None:
        found.update(options, settings=settings)

    monkeypatch.setattr(mkdocs.commands.serve, "serve", served)
    return found


@pytest.mark.parametrize(
    ("plugins", "handed"),
    [
        ("[search, klantboek: {language: nl, workers: 1}]", {"search": {}, "klantboek": {"workers": 1}}),
        ("[{search: {lang: nl}}, klantboek]", {"search": {"lang": "nl"}, "klantboek": {}}),
        ("{search: {lang: nl}, klantboek: }", {"search": {"lang": "nl"}, "klantboek": {}}),
        ("[{search: }, klantboek]", {"search": {}, "klantboek": {}}),
        ("", {}),
    ],
)
def test_what_was_asked_goes_before_what_is_written(
    tmp_path: Path, given: dict[str, Any], plugins: str, handed: dict[str, dict[str, Any]]
) -> None:
    """Day, language and audience of the command line lie over those of mkdocs.yml; other plugins keep their settings."""
    settings, book = tmp_path / "mkdocs.yml", tmp_path / "records"
    settings.write_text(f"site_name: x\nplugins: {plugins}\n", encoding="utf-8")
    asked = {"as_of": "2026-11-20", "language": "en", "audience": "desk"}
    serve(book, as_of=date(2026, 11, 20), language="en", audience="desk", address="127.0.0.1:1", opens=True)
    assert (given["settings"], given["dev_addr"], given["open_in_browser"]) == (
        str(settings),
        "127.0.0.1:1",
        True,
    )
    assert given["plugins"] == {
        name: {**own, "book": str(book), **asked} if name == "klantboek" else own
        for name, own in handed.items()
    }


def test_what_nobody_asked_is_as_it_is_written(tmp_path: Path, given: dict[str, Any]) -> None:
    """Without a day, a language or an audience those of mkdocs.yml hold, and no browser is opened."""
    (tmp_path / "mkdocs.yml").write_text("plugins: [klantboek: {language: nl}]\n", encoding="utf-8")
    serve(tmp_path / "records")
    assert given["plugins"] == {"klantboek": {"language": "nl", "book": str(tmp_path / "records")}}
    assert not given["open_in_browser"]


@pytest.mark.parametrize(
    ("fault", "told", "says"),
    [
        (OSError(errno.EADDRINUSE, "in use"), InUseError, "127.0.0.1:8000"),
        (OSError(errno.EACCES, "may not"), PermissionError, "may not"),
        (Abort("the settings are wrong"), HandbookError, "the settings are wrong"),
    ],
)
def test_why_nothing_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception, told: type[Exception], says: str
) -> None:
    """An address that is taken is told with another that may be free; what else goes wrong is told as it is."""

    def broken(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(mkdocs.commands.serve, "serve", broken)
    with pytest.raises(told, match=says) as caught:
        serve(tmp_path / "records")
    if isinstance(caught.value, InUseError):
        assert caught.value.help.endswith("klantboek serve --address 127.0.0.1:8001")
