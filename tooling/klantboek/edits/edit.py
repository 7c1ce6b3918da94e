"""Changes of a record to changes of its text: one after the other, each verified."""

from collections.abc import Iterable, Sequence

from klantboek.changes import Change, Delete, Insert, Order, Put, Rename, Reorder, Requote, Steps
from klantboek.edits import block, flow
from klantboek.edits.expected import before_of, expected
from klantboek.edits.outline import Layout, Part, outline
from klantboek.edits.put import put
from klantboek.edits.refused import EditRefusedError
from klantboek.edits.reorder import reorder
from klantboek.edits.splice import Splice, spliced
from klantboek.yaml import Document
from klantboek.yaml.writer import key_of, quoted


def anywhere(_: Steps) -> Sequence[str]:
    """Say nothing about the order of keys: new ones go to the end."""
    return ()


def edited(document: Document, changes: Iterable[Change], order: Order = anywhere) -> Document:
    """Give the document with the changes made; a new key goes where ``order`` puts it.

    Comments, empty lines, line ends and everything that is not changed stay as they are. Raises
    EditRefusedError when a path leads nowhere, or when the text does not allow the change.
    """
    for change in changes:
        try:
            document = _made(document, change, order)
        except EditRefusedError:
            if not isinstance(change, Put):
                raise
            # Lines of their own run into what stands around them: on one line the same value may fit.
            document = _made(document, change, order, on_one_line=True)
    return document


def _made(document: Document, change: Change, order: Order, *, on_one_line: bool = False) -> Document:
    root = None if document.faults else outline(document)
    if root is None:
        raise EditRefusedError(document.name, "there are no values in it that can be read")
    try:
        value = expected(document.value, change, order)
    except (LookupError, TypeError):
        raise EditRefusedError(document.name, f"it has no {_named(change.path)} to change") from None
    found = _splices(document.text, root, change, order, on_one_line=on_one_line)
    if isinstance(found, str):
        raise EditRefusedError(document.name, found)
    return spliced(document, found, value)


def _named(path: Steps) -> str:
    return ".".join(map(str, path)) or "value"


def _splices(text: str, root: Part, change: Change, order: Order, *, on_one_line: bool) -> list[Splice] | str:
    part = root.at(change.path)
    holder = root.at(change.path[:-1]) if change.path else None
    if isinstance(change, Reorder):
        return reorder(text, part, change.keys) if part and part.parts else []
    if isinstance(change, Insert) or (isinstance(change, Put) and part is None):
        return _add(text, holder, change, order)
    if part is None:
        return f"it has no {_named(change.path)}"
    if isinstance(change, Put):
        return [put(text, part, change.value, on_one_line=on_one_line)]
    if isinstance(change, Delete):
        return _remove(text, root, change.path)
    return _spelled(text, part, change)


def _spelled(text: str, part: Part, change: Rename | Requote) -> list[Splice] | str:
    if isinstance(change, Requote) and not change.key:
        if not isinstance(part.value, str) or text[part.start] in "|>":
            return "only a text on one line gets quotes"
        return [Splice(part.start, part.end, quoted(part.value))]
    if part.key is None:
        return f"{_named(change.path)} is an item of a list, without a key"
    name = str(part.step) if isinstance(change, Requote) else change.name
    written = quoted(name) if isinstance(change, Requote) else key_of(name, flow=part.in_flow)
    return [Splice(*part.key, written)]


def _add(text: str, holder: Part | None, change: Put | Insert, order: Order) -> list[Splice] | str:
    step = change.path[-1]
    if holder is None or holder.layout is Layout.PAIR:
        return "a group without braces stands between brackets there"
    if isinstance(step, int):
        position = step
    else:
        keys = [str(part.step) for part in holder.parts]
        before = before_of(keys, step, list(order(change.path[:-1])))
        position = len(keys) if before is None else keys.index(before)
    if holder.layout is Layout.FLOW:
        return flow.add(holder, position, step, change.value)
    return block.add(text, holder, position, step, change.value)


def _remove(text: str, root: Part, path: Steps) -> list[Splice] | str:
    holder = root.at(path[:-1])
    if holder is None or holder.layout is Layout.PAIR:
        return "a group without braces stands between brackets there"
    position = next(at for at, part in enumerate(holder.parts) if part.step == path[-1])
    if holder.layout is Layout.FLOW:
        return flow.remove(text, holder, position)
    return block.remove(text, holder, position, root.at(path[:-2]) if len(path) > 1 else None)
