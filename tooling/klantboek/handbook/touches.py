"""What commits changed in a book, as git tells it: which files, and which properties in them."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from klantboek.git import git

_START, _GAP = "\x01", "\x02"
# One listing for new and removed files, one with the lines of changed ones: a new file has no other version.
_LOG = (
    "-c", "core.quotePath=false", "-c", "log.showSignature=false", "-c", "i18n.logOutputEncoding=UTF-8",
    "-c", "diff.interHunkContext=0", "log", "--relative", "--no-renames", "--no-color", "--no-ext-diff", "--no-textconv",
    "--src-prefix=a/", "--dst-prefix=b/", f"--format={_START}%H{_GAP}%as{_GAP}%at{_GAP}%ct{_GAP}%an{_GAP}%s",
)  # fmt: skip
_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@ ?(.*)")
_KEY = re.compile(r"([a-z][a-z0-9_]*):")
NEW, GONE = "+", "-"


class Commit(NamedTuple):
    """A commit: its id, its day, the seconds at which it was made and put here, who made it and its first line."""

    id: str
    day: str
    authored: int
    committed: int
    author: str
    subject: str


_NO_COMMIT = Commit("", "", 0, 0, "", "")


class Touch(NamedTuple):
    """A commit that touched a file, and the properties it changed; ``+`` for a new file, ``-`` for a removed one."""

    commit: Commit
    keys: tuple[str, ...]


Touches = dict[str, list[Touch]]


def is_shallow(root: Path) -> bool:
    """Tell whether only the last commits are here. Raises GitError."""
    return git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"


def read_touches(root: Path, span: str) -> tuple[Touches, list[str]]:
    """Read what some commits touched, newest first, and give the ids of these commits in that order. Raises GitError."""
    changed = git(root, *_LOG, "--patch", "--unified=0", "--diff-filter=M", span, "--", "*.yaml")
    moved = git(root, *_LOG, "--name-status", "--diff-filter=AD", span, "--", "*.yaml")
    listed = git(root, "rev-list", span).decode().split()
    order = {one: place for place, one in enumerate(listed)}
    # The first commit of a shallow clone seems to add every file.
    first = (
        set(git(root, "rev-list", "--max-parents=0", span).decode().split()) if is_shallow(root) else set()
    )
    found: Touches = {}
    for name, touch in [*_changes(_lines(changed)), *_moves(_lines(moved))]:
        if touch.commit.id not in first:
            found.setdefault(name, []).append(touch)
    for touches in found.values():
        touches.sort(key=lambda one: order.get(one.commit.id, 0))
    return found, listed


def _lines(output: bytes) -> Iterator[str]:
    return iter(output.decode("utf-8", "replace").split("\n"))


def _commit(line: str) -> Commit:
    name, day, authored, committed, author, subject = line.removeprefix(_START).split(_GAP, 5)
    return Commit(name, day, int(authored), int(committed), author, subject)


def _moves(lines: Iterable[str]) -> Iterator[tuple[str, Touch]]:
    commit = _NO_COMMIT
    for line in lines:
        if line.startswith(_START):
            commit = _commit(line)
        elif line:
            state, _, name = line.partition("\t")
            yield name, Touch(commit, (NEW if state == "A" else GONE,))


def _changes(lines: Iterator[str]) -> Iterator[tuple[str, Touch]]:
    """Give what each commit changed: the properties at the start of a line, or the last one above a changed line."""
    commit, name, keys = _NO_COMMIT, "", dict[str, None]()
    for line in lines:
        hunk = _HUNK.match(line)
        if hunk:
            above = _KEY.match(hunk[3])
            size = sum(int(count) if count else 1 for count in hunk.groups()[:2])
            keys.update(dict.fromkeys(_keys_of(lines, size, above[1] if above else "")))
        elif line.startswith((_START, "diff --git ")):
            if name and keys:
                yield name, Touch(commit, tuple(keys))
            name, keys = "", {}
            if line.startswith(_START):
                commit = _commit(line)
        elif line.startswith("+++ b/"):
            name = line.removeprefix("+++ b/").rstrip("\t")
    if name and keys:
        yield name, Touch(commit, tuple(keys))


def _keys_of(lines: Iterator[str], size: int, key: str) -> Iterator[str]:
    """Give the property of each of the next changed lines."""
    while size > 0:
        line = next(lines, "")
        # "\ No newline at end of file" is no line of the file.
        size -= not line.startswith("\\")
        found = _KEY.match(line[1:])
        key = found[1] if found else key
        if key:
            yield key
