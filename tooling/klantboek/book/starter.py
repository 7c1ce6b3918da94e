"""A new book: a small, fictional one to begin with, in a folder of its own."""

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from klantboek.book.book import Book
from klantboek.book.files import SETTINGS
from klantboek.book.load import load
from klantboek.book.record import Record
from klantboek.book.references import references
from klantboek.errors import KlantboekError
from klantboek.house import carried
from klantboek.shapes import KINDS

RELATIONS = 12
# Kinds of which a new book gets every record: they say how the company works, not whom it knows.
_WHOLE = ("book", "vocabulary", "processing", "dictionary", "product", "segment")


class NotEmptyError(KlantboekError):
    """The folder for a new book holds something already."""

    exit_code = 14

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is not an empty folder, so no book is started there.",
            "Name a folder that does not exist yet; it will be made.",
        )


class Git(StrEnum):
    """What was done about git."""

    MADE = "made"
    INSIDE = "inside"
    MISSING = "missing"


@dataclass(frozen=True)
class Started:
    """A book that was started: its folder, how many relations are in it, and what was done about git."""

    folder: Path
    relations: int
    git: Git


def start(folder: Path) -> Started:
    """Make a book of twelve fictional relations, with all that belongs around it.

    A repository without files, just cloned, counts as empty. Raises NotEmptyError.
    """
    if folder.exists() and (not folder.is_dir() or any(one.name != ".git" for one in folder.iterdir())):
        raise NotEmptyError(folder)
    book = load(carried("records"), as_of=None)
    chosen = choose(book, RELATIONS)
    for file in [*(record.file for record in chosen), *sorted(_documents(book.root, chosen))]:
        _write(folder / "records" / file, (book.root / file).read_bytes())
    for name, content in _around():
        _write(folder / name, content)
    return Started(folder, sum(record.kind == "relation" for record in chosen), _git(folder))


def choose(book: Book, count: int) -> list[Record]:
    """Choose ``count`` relations, and every other record that a book of just these needs.

    Relations are taken in order of number, each together with all it refers to, as long as they fit in.
    """
    links = {(record.kind, record.id): _links(book, record) for record in book.records if record.fits}
    taken = _reach({key for key in links if key[0] in _WHOLE}, links)
    for relation in book.relations:
        more = taken | _reach({("relation", relation.number)}, links)
        if sum(kind == "relation" for kind, _ in more) <= count:
            taken = more
    # What was judged about two relations goes with both of them; segments are the reason why fields are kept.
    for key, named in links.items():
        if key[0] in {"judgement", "segment"} and named <= taken:
            taken |= {key}
    return [record for record in book.records if (record.kind, record.id) in taken]


_Key = tuple[str, str]


def _links(book: Book, record: Record) -> frozenset[_Key]:
    named = {
        ("vocabulary", one.to.removeprefix("vocabulary/"))
        if one.to.startswith("vocabulary/")
        else (one.to, one.name)
        for one in references(record)
    }
    return frozenset(key for key in named if key[0] in KINDS and book.find(*key))


def _reach(start_at: set[_Key], links: dict[_Key, frozenset[_Key]]) -> set[_Key]:
    found, open_ends = set[_Key](), list(start_at)
    while open_ends:
        key = open_ends.pop()
        if key not in found:
            found.add(key)
            open_ends.extend(links.get(key, ()))
    return found


def _documents(root: Path, records: Iterable[Record]) -> set[str]:
    """Give the files of the book, other than records, that the records name."""
    texts = (text for record in records for text in _texts(record.document.value))
    return {text for text in texts if text.startswith("documents/") and (root / text).is_file()}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


def _around() -> Iterator[tuple[str, bytes]]:
    """Give the files around the records: name and content."""
    starter = carried("site") / "starter"
    for source, name in (
        ("README.md", "README.md"),
        ("mkdocs.yml", "mkdocs.yml"),
        ("gitignore", ".gitignore"),
        ("klantboek.yml", ".github/workflows/klantboek.yml"),
        ("pages/how-we-keep-this-book.md", "pages/how-we-keep-this-book.md"),
    ):
        yield name, (starter / source).read_bytes()
    for schema in sorted(carried("schemas").glob("*.json")):
        content = json.loads(schema.read_text(encoding="utf-8"))
        # With an address of its own an editor would look for its neighbours on the web, not beside it.
        del content["$id"]
        yield f"schemas/{schema.name}", _json(content)
    yield ".vscode/settings.json", _json(_editor())
    yield ".vscode/extensions.json", _json({"recommendations": ["redhat.vscode-yaml"]})


def _editor() -> dict[str, Any]:
    """Give the settings of the editor: which schema belongs to which records."""
    folders = {kind.name: f"{kind.folder}/**/*.yaml" if kind.folder else SETTINGS for kind in KINDS.values()}
    return {
        "yaml.schemas": {f"./schemas/{name}.json": f"records/{files}" for name, files in folders.items()},
        "yaml.schemaStore.enable": False,
        "files.encoding": "utf8",
        "files.insertFinalNewline": True,
        "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2},
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _git(folder: Path) -> Git:
    git = shutil.which("git")
    if git is None:
        return Git.MISSING
    inside = subprocess.run([git, "rev-parse", "--git-dir"], cwd=folder, capture_output=True, check=False)  # noqa: S603 -- fixed words
    if inside.returncode == 0:
        return Git.INSIDE
    subprocess.run([git, "init", "--quiet", "--initial-branch=main"], cwd=folder, check=True)  # noqa: S603 -- fixed words
    return Git.MADE
