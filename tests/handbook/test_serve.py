"""The handbook while somebody edits: MkDocs' own commands, and klantboek serve."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import pytest

pytestmark = pytest.mark.slow
BIN = Path(sys.executable).parent
REPOSITORY = Path(__file__).parents[2]
PAGE = "relations/R-00003.html"
RECORD = "records/relations/R-00003.yaml"
NAME = "Bakkerij 't Hoekje Noël"


@pytest.fixture
def project(own_book: Path) -> Path:
    """Give a folder with a small book and settings for MkDocs."""
    shutil.copy(REPOSITORY / "mkdocs.yml", own_book.parent)
    (own_book.parent / "site" / "pages").mkdir(parents=True)
    book = own_book / "book.yaml"
    book.write_text(book.read_text(encoding="utf-8") + "as_of: 2026-11-20\n", encoding="utf-8")
    return own_book.parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _serving(project: Path, words: list[str]) -> Iterator[str]:
    """Run a server in a project; give its address, and stop it in the end. Shows what it said when a test fails."""
    port, browser = _free_port(), project / "browser"
    browser.write_text(f"#!/bin/sh\nprintf %s \"$1\" > '{project}/opened'\n", encoding="utf-8")
    browser.chmod(0o755)
    env = {**os.environ, "PYTHONUNBUFFERED": "1", "BROWSER": f"{browser} %s"}
    with (project / "server.log").open("wb") as log:
        command: list[str | Path] = [BIN / words[0], *words[1:], f"127.0.0.1:{port}"]
        started = subprocess.Popen(command, cwd=project, stdout=log, stderr=log, env=env)
        try:
            yield f"http://127.0.0.1:{port}/"
            assert started.poll() is None, "the server stopped by itself"
        finally:
            started.terminate()
            started.wait(20)
            sys.stdout.write((project / "server.log").read_text(encoding="utf-8"))


def _shows(address: str, wanted: str, seconds: float = 60) -> str:
    """Ask for a page until it has a text; fail when it takes too long."""
    deadline, text = time.monotonic() + seconds, ""
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 -- an address of this machine
                text = answer.read().decode()
        except (URLError, ConnectionError, TimeoutError):
            text = ""
        if wanted in text:
            return text
        time.sleep(0.2)
    pytest.fail(f"{wanted!r} never came on {address}")


def _edit(file: Path, old: str, new: str) -> str:
    """Replace a text in a file; give what was there before."""
    before = file.read_text(encoding="utf-8")
    assert old in before
    file.write_text(before.replace(old, new), encoding="utf-8")
    return before


def _beside_others(project: Path) -> None:
    """Let a plugin of MkDocs and hooks of our own work on a page of people."""
    (project / "site" / "pages" / "ours.md").write_text(
        "# Ours\n\nWe have {count} ovens.\n", encoding="utf-8"
    )
    (project / "hooks.py").write_text(
        "from pathlib import Path\n\nseen = []\n\n"
        "def on_page_markdown(markdown, page, **_):\n"
        "    seen.append(page.file.src_uri)\n"
        "    return markdown.replace('{count}', '12')\n\n"
        "def on_post_build(config):\n"
        "    Path(config.site_dir, 'told.txt').write_text(' '.join(seen))\n",
        encoding="utf-8",
    )
    settings = project / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    assert "plugins:\n  - klantboek\n" in text
    text = text.replace("  - klantboek\n", "  - search\n  - klantboek\n")
    settings.write_text(f"{text}hooks: [hooks.py]\n", encoding="utf-8")


@pytest.mark.parametrize("program", ["mkdocs", "properdocs"])
def test_mkdocs_builds_by_itself(project: Path, program: str) -> None:
    """``mkdocs build --strict`` makes the whole handbook, without our command line and without a warning, beside other plugins.

    So does properdocs, which runs plugins of MkDocs and is kept up.
    """
    if not (BIN / program).exists():
        pytest.skip(f"no {program} (make test installs it)")
    _beside_others(project)
    command: list[str | Path] = [BIN / program, "build", "--strict", "-f", "mkdocs.yml"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    built = project / "build" / "handbook"
    assert NAME.replace("'", "&#39;") in (built / PAGE).read_text(encoding="utf-8")
    # A page of people is what their other plugins make of it, and those see no generated page.
    assert "We have 12 ovens." in (built / "ours.html").read_text(encoding="utf-8")
    assert (built / "told.txt").read_text(encoding="utf-8") == "ours.md"


def test_mkdocs_says_what_is_wrong_with_a_book(project: Path) -> None:
    """A book that can't be read is one message, and no fault of the plugin after it."""
    with (project / "records" / "book.yaml").open("a", encoding="utf-8") as file:
        file.write("\tx: [\n")
    done = subprocess.run([BIN / "mkdocs", "build"], cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "book.yaml" in done.stderr
    assert "AttributeError" not in done.stderr


@pytest.mark.parametrize(
    "words", [["mkdocs", "serve", "-a"], ["klantboek", "serve", "--address"]], ids=" ".join
)
def test_page_follows_its_record(project: Path, words: list[str]) -> None:
    """A change shows on the page; a record that stops fitting says so there, and comes back when it is mended."""
    record = project / RECORD
    with _serving(project, words) as address:
        _shows(address + PAGE, "Hoekje")
        _edit(record, "Hoekje", "Plein")
        text = _shows(address + PAGE, "Plein")
        assert "'unsafe-inline'" in text
        before = _edit(record, "kind: organisation", "kind: [")
        assert "R-00003" in _shows(address + PAGE, "past niet")
        record.write_text(before, encoding="utf-8")
        assert "past niet in" not in _shows(address + PAGE, "Plein Noël <small>")


def test_broken_book_is_said_and_mended(project: Path) -> None:
    """While book.yaml can't be read every page says why; when it is right again the pages are back.

    The browser is opened for who asks for it.
    """
    with _serving(project, ["klantboek", "serve", "--open", "--address"]) as address:
        _shows(address + PAGE, "Hoekje")
        book = project / "records" / "book.yaml"
        before = _edit(book, "currency: EUR", "currency: [EUR")
        assert "book.yaml" in _shows(address, "book.yaml:")
        book.write_text(before.replace("languages: [nl, en]", "languages: [en, nl]"), encoding="utf-8")
        _shows(address + PAGE, '<html lang="en"')
        assert (project / "opened").read_text(encoding="utf-8") == address
