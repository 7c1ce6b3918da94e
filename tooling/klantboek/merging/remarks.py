"""The comments of two records: each goes above what it was about, or stays at the top of the file."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from klantboek.changes import Steps
from klantboek.edits.lines import column, line_start, newline, stands_alone
from klantboek.edits.outline import Layout, Part, outline
from klantboek.edits.splice import Splice, spliced
from klantboek.yaml import Document
from klantboek.yaml.comments import Comment, comments


class Remark(NamedTuple):
    """A comment and the entry it is about; the empty path is the file itself."""

    text: str
    path: Steps


def remarks(document: Document) -> list[Remark]:
    """Give the comments of a document, in order, with what each is about.

    One that stands alone is about the next entry, one behind a value about that value, the one at the top of
    the file about the file.
    """
    root = outline(document)
    if root is None:
        return [Remark(one.text, ()) for one in comments(document)]
    entries = list(_entries(root, ()))
    return [Remark(one.text, _about(one, entries)) for one in comments(document)]


def _entries(part: Part, path: Steps) -> Iterable[tuple[Steps, Part]]:
    for one in part.parts:
        if one.step is not None:
            yield (*path, one.step), one
            yield from _entries(one, (*path, one.step))


def _about(comment: Comment, entries: list[tuple[Steps, Part]]) -> Steps:
    first = min((part.head for _, part in entries), default=0)
    if comment.end <= first:
        return ()
    if comment.alone:
        following = [(path, part) for path, part in entries if part.head >= comment.end]
        if following:
            nearest = min(part.head for _, part in following)
            return min((path for path, part in following if part.head == nearest), key=len)
    before = [(path, part) for path, part in entries if part.end <= comment.start]
    around = [(path, part) for path, part in entries if part.head < comment.start]
    chosen = max(before, key=lambda one: (one[1].end, len(one[0])), default=None) or around[-1]
    return chosen[0]


def carried(
    document: Document, others: Iterable[Remark], where: Callable[[Steps], Steps], title: str
) -> Document:
    """Give the document with the comments of another written above the entries that ``where`` leads to.

    Those about the whole other file come at the top of this one, below a line that is the ``title``. Raises
    EditRefusedError when the text does not allow it.
    """
    root = outline(document)
    if root is None:
        return document
    top: list[str] = []
    rows: dict[int, tuple[int, list[str]]] = {}
    for remark in others:
        path = where(remark.path) if remark.path else ()
        at = _row(document.text, root, path)
        if not remark.path or at is None:
            top.append(remark.text)
        else:
            rows.setdefault(at, (column(document.text, _head(root, path, document.text)), []))[1].append(
                remark.text
            )
    end = newline(document.text)
    found = [
        Splice(at, at, "".join(f"{' ' * depth}{text}{end}" for text in texts))
        for at, (depth, texts) in rows.items()
    ]
    if top:
        first = line_start(document.text, min(part.head for part in root.parts)) if root.parts else 0
        written = "".join(f"{text}{end}" for text in ([title] if title else []) + top)
        found = [one for one in found if one.start != first] + [
            Splice(first, first, written + "".join(one.text for one in found if one.start == first))
        ]
    return spliced(document, found, document.value)


def _head(root: Part, path: Steps, text: str) -> int:
    """Give where the nearest entry around a path that has lines of its own starts."""
    part, head = root, -1
    for step in path:
        found = part.at((step,))
        if found is None or part.layout is not Layout.BLOCK:
            break
        part = found
        if stands_alone(text, part.head):
            head = part.head
    return head


def _row(text: str, root: Part, path: Steps) -> int | None:
    head = _head(root, path, text)
    return None if head < 0 else line_start(text, head)


def lost(before: Document, after: Document) -> list[Remark]:
    """Give the comments that an edit took away, because what they stood in was written anew."""
    left = Counter(one.text for one in comments(after))
    found = []
    for remark in remarks(before):
        if left[remark.text]:
            left[remark.text] -= 1
        else:
            found.append(remark)
    return found


def without_comment(document: Document, line: int) -> Document:
    """Give the document without the comment on a line, and without the line when it held nothing else."""
    one = next(one for one in comments(document) if one.line == line)
    start = line_start(document.text, one.start)
    if one.alone and not document.text[start : one.start].strip():
        following = document.text.find("\n", one.end)
        return spliced(
            document,
            [Splice(start, len(document.text) if following < 0 else following + 1, "")],
            document.value,
        )
    kept = document.text[: one.start].rstrip(" \t")
    return spliced(document, [Splice(len(kept), one.end, "")], document.value)
