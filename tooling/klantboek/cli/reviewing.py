"""The terminal part of ``klantboek duplicates --review``: pairs side by side, one key an answer."""

import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

import click

from klantboek.cli.changing import check_staff, write
from klantboek.cli.screen import paint, prefix_of, width
from klantboek.errors import KlantboekError
from klantboek.plain import plain

if TYPE_CHECKING:
    from klantboek.book import Book
    from klantboek.duplicates.judgements import OpenPair
    from klantboek.duplicates.pairs import Pair
    from klantboek.duplicates.review import Walk
    from klantboek.duplicates.sides import Row
    from klantboek.duplicates.teaching import Questions

_VERDICTS = {"s": "same", "d": "distinct", "u": "unsure"}
_KEYS = "s same  d distinct  u unsure  k skip  z undo  q quit"
_LAST = "z undo  q quit"
_COLOURS = {"=": "green", "~": "yellow", "≠": "red", "": "dim"}
_LABEL = 12
# Below this width two columns would be cut to shreds: the two stand below each other.
_NARROW = 60


class NobodyJudgesError(KlantboekError):
    """A judgement names who gave it."""

    def __init__(self) -> None:
        super().__init__("A judgement names who gave it.", "Add --by and your staff code of book.yaml.")


@dataclass(frozen=True)
class Asking:
    """Who is asked, and how: ``by`` is the staff code, or "" to ask for it; ``unsure`` pairs come back."""

    by: str = ""
    allow_dirty: bool = False
    unsure: bool = False

    def by_staff(self, book: "Book") -> "Asking":
        """Give the same with the code of somebody on the staff of the book."""
        return replace(self, by=_who(book, self.by))

    def review(self, book: "Book", pairs: "Iterable[Pair]") -> None:
        """Walk through the open pairs; each answer is written at once, and ``z`` takes it back.

        Reads keys from the terminal, or lines where there is none: a key, and after it a line with the reason.
        """
        from klantboek.duplicates import review as walking

        walk = walking.begin(book, pairs, self.by, unsure=self.unsure)
        total = walk.left
        if total:
            click.echo(f"{total:,} pair{'' if total == 1 else 's'} to judge. {_KEYS}")
        _walked(walk, allow_dirty=self.allow_dirty)

    def teach(self, book: "Book", asked: "Questions") -> None:
        """Ask what teaches most; the next question depends on the answers, and ``q`` ends it at any time."""
        from klantboek.duplicates import review as walking
        from klantboek.duplicates.adaptation import FEWEST_JUDGED
        from klantboek.duplicates.judgements import judged

        walk = walking.teach(book, asked, self.by, unsure=self.unsure)
        if walk.current is not None:
            click.echo(f"What teaches most comes first; about sixty answers are enough, q ends it. {_KEYS}")
        walk = _walked(walk, allow_dirty=self.allow_dirty)
        verdicts = sum(one.verdict != "unsure" for one in judged(walk.book))
        if verdicts < FEWEST_JUDGED:
            click.echo(
                f"The weights learn from {FEWEST_JUDGED} verdicts on; this book has {verdicts} so far."
            )
        else:
            click.echo(f"The weights learn from the {verdicts:,} verdicts of this book.")


def _walked(walk: "Walk", *, allow_dirty: bool) -> "Walk":
    while walk.current is not None or walk.steps:
        if walk.current is not None:
            _show(walk, walk.current)
        else:
            click.echo(f"That was the last pair. {_LAST}")
        key = _key()
        if key == "q" or (walk.current is None and key != "z"):
            break
        after = _step(walk, key, allow_dirty=allow_dirty)
        walk = walk if after is None else after
    _close(walk)
    return walk


def _who(book: "Book", by: str) -> str:
    while not by and sys.stdin.isatty():
        by = str(click.prompt("Your staff code", default="", show_default=False)).strip()
    if not by:
        raise NobodyJudgesError
    return check_staff(book, by)


def _step(walk: "Walk", key: str, *, allow_dirty: bool) -> "Walk | None":
    """Do what a key asks; None when it asks nothing."""
    from klantboek.duplicates import review as walking

    if key == "k":
        return walking.skip(walk)
    if key == "z":
        return _undone(walk)
    found = walk.current
    if key not in _VERDICTS or found is None:
        click.echo(_KEYS)
        return None
    reason = _reason(walking.usual_reason(found.pair, _VERDICTS[key]))
    if reason is None:
        return None
    after, written = walking.answer(walk, _VERDICTS[key], reason)
    written.file.parent.mkdir(exist_ok=True)
    write(walk.book.project, [written], allow_dirty=allow_dirty)
    click.echo(f"{_VERDICTS[key]}  {plain(written.file.name)}")
    return after


