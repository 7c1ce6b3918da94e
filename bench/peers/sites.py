"""Peers of the handbook: programs that make a site of as many pages of Markdown, of the same size."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from measure import BIN, WORK

_HOME = WORK / "sites"
_VENV = WORK / "sites-venv"
_MATERIAL = "mkdocs-material==9.6.23"
_MKDOCS = "site_name: peer\ndocs_dir: content\nsite_dir: built\nuse_directory_urls: false\nnav: [index.md]\nplugins: [search]\n"
_HUGO = (
    'baseURL = "/"\ntitle = "peer"\nuglyURLs = true\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n'
)
_LAYOUT = '<!doctype html><html lang="nl"><head><title>{{ .Title }}</title></head><body><h1>{{ .Title }}</h1>{{ .Content }}</body></html>\n'


@dataclass(frozen=True)
class SitePeer:
    """A program that makes a site: ``command`` for a folder with pages, which ``prepare`` makes ready."""

    name: str
    command: Callable[[Path], Sequence[object]]
    prepare: Callable[[Path], None]


def peers() -> tuple[list[SitePeer], dict[str, str]]:
    """Give the peers that are there, and of the others why not."""
    found = [
        SitePeer(
            "MkDocs",
            lambda site: [BIN / "mkdocs", "build", "-q", "-f", site / "mkdocs.yml"],
            _theme("mkdocs"),
        )
    ]
    absent = {}
    if _material():
        command = lambda site: [_VENV / "bin" / "mkdocs", "build", "-q", "-f", site / "mkdocs.yml"]  # noqa: E731 -- beside the others
        found.append(SitePeer("Material", command, _theme("material")))
    else:
        absent["Material"] = "it could not be installed"
    if shutil.which("hugo"):
        found.append(
            SitePeer(
                "Hugo", lambda site: ["hugo", "--quiet", "--source", site, "--destination", "built"], _hugo
            )
        )
    else:
        absent["Hugo"] = "apt install hugo"
    return found, absent


def site(peer: SitePeer, pages: int, text: str) -> Path:
    """Write a site of so many pages with this text, none of them in the menu."""
    root = _HOME / peer.name.lower()
    shutil.rmtree(root, ignore_errors=True)
    (root / "content").mkdir(parents=True)
    for number in range(pages):
        name = ("_index" if peer.name == "Hugo" else "index") if number == 0 else f"page-{number}"
        heading = f"---\ntitle: Page {number}\n---\n\n"
        (root / "content" / f"{name}.md").write_text(heading + text, encoding="utf-8")
    peer.prepare(root)
    return root


def _theme(name: str) -> Callable[[Path], None]:
    def prepare(root: Path) -> None:
        (root / "mkdocs.yml").write_text(f"{_MKDOCS}theme: {{name: {name}}}\n", encoding="utf-8")

    return prepare


def _hugo(root: Path) -> None:
    (root / "hugo.toml").write_text(_HUGO, encoding="utf-8")
    (root / "config.toml").write_text(_HUGO, encoding="utf-8")
    layouts = root / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single", "list"):
        (layouts / f"{name}.html").write_text(_LAYOUT, encoding="utf-8")


def _material() -> bool:
    """Install Material in an environment of its own, once."""
    stamp = _VENV / ".made"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == _MATERIAL:
        return True
    uv, inside = str(BIN / "uv"), str(_VENV / "bin" / "python")
    for command in (
        [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(_VENV)],
        [uv, "pip", "install", "--quiet", "--python", inside, _MATERIAL, "mkdocs<2"],
    ):
        if subprocess.run(command, check=False).returncode:
            return False
    stamp.write_text(_MATERIAL, encoding="utf-8")
    return True
