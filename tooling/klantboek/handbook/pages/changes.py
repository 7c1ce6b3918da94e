"""What changed in the book since a month ago, as git has it."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from klantboek.book.period import months_later
from klantboek.handbook.asking import ask
from klantboek.handbook.changed import what
from klantboek.handbook.edition import Edition
from klantboek.handbook.history import GONE, NEW, Commit, Touch
from klantboek.handbook.listing import MOST, Column, Listing, Sorted, keyed, text
from klantboek.handbook.markup import span_of
from klantboek.handbook.page import Page
from klantboek.handbook.renaming import link_to
from klantboek.shapes import KINDS

_COLUMNS = ("date", "record", "sort_of", "changed", "subject", "by")
_FACETS = frozenset(["sort_of", "by"])
# What touched a whole file; any other touch changed something in it.
_WAYS: Mapping[tuple[str, ...], str] = {(NEW,): "new", (GONE,): "gone"}


def pages(edition: Edition) -> Iterator[Page]:
    """Give the page of changes."""
    yield Page("changes.html", "list", edition.words("changes.title"), partial(_make, edition), "quality", 46)


def _make(edition: Edition) -> Mapping[str, Any]:
    words, number = edition.words, edition.write.number
    since = months_later(edition.book.as_of, -1)
    # One after the other: a commit may touch every file of the book.
    size, commits, first = 0, set[str](), list[tuple[str, Touch]]()
    files: dict[str, set[str]] = {"new": set(), "changed": set(), "gone": set()}
    for file, touch in edition.history.since(since.isoformat()):
        size += 1
        commits.add(touch.commit.id)
        files[_WAYS.get(touch.keys, "changed")].add(file)
        if size <= MOST:
            first.append((file, touch))
    counts = {way: number(len(some)) for way, some in files.items()}
    intro = words("changes.intro", day=edition.write.day(since), commits=number(len(commits)), **counts)
    columns = [Column(words(f"column.{name}"), facet=name if name in _FACETS else "") for name in _COLUMNS]
    rows = [_row(edition, file, touch.commit, touch.keys) for file, touch in first]
    none = words("changes.none" if edition.history.is_told else "changes.no_git")
    return {
        "title": words("changes.title"),
        "intro": intro if first else none,
        "listing": Listing.of(columns, rows, size - len(first)),
    }


def _row(edition: Edition, file: str, commit: Commit, keys: tuple[str, ...]) -> list[Sorted]:
    cells = edition.cells("")
    ask("relations")
    record = edition.files.get(file)
    kind = record.kind if record is not None else _kind(file)
    name = link_to(edition, record, "") if record is not None else text(edition.named(file))[0]
    return [
        keyed(span_of("nb", cells.date(commit.day)), commit.day),
        (name, ""),
        text(edition.words(f"kind.{kind}") if kind else None),
        text(what(edition, kind, keys) if kind else None),
        text(commit.subject),
        text(commit.author),
    ]


def _kind(file: str) -> str:
    """Give the kind of record that stood in a file which is gone, by its folder."""
    folder = file.partition("/")[0]
    return next((kind for kind, about in KINDS.items() if about.folder and about.folder == folder), "")