def _undone(walk: "Walk") -> "Walk":
    from klantboek.duplicates import review as walking

    if not walk.steps:
        click.echo("There is nothing to take back.")
        return walk
    before, written = walking.undo(walk)
    if written is not None:
        # What is taken back was written by this walk: git can't hold it yet.
        write(walk.book.project, [written], allow_dirty=True)
    click.echo("taken back")
    return before


def _close(walk: "Walk") -> None:
    if walk.questions is not None and walk.left:
        click.echo(f"Judged {walk.answered:,}.")
    elif walk.left:
        click.echo(f"Judged {walk.answered:,}; {walk.left:,} left.")
    else:
        click.echo(f"Judged {walk.answered:,}; nothing is left.")
    if walk.answered:
        folder = f"{plain(prefix_of(walk.book.root))}judgements"
        click.echo(f"Next: commit {folder}; klantboek lint names the pairs that are the same, to be merged.")


def _key() -> str:
    """Read one key; the end of input and an interrupt mean quit."""
    if not sys.stdin.isatty():
        line = sys.stdin.readline()
        return line.strip()[:1].lower() if line else "q"
    try:
        return click.getchar().lower()
    except (EOFError, KeyboardInterrupt):
        return "q"


def _reason(usual: str) -> str | None:
    """Ask for the reason; None when the answer is taken back while it is given."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip() or usual
    try:
        return str(click.prompt("Reason", default=usual)).strip() or usual
    except click.Abort:
        click.echo("")
        return None


def _show(walk: "Walk", found: "OpenPair") -> None:
    from klantboek.duplicates.sides import side_by_side
    from klantboek.reports.waterfall import signed, sure

    pair = found.pair
    click.echo("")
    far = f"{walk.left:,} left" if walk.questions is None else f"{walk.answered:,} judged"
    click.echo(paint(plain(f"{pair.a} and {pair.b}  {sure(pair)}  {far}"), "bold"))
    if found.judgement is not None:
        why = "changed since" if found.state == "changed" else "not sure"
        said = f"{why}: judged {found.judgement.verdict} on {found.judgement.on} by {found.judgement.by}: {found.judgement.reason}"
        click.echo(plain(said))
    for row in side_by_side(walk.book, pair.a, pair.b):
        for line in _lines(row, width()):
            click.echo(line)
    for reason in pair.reasons:
        click.echo(paint(f"  {signed(reason.weight):>6}  {plain(reason.text)}", "dim"))
    click.echo(paint(f"  {signed(pair.weight):>6}  bits together", "dim"))
    click.echo(paint(_KEYS, "dim"))


def _lines(row: "Row", cells: int) -> Iterator[str]:
    """Give the lines of a row, in two columns or, on a narrow terminal, below each other."""
    mark = row.mark or " "
    if cells < _NARROW:
        yield paint(f"{mark} {row.label}", _COLOURS[row.mark])
        yield from (f"    {line}" for side in (row.a, row.b) for line in _wrapped(side or ("-",), cells - 4))
        return
    wide = (cells - _LABEL - 6) // 2
    pairs = zip_longest(_wrapped(row.a, wide), _wrapped(row.b, wide), fillvalue="")
    for at, (one, two) in enumerate(pairs):
        label = f"{mark} {row.label:<{_LABEL}}" if at == 0 else " " * (_LABEL + 2)
        gap = " " * (wide - _cells(one))
        yield paint(label, _COLOURS[row.mark]) + f"{one}{gap}  {two}".rstrip()


def _wrapped(values: Sequence[str], wide: int) -> list[str]:
    """Give each value in lines that fit, broken between words; a word that does not fit is cut."""
    found: list[str] = []
    for value in values:
        line = ""
        for word in plain(value).split(" "):
            if line and _cells(line) + 1 + _cells(word) > wide:
                found.append(line)
                line = ""
            pieces = _cut(f"{line} {word}" if line else word, wide)
            found += pieces[:-1]
            line = pieces[-1]
        found.append(line)
    return found


def _cut(text: str, wide: int) -> list[str]:
    """Cut a text into pieces of at most so many cells."""
    pieces, used = [""], 0
    for char in text:
        cells = _cells(char)
        if used + cells > wide:
            pieces.append("")
            used = 0
        pieces[-1] += char
        used += cells
    return pieces


def _cells(text: str) -> int:
    """Count the cells that a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
