"""A walk through open pairs: what is asked next, what an answer writes, and how it is taken back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from klantboek.book import Book, Record
from klantboek.book.identity import fingerprint
from klantboek.book.judgements import Judgements, file_name, in_order
from klantboek.book.node import record_of
from klantboek.book.reading import read_record
from klantboek.changes import Put
from klantboek.duplicates.comparisons import MODEL_VERSION
from klantboek.duplicates.judgements import OpenPair, State, open_pairs
from klantboek.duplicates.pairs import Pair
from klantboek.duplicates.teaching import Questions
from klantboek.edits import edited
from klantboek.edits.rewriting import rewrite
from klantboek.edits.writing import Rewrite
from klantboek.shapes.order import order_of
from klantboek.yaml import write

_REASONS = 3
# Steps of the sum that say nothing of these two: the odds to begin with, and what counts less together.
_NO_REASONS = {"prior", "capped", "floor", "learned"}


@dataclass(frozen=True)
class Walk:
    """A walk through pairs: the book with what was judged so far, the pairs that are left, and the way back.

    ``by`` is the code of who judges. With ``questions`` the pair is asked that teaches most, else the likeliest.
    """

    book: Book
    waiting: tuple[Pair, ...]
    by: str
    steps: tuple["Step", ...] = ()
    answered: int = 0
    questions: Questions | None = None

    @cached_property
    def current(self) -> OpenPair | None:
        """The pair that is asked now; None when nothing is left. What follows from answers is never asked."""
        if self.questions is None:
            return next(iter(self._open), None)
        known = {id(one.pair): one for one in self._open}
        found = self.questions.next([one.pair for one in self._open])
        return None if found is None else known[id(found)]

    @property
    def left(self) -> int:
        """How many pairs are open, this one included."""
        return len(self._open)

    @cached_property
    def _open(self) -> tuple[OpenPair, ...]:
        return open_pairs(self.book, self.waiting)


@dataclass(frozen=True)
class Step:
    """One step of a walk: what it was before, and what was written, None for a pair that was passed over."""

    before: Walk
    written: Rewrite | None


def begin(book: Book, pairs: Iterable[Pair], by: str, *, unsure: bool = False) -> Walk:
    """Begin a walk; pairs of which somebody was not sure come back with ``unsure`` only."""
    asked = open_pairs(book, pairs)
    return Walk(book, tuple(one.pair for one in asked if unsure or one.state is not State.UNSURE), by)


def teach(book: Book, asked: Questions, by: str, *, unsure: bool = False) -> Walk:
    """Begin a walk that asks what teaches most; each answer decides what is asked next."""
    return replace(begin(book, asked.pairs, by, unsure=unsure), questions=asked)


def answer(walk: Walk, verdict: str, reason: str) -> tuple[Walk, Rewrite]:
    """Judge the current pair: give the walk that goes on, and the one file to write.

    Raises UnwrittenError when the file of an earlier judgement changed since it was read.
    """
    found = walk.current
    if found is None:
        raise ValueError("there is no pair to judge")
    book, written = _judged(walk.book, found.pair, verdict, reason, walk.by)
    step = Step(walk, written)
    left = tuple(pair for pair in walk.waiting if pair is not found.pair)
    asked = walk.questions.answered(found.pair, verdict) if walk.questions else None
    steps, answered = (*walk.steps, step), walk.answered + 1
    after = replace(walk, book=book, waiting=left, steps=steps, answered=answered, questions=asked)
    return after, written


def skip(walk: Walk) -> Walk:
    """Pass over the current pair; it comes back in the next walk."""
    found = walk.current
    left = tuple(pair for pair in walk.waiting if found is None or pair is not found.pair)
    return replace(walk, waiting=left, steps=(*walk.steps, Step(walk, None)))


def undo(walk: Walk) -> tuple[Walk, Rewrite | None]:
    """Take the last step back: give the walk before it, and the file to put back as it was."""
    if not walk.steps:
        return walk, None
    step = walk.steps[-1]
    done = step.written
    return step.before, None if done is None else Rewrite(done.file, done.new, done.old)


def usual_reason(pair: Pair, verdict: str) -> str:
    """Give the reason to offer: what speaks most for the verdict."""
    if verdict == "unsure":
        return "More must be known"
    sign = 1 if verdict == "same" else -1
    found = [one for one in pair.reasons if one.weight * sign > 0 and one.level not in _NO_REASONS]
    best = sorted(found, key=lambda one: (-one.weight * sign, one.text))[:_REASONS]
    text = "; ".join(one.text for one in best)
    return text[:1].upper() + text[1:] if text else "Looked at both records"


def _judged(book: Book, pair: Pair, verdict: str, reason: str, by: str) -> tuple[Book, Rewrite]:
    a, b = in_order(pair.a, pair.b)
    values: dict[str, Any] = {
        "a": a,
        "b": b,
        "verdict": verdict,
        "reason": reason,
        "by": by,
        "on": book.as_of.isoformat(),
        "match_weight": Decimal(str(round(pair.weight, 1))),
        "model": MODEL_VERSION,
        "content_a": _content(book, a),
        "content_b": _content(book, b),
    }
    old = _earlier(book, a, b)
    if old is None:
        file = file_name(a, b)
        text = write(values).encode()
        new = read_record("judgement", PurePosixPath(file).stem, text, file)
        return replace(book, records=(*book.records, new)), Rewrite(book.root / file, None, text)
    changes = [Put((key,), value) for key, value in values.items() if key not in {"a", "b"}]
    if (old.document.value["a"], old.document.value["b"]) != (a, b):
        changes += [Put(("a",), a), Put(("b",), b)]
    document = edited(old.document, changes, order_of("judgement"))
    new = read_record("judgement", old.id, document.text.encode(), old.file)
    records = tuple(new if one is old else one for one in book.records)
    return replace(book, records=records), rewrite(book.root / old.file, old.document, document)


def _content(book: Book, number: str) -> str:
    record = book.find("relation", number)
    return fingerprint(record.document.value) if record is not None else ""


def _earlier(book: Book, a: str, b: str) -> Record | None:
    """Give the file that holds an earlier judgement of just these two, under the names they have now."""
    judgements = Judgements(book)
    found = [record_of(one) for one in judgements.all if judgements.pair(one) == (a, b)]
    return max(found, key=lambda one: (one.file == file_name(a, b), one.file), default=None)
