"""Pages written to disk: only what changed, nothing left over."""

import os
import shutil
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from klantboek.errors import KlantboekError

# MkDocs empties the folder before it builds, except for names that start with a dot.
KEPT = ".keep"
MARK = ".klantboek"
# How a mark says whose handbook it is, of one that was built and of one that was published.
_BUILT, _PUBLISHED = "built for: ", "published for: "
_WHOLE = "everything"
# Letters that are written at a time.
_BLOCK = 2**18


class ForeignFolderError(KlantboekError):
    """A folder that a build would empty, and that holds something else than a handbook."""

    exit_code = 15

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is not empty and holds no handbook, and a build empties the folder it writes to.",
            "Choose an empty or a new folder (site_dir in mkdocs.yml, --output or --to).",
        )


class OtherAudienceError(KlantboekError):
    """A folder that holds the handbook for other readers."""

    exit_code = 29

    def __init__(self, folder: Path, there: str, ours: str) -> None:
        super().__init__(
            f"{folder} holds a handbook for {_named(there)}, and this one is for {_named(ours)}.",
            "Whoever reads there may not be meant to read this. Name another folder, or remove that one first.",
        )


def claim(site: Path, audience: str) -> None:
    """Mark a folder as ours to empty, with a handbook for an audience ("" for readers of the whole book).

    Raises ForeignFolderError when somebody's files are in it, and OtherAudienceError when others read what it holds.
    """
    mark = site / MARK
    if mark.is_file():
        published = _audience_in(mark, _PUBLISHED)
        if published and published != (audience or _WHOLE):
            raise OtherAudienceError(site, published, audience or _WHOLE)
        if published or _audience_in(mark, _BUILT) == (audience or _WHOLE):
            return
    elif site.is_dir() and any(site.iterdir()):
        raise ForeignFolderError(site)
    site.mkdir(parents=True, exist_ok=True)
    text = f"klantboek writes the handbook here, and a build replaces all of it; it is one {_BUILT}{audience or _WHOLE}\n"
    mark.write_text(text, encoding="utf-8")


def mark_published(site: Path, audience: str) -> None:
    """Mark a folder as one that people read."""
    text = f"A handbook that klantboek {_PUBLISHED}{audience or _WHOLE}\n"
    (site / MARK).write_text(text, encoding="utf-8")


def refuse_others(site: Path, audience: str) -> None:
    """Refuse a folder that was marked for other readers: see ``claim``. Raises OtherAudienceError."""
    for way in (_PUBLISHED, _BUILT):
        there = _audience_in(site / MARK, way)
        if there and there != (audience or _WHOLE):
            raise OtherAudienceError(site, there, audience or _WHOLE)


def _audience_in(mark: Path, way: str) -> str:
    """Give whom a mark names as the readers of what was built, or published; "" when it names none."""
    return mark.read_text(encoding="utf-8").partition(way)[2].strip()


def _named(audience: str) -> str:
    return "readers of the whole book" if audience == _WHOLE else f"the audience {audience}"


def keep(site: Path, folders: Iterable[str], pages: Iterable[str] = ()) -> None:
    """Set the generated folders aside, and pages that stand beside them, so that MkDocs does not empty them."""
    kept = site / KEPT
    for name in sorted({*folders, *pages}):
        if (site / name).exists():
            kept.mkdir(exist_ok=True)
            shutil.rmtree(kept / name, ignore_errors=True)
            (site / name).rename(kept / name)


def restore(site: Path) -> None:
    """Put back what was set aside; also after a build that was interrupted."""
    kept = site / KEPT
    if not kept.is_dir():
        return
    for folder in sorted(kept.iterdir()):
        if not (site / folder.name).exists():
            folder.rename(site / folder.name)
    shutil.rmtree(kept)


class Output:
    """The folder that files are written to."""

    def __init__(self, site: Path) -> None:
        # As text, for there are very many files: a Path for each would take as long as writing it.
        self._site = str(site)
        self._there: set[str] = set()

    def write(self, file: str, pieces: Iterable[str]) -> os.stat_result:
        """Write a file from its first difference to what stands there on; give how it stands on disk."""
        folder = file.rpartition("/")[0]
        blocks = _blocks(pieces)
        # A page that can't be made leaves the file as it was, unless it is a long one.
        first = next(blocks)
        if folder not in self._there:
            os.makedirs(f"{self._site}/{folder}", exist_ok=True)  # noqa: PTH103 -- it has no Path
            self._there.add(folder)
        return _put(f"{self._site}/{file}", chain((first,), blocks))


def in_parts(html: bytes) -> Iterator[str]:
    """Give a page some lines at a time; they end where a tag ends, so that no text is cut."""
    start = 0
    while start < len(html):
        end = html.find(b">\n", start + _BLOCK) + 2
        end = end if end > 1 else len(html)
        yield html[start:end].decode()
        start = end


def _blocks(pieces: Iterable[str]) -> Iterator[bytes]:
    """Give the bytes of a text, many at a time; a short text is one block."""
    some: list[str] = []
    size = 0
    for piece in pieces:
        some.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            yield "".join(some).encode()
            some, size = [], 0
    yield "".join(some).encode()


def _put(path: str, blocks: Iterable[bytes]) -> os.stat_result:
    """Write a file with as few questions to the system as there can be; one that is the same is not touched."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    try:
        stands = os.fstat(file).st_size
        size, is_same = 0, stands > 0
        for block in blocks:
            if is_same and (not block or os.read(file, len(block)) == block):
                size += len(block)
                continue
            if is_same:
                is_same = False
                os.lseek(file, size, os.SEEK_SET)
            size += _write(file, block)
        if stands > size:
            os.ftruncate(file, size)
    finally:
        os.close(file)
    return os.stat(path)  # noqa: PTH116 -- it has no Path


def _write(file: int, block: bytes) -> int:
    rest = memoryview(block)
    while rest:
        rest = rest[os.write(file, rest) :]
    return len(block)
