"""What changed in the book since a month ago, as git has it."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from klantboek.book.period import months_later
from klantboek.handbook.asking import ask
from klantboek.handbook.changed import what
from klantboek.handbook.edition import Edition
from klantboek.handbook.history import GONE, NEW, Commit
from klantboek.handbook.listing import MOST, Column, Listing, Sorted, keyed, text
from klantboek.handbook.markup import span_of
from klantboek.handbook.page import Page
from klantboek.handbook.renaming import link_to
from klantboek.shapes import KINDS

_COLUMNS = ("date", "record", "sort_of", "changed", "subject", "by")
_FACETS = frozenset(["sort_of", "by"])


def pages(edition: Edition) -> Iterator[Page]:
    """Give the page of changes."""
    yield Page("changes.html", "list", edition.words("changes.title"), partial(_make, edition), "quality", 46)


def _make(edition: Edition) -> Mapping[str, Any]:
    words, number = edition.words, edition.write.number
    since = months_later(edition.book.as_of, -1)
    commits = edition.history.since(since.isoformat())
    touched = [(commit, file, keys) for commit, files in commits.items() for file, keys in files]
    intro = words(
        "changes.intro",
        day=edition.write.day(since),
        commits=number(len(commits)),
        new=number(len({file for _, file, keys in touched if keys == (NEW,)})),
        changed=number(len({file for _, file, keys in touched if keys not in {(NEW,), (GONE,)}})),
        gone=number(len({file for _, file, keys in touched if keys == (GONE,)})),
    )
    columns = [Column(words(f"column.{name}"), facet=name if name in _FACETS else "") for name in _COLUMNS]
    rows = [_row(edition, *one) for one in touched[:MOST]]
    none = words("changes.none" if edition.history.is_told else "changes.no_git")
    return {
        "title": words("changes.title"),
        "intro": intro if touched else none,
        "listing": Listing.of(columns, rows, max(len(touched) - MOST, 0)),
    }


def _row(edition: Edition, commit: Commit, file: str, keys: tuple[str, ...]) -> list[Sorted]:
    cells = edition.cells("")
    ask("relations")
    record = edition.files.get(file)
    kind = record.kind if record is not None else _kind(file)
    name = link_to(edition, record, "") if record is not None else text(file)[0]
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
