"""A book as git had it: its files at a revision, read like any other book."""

import os
import re
from datetime import date
from pathlib import Path, PurePosixPath

from klantboek.book import Book
from klantboek.book.files import SETTINGS
from klantboek.book.load import day_of, read_all
from klantboek.errors import KlantboekError
from klantboek.git import GitError, git
from klantboek.linting.sources import RevisionSource

# Where hosts say what a pull request or merge request is compared with.
_GITHUB, _GITLAB = "GITHUB_BASE_REF", "CI_MERGE_REQUEST_DIFF_BASE_SHA"
_HUNK = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")


class RevisionError(KlantboekError):
    """A revision that git does not know here."""

    exit_code = 16

    def __init__(self, revision: str, reason: str) -> None:
        super().__init__(
            f"The revision {revision!r} can't be used: {reason}",
            "`git log --oneline` lists what it knows. In CI the history must be there: fetch-depth: 0 on GitHub, "
            "GIT_DEPTH: 0 on GitLab.",
        )


def base_of_change() -> str | None:
    """Give the revision that a pull request is compared with, where the host tells it."""
    if base := os.environ.get(_GITHUB):
        return f"origin/{base}"
    return os.environ.get(_GITLAB) or None


def source_at(root: Path, revision: str) -> RevisionSource:
    """Give the book below ``root`` as it was where this branch left ``revision``, to be checked or read.

    That is the merge base, so that what others changed meanwhile is not counted as new here. Raises
    RevisionError when git or the revision is missing, or when there was no book then.
    """
    return _source(root, revision, _commit(root, revision))


def _source(root: Path, revision: str, commit: str) -> RevisionSource:
    top = Path(_git(root, revision, "rev-parse", "--show-toplevel").rstrip("\n"))
    folder = PurePosixPath(root.resolve().relative_to(top.resolve()).as_posix())
    try:
        found = RevisionSource(root, top, commit, folder)
    except GitError as error:
        raise RevisionError(revision, str(error)) from None
    if SETTINGS not in found.known():
        raise RevisionError(revision, f"there was no book in {folder} then")
    return found


def book_at(root: Path, revision: str, as_of: date) -> Book:
    """Read the book below ``root`` as ``source_at`` gives it, on a day. Raises RevisionError."""
    source = source_at(root, revision)
    files = source.files()
    source.read_ahead([file.below for file in files])
    records, strays = read_all(files, source.content)
    day = day_of(root, records, strays, as_of, None)
    return Book(root, day, tuple(records), tuple(strays), standing=source.state_of, beside=source.beside)


def source_then(root: Path, revision: str) -> tuple[RevisionSource, date]:
    """Give the book below ``root`` as it was at ``revision`` itself, and the day of that commit. Raises RevisionError."""
    commit = _exactly(root, revision)
    told = _git(root, revision, "show", "--no-patch", "--format=%cs", commit).strip()
    return _source(root, revision, commit), date.fromisoformat(told)


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
    found = _exactly(root, revision)
    try:
        return _git(root, revision, "merge-base", found, "HEAD").strip()
    except RevisionError:
        return found  # no common ancestor, or no commit yet


def _exactly(root: Path, revision: str) -> str:
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return _git(root, revision, *words).strip()


def _git(folder: Path, revision: str, *words: str) -> str:
    try:
        return git(folder, *words).decode("utf-8", "surrogateescape")
    except GitError as error:
        raise RevisionError(revision, str(error)) from None
