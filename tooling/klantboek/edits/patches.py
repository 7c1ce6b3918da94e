"""What an edit changed in a text, as small stretches with what came in their place."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from klantboek.edits.splice import Splice


def patches(before: str, after: str) -> Iterator[Splice]:
    """Give the stretches that differ, in order: of each row of changed lines only what is really different."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    for what, one, two, three, four in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            yield _narrowed(before, starts[one], starts[two], "".join(new[three:four]))


def _narrowed(before: str, start: int, end: int, text: str) -> Splice:
    """Leave out what both begin and end with."""
    old = before[start:end]
    head = _alike(old, text)
    tail = _alike(old[head:][::-1], text[head:][::-1])
    return Splice(start + head, end - tail, text[head : len(text) - tail])


def _alike(one: str, two: str) -> int:
    """Count the characters that both begin with."""
    pairs = enumerate(zip(one, two, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(two)))
