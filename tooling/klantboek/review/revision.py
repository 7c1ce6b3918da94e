"""A book as git had it: its files at a revision, read like any other book."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from klantboek.book import Book, load
from klantboek.errors import KlantboekError

# Where hosts say what a pull request or merge request is compared with.
_GITHUB, _GITLAB = "GITHUB_BASE_REF", "CI_MERGE_REQUEST_DIFF_BASE_SHA"
_HUNK = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_FILE_MODES = ("100644", "100755")


class RevisionError(KlantboekError):
    """A revision that git does not know here."""

    exit_code = 16

    def __init__(self, revision: str, reason: str) -> None:
        super().__init__(
            f"The revision {revision!r} can't be used: {reason}",
            "In CI the history must be there: fetch-depth: 0 on GitHub, GIT_DEPTH: 0 on GitLab.",
        )


def base_of_change() -> str | None:
    """Give the revision that a pull request is compared with, where the host tells it."""
    if base := os.environ.get(_GITHUB):
        return f"origin/{base}"
    return os.environ.get(_GITLAB) or None


def book_at(root: Path, revision: str, as_of: date) -> Book:
    """Read the book below ``root`` as it was where this branch left ``revision``, on the same day.

    That is the merge base, so that what others changed meanwhile is not counted as new here. Raises
    RevisionError when git or the revision is missing.
    """
    top = Path(_git(root, revision, "rev-parse", "--show-toplevel").strip())
    commit = _commit(root, revision)
    folder = root.resolve().relative_to(top.resolve())
    with tempfile.TemporaryDirectory() as scratch:
        for name, content in _files(top, commit, folder):
            file = Path(scratch) / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        if not (Path(scratch) / "book.yaml").is_file():
            raise RevisionError(revision, f"there was no book in {folder} then")
        return load(Path(scratch), as_of)


def changed_lines(root: Path, revision: str) -> dict[str, frozenset[int] | None]:
    """Give the files below the book that differ from where this branch left ``revision``, with their new lines.

    A file that git doesn't follow yet is new as a whole: None. Raises RevisionError as ``book_at`` does.
    """
    commit = _commit(root, revision)
    words = ("diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-renames", "--relative", commit)
    plain_names = (
        "-c",
        "core.quotePath=false",
        "-c",
        "diff.noprefix=false",
        "-c",
        "diff.mnemonicPrefix=false",
    )
    found: dict[str, set[int]] = {}
    name = ""
    for line in _git(root, revision, *plain_names, *words, "--", ".").split("\n"):
        if line.startswith("+++ "):
            name = line.removeprefix("+++ ").removeprefix("b/").rstrip("\t")
        elif hunk := _HUNK.match(line):
            first, count = int(hunk[1]), int(hunk[2] or 1)
            found.setdefault(name, set()).update(range(first, first + count))
    fresh = _git(root, revision, "ls-files", "-z", "--others", "--exclude-standard").split("\0")
    return {name: frozenset(lines) for name, lines in found.items()} | dict.fromkeys(filter(None, fresh))


def _commit(root: Path, revision: str) -> str:
    found = _git(
        root, revision, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    try:
        return _git(root, revision, "merge-base", found.strip(), "HEAD").strip()
    except RevisionError:
        return found.strip()  # no common ancestor, or no commit yet


def _files(top: Path, commit: str, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give the regular YAML files below the folder with their content; links are left out."""
    listed = _git(top, commit, "ls-tree", "-r", "-z", "--full-tree", commit, "--", folder.as_posix())
    entries = [entry.split("\t", 1) for entry in listed.split("\0") if entry]
    wanted = [
        (name, facts.split()[2])
        for facts, name in entries
        if facts.startswith(_FILE_MODES) and name.endswith((".yaml", ".yml"))
    ]
    request = "".join(f"{blob}\n" for _, blob in wanted).encode()
    answer = _run(top, commit, ("cat-file", "--batch"), request)
    at = 0
    for name, _ in wanted:
        head, _, _ = answer[at:].partition(b"\n")
        start, size = at + len(head) + 1, int(head.split()[2])
        yield str(Path(name).relative_to(folder)), answer[start : start + size]
        at = start + size + 1


def _git(folder: Path, revision: str, *words: str) -> str:
    return _run(folder, revision, words).decode("utf-8", "surrogateescape")


def _run(folder: Path, revision: str, words: tuple[str, ...], given: bytes = b"") -> bytes:
    try:
        done = subprocess.run(["git", *words], cwd=folder, input=given, capture_output=True, check=False)  # noqa: S603, S607 -- git from the path, as its users have it
    except OSError:
        raise RevisionError(revision, "git is not installed") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        raise RevisionError(revision, said.splitlines()[0] if said else "git does not know it")
    return done.stdout
