"""What git knows of a book: which commit changed which part of which record."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from klantboek.edits.journal import FOLDER, state_folder
from klantboek.errors import KlantboekError
from klantboek.git import GitError, git

_NAME = "history.json"
_VERSION = 1
_START, _GAP = "\x01", "\x02"
# One listing for new and removed files, one with the lines of changed ones: a new file has no other version.
_LOG = (
    "-c", "core.quotePath=false", "-c", "log.showSignature=false", "-c", "i18n.logOutputEncoding=UTF-8",
    "-c", "diff.interHunkContext=0", "log", "--relative", "--no-renames", "--no-color", "--no-ext-diff", "--no-textconv",
    "--src-prefix=a/", "--dst-prefix=b/", f"--format={_START}%H{_GAP}%as{_GAP}%an{_GAP}%s",
)  # fmt: skip
_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@ ?(.*)")
_KEY = re.compile(r"([a-z][a-z0-9_]*):")
NEW, GONE = "+", "-"


class Commit(NamedTuple):
    """A commit: its id, its day, who made it and its first line."""

    id: str
    day: str
    author: str
    subject: str


class Touch(NamedTuple):
    """A commit that touched a file, and the properties it changed; ``+`` for a new file, ``-`` for a removed one."""

    commit: Commit
    keys: tuple[str, ...]


@dataclass(frozen=True)
class History:
    """The touches of each file of a book, newest first; without git there are none."""

    files: Mapping[str, tuple[Touch, ...]] = field(default_factory=dict)

    def of(self, file: str) -> tuple[Touch, ...]:
        """Give the touches of a file."""
        return self.files.get(file, ())

    def since(self, day: str) -> dict[Commit, list[tuple[str, tuple[str, ...]]]]:
        """Give the commits from a day on, newest first, each with the files it touched and what changed in them."""
        found: dict[Commit, list[tuple[str, tuple[str, ...]]]] = {}
        for file, touches in sorted(self.files.items()):
            for touch in touches:
                if touch.commit.day >= day:
                    found.setdefault(touch.commit, []).append((file, touch.keys))
        return dict(sorted(found.items(), key=lambda one: (one[0].day, one[0].id), reverse=True))


def history(root: Path, project: Path) -> History:
    """Read the history of a book; what was read before is kept beside the project, and only what came since is read."""
    try:
        head = git(root, "rev-parse", "HEAD").decode().strip()
    except GitError:
        return History()
    kept = _kept(project)
    before, files = kept if kept is not None else ("", {})
    if before != head:
        span = f"{before}..{head}" if before and _follows(root, before, head) else head
        try:
            new, is_whole = _read(root, span)
        except GitError:
            return History()
        files = _joined(new, files if span != head else {})
        if is_whole:
            _keep(project, head, files)
    return History({name: tuple(touches) for name, touches in files.items()})


def _follows(root: Path, before: str, head: str) -> bool:
    try:
        git(root, "merge-base", "--is-ancestor", before, head)
    except GitError:
        return False
    return True


_Files = dict[str, list[Touch]]


def _read(root: Path, span: str) -> tuple[_Files, bool]:
    """Read what some commits touched, and tell whether all commits are here: a shallow clone has only the last ones."""
    changed = git(root, *_LOG, "--patch", "--unified=0", "--diff-filter=M", span, "--", "*.yaml")
    moved = git(root, *_LOG, "--name-status", "--diff-filter=AD", span, "--", "*.yaml")
    order = {one: place for place, one in enumerate(git(root, "rev-list", span).decode().split())}
    is_whole = git(root, "rev-parse", "--is-shallow-repository").strip() != b"true"
    # The first commit of a shallow clone seems to add every file.
    first = set() if is_whole else set(git(root, "rev-list", "--max-parents=0", span).decode().split())
    found: _Files = {}
    for name, touch in [*_changes(_lines(changed)), *_moves(_lines(moved))]:
        if touch.commit.id not in first:
            found.setdefault(name, []).append(touch)
    for touches in found.values():
        touches.sort(key=lambda one: order.get(one.commit.id, 0))
    return found, is_whole


def _lines(output: bytes) -> Iterator[str]:
    return iter(output.decode("utf-8", "replace").split("\n"))


def _commit(line: str) -> Commit:
    return Commit(*line.removeprefix(_START).split(_GAP, 3))


def _moves(lines: Iterable[str]) -> Iterator[tuple[str, Touch]]:
    commit = Commit("", "", "", "")
    for line in lines:
        if line.startswith(_START):
            commit = _commit(line)
        elif line:
            state, _, name = line.partition("\t")
            yield name, Touch(commit, (NEW if state == "A" else GONE,))


def _changes(lines: Iterator[str]) -> Iterator[tuple[str, Touch]]:
    """Give what each commit changed: the properties at the start of a line, or the last one above a changed line."""
    commit, name, keys = Commit("", "", "", ""), "", dict[str, None]()
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


def _joined(new: _Files, old: _Files) -> _Files:
    return {name: [*new.get(name, ()), *old.get(name, ())] for name in {**old, **new}}


def _kept(project: Path) -> tuple[str, _Files] | None:
    """Give what was read last time and up to which commit; None when nothing was kept, or it is damaged."""
    try:
        told: Any = json.loads((project / FOLDER / _NAME).read_text(encoding="utf-8"))
        if told["version"] != _VERSION:
            return None
        commits = [Commit(*map(str, one)) for one in told["commits"]]
        return str(told["head"]), {
            str(name): [Touch(commits[place], tuple(map(str, keys))) for place, keys in touches]
            for name, touches in told["files"].items()
        }
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None


def _keep(project: Path, head: str, files: _Files) -> None:
    """Write what was read where nobody else reads it; a disk that refuses only costs time."""
    places = {
        one: place
        for place, one in enumerate(dict.fromkeys(one.commit for some in files.values() for one in some))
    }
    told = {
        "version": _VERSION,
        "head": head,
        "commits": list(places),
        "files": {name: [(places[one.commit], one.keys) for one in some] for name, some in files.items()},
    }
    try:
        folder = state_folder(project)
        beside = folder / f"{_NAME}.new"
        beside.write_text(json.dumps(told), encoding="utf-8")
        beside.replace(folder / _NAME)
    except (OSError, KlantboekError):
        return
