"""Text to values, strictly: on the events of PyYAML's C parser, never through its loaders."""

import re
from array import array
from typing import Any

from yaml import (
    AliasEvent,
    CSafeLoader,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    MarkedYAMLError,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    YAMLError,
)

from klantboek.yaml import limits
from klantboek.yaml.document import Document
from klantboek.yaml.faults import FAULTS, Fault
from klantboek.yaml.scalars import AmbiguousError, resolve

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
# libyaml's words for what went wrong, and what that nearly always is.
_MEANT = (
    ("mapping values are not allowed", "a colon followed by a space inside a value", "Put the whole value in quotes."),
    ("cannot start any token", "a character that can't start a value", "Put the value in quotes, and indent with spaces, not tabs."),
    ("could not find expected ':'", "a key without a colon", "Write 'key: value', with a space after the colon."),
    ("expected <block end>", "a line whose indentation fits nothing above it", "Indent it like its neighbours, with spaces."),
    ("did not find expected key", "a line whose indentation fits nothing above it", "Indent it like its neighbours, with spaces; if the value starts with a quote, check where the quote ends."),
    ("unexpected end of stream", "a quote or bracket that is never closed", "Close it where the value ends."),
    ("did not find expected ',' or", "a bracket that is never closed, or a missing comma", "Close the bracket, or put a comma between the items."),
)  # fmt: skip


def read(source: bytes, name: str) -> Document:
    """Read one file; everything wrong with it is in the document's ``faults``, nothing is raised."""
    if len(source) > limits.BYTES:
        return _refused(name, "", _fault("KB011", f"the file is {len(source):,} bytes", 0, 0))
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = source.decode("utf-8-sig", errors="replace")
        start = len(source[: error.start].decode("utf-8-sig", errors="replace"))
        return _refused(name, text, _fault("KB007", "this byte is not UTF-8", start, start + 1))
    faults = _unprintable(text)
    if any(fault.kind.code == "KB006" for fault in faults):
        # libyaml stops at them, counts some as line ends, and would say it less well.
        return _refused(name, text, *faults)
    builder = _Builder(text, faults)
    builder.build()
    if builder.faults:
        return Document(name, text, None, builder.marks, tuple(sorted(builder.faults, key=lambda f: f.start)))
    return Document(name, text, builder.value, builder.marks)


def _refused(name: str, text: str, *faults: Fault) -> Document:
    return Document(name, text, None, array("I"), faults)


def _fault(code: str, message: str, start: int, end: int, **more: Any) -> Fault:
    return Fault(FAULTS[code], message, start, end, **more)


def _unprintable(text: str) -> list[Fault]:
    return [
        _fault(code, f"the character U+{ord(found[0]):04X} stands here", found.start(), found.end())
        for code, pattern in (("KB006", _CONTROL), ("KB008", _BIDI))
        for found in pattern.finditer(text)
    ]


class _Builder:
    """Builds the values of one text from its events, and collects what is refused."""

    def __init__(self, text: str, faults: list[Fault]) -> None:
        self.text = text
        self.faults = faults
        self.marks = array("I")
        self.value: Any = None
        # Open collections: the value, the number of its marks, the pending key, and where each key stands.
        self.open: list[tuple[Any, int, list[str | None], dict[str, int]]] = []

    def build(self) -> None:
        parser = CSafeLoader(self.text)
        try:
            while self._take(parser.get_event()):
                pass
        except MarkedYAMLError as error:
            self._syntax(error)
        except YAMLError as error:
            self.faults.append(_fault("KB001", str(error).splitlines()[0], 0, 0))
        finally:
            parser.dispose()

    def _take(self, event: Any) -> bool:
        kind = type(event)
        if kind is ScalarEvent:
            self._scalar(event)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            self._start(event, {} if kind is MappingStartEvent else [])
            if len(self.open) > limits.DEPTH:
                return self._stop("KB009", f"more than {limits.DEPTH} levels deep", event)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self.marks[2 * self.open.pop()[1] + 1] = event.end_mark.index
        elif kind is AliasEvent:
            self._refuse("KB003", f"the alias *{event.anchor} refers to a value elsewhere", event)
            self._place(None, event)
        elif kind is DocumentStartEvent and self.marks:
            return self._stop("KB005", "a second document starts here", event)
        elif kind is StreamEndEvent:
            return False
        if len(self.marks) > 2 * limits.NODES:
            return self._stop("KB010", f"more than {limits.NODES:,} values", event)
        return True

    def _scalar(self, event: Any) -> None:
        self._check_properties(event)
        text = event.value
        if event.style == '"' and (_CONTROL.search(text) or _BIDI.search(text)):
            code = "KB006" if _CONTROL.search(text) else "KB008"
            self._refuse(code, "an escape in this text stands for an invisible character", event)
        if self._wants_key():
            if not event.style and text == "<<":
                self._refuse("KB003", "'<<' merges values from elsewhere", event)
            self._key(text, event)
            return
        value: Any = text
        if not event.style:
            try:
                value = resolve(text)
            except AmbiguousError:
                self._refuse("KB012", f"{text!r} is a number or a yes/no to some programs and text to others", event)
        self._place(value, event)

    def _start(self, event: Any, value: Any) -> None:
        self._check_properties(event)
        if self._wants_key():
            self._refuse("KB013", "a list or a group stands where a key is expected", event)
            self._key(f"\0{event.start_mark.index}", event)
            # The collection itself is read (for its own faults) and dropped with the whole document.
            self.open.append((value, len(self.marks) // 2 - 1, [None], {}))
            return
        number = self._place(value, event)
        self.open.append((value, number, [None], {}))

    def _wants_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1][0], dict) and self.open[-1][2][0] is None

    def _key(self, key: str, event: Any) -> None:
        _, _, pending, seen = self.open[-1]
        if key in seen:
            message = f"the key {key!r} stands here for the second time"
            self._refuse("KB002", message, event, second=seen[key])
        seen.setdefault(key, event.start_mark.index)
        self._mark(event)
        pending[0] = key

    def _place(self, value: Any, event: Any) -> int:
        if self.open:
            holder, _, pending, _ = self.open[-1]
            if isinstance(holder, list):
                holder.append(value)
            else:
                # A collection as a key leaves no pending key; the fault is recorded already.
                holder[pending[0]] = value
                pending[0] = None
        else:
            self.value = value
        return self._mark(event)

    def _mark(self, event: Any) -> int:
        self.marks.append(event.start_mark.index)
        self.marks.append(event.end_mark.index)
        return len(self.marks) // 2 - 1

    def _check_properties(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse("KB003", f"the anchor &{event.anchor} names this value for use elsewhere", event)
        if event.tag is not None:
            self._refuse("KB004", f"the tag {event.tag} changes what this value is", event)

    def _refuse(self, code: str, message: str, event: Any, **more: Any) -> None:
        self.faults.append(_fault(code, message, event.start_mark.index, event.end_mark.index, **more))

    def _stop(self, code: str, message: str, event: Any) -> bool:
        self._refuse(code, message, event)
        return False

    def _syntax(self, error: MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        start = min(mark.index, len(self.text)) if mark else 0
        problem = error.problem or "not YAML"
        for words, meant, advice in _MEANT:
            if words in problem:
                self.faults.append(_fault("KB001", meant, start, start + 1, help=advice))
                return
        self.faults.append(_fault("KB001", problem, start, start + 1))
