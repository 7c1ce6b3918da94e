"""Events to values: JSON types and their places, and everything that is refused on the way."""

from array import array
from collections import Counter
from collections.abc import Callable
from sys import intern
from typing import Any

from yaml import (
    AliasEvent,
    CSafeLoader,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    MarkedYAMLError,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from klantboek.plain import plain
from klantboek.yaml import limits
from klantboek.yaml.characters import BIDI, CONTROL
from klantboek.yaml.faults import FAULTS, Fault
from klantboek.yaml.mistakes import explain
from klantboek.yaml.scalars import AmbiguousError, resolve

# Events around the values, which need no action.
_FRAME = {StreamStartEvent, DocumentStartEvent, DocumentEndEvent, StreamEndEvent}
# The longest word that a message repeats in full.
_WORD = 60
# The longest text of which records share one copy.
_SHARED = 40


class _Open:
    """A list or group that is not closed yet; ``key`` waits for its value, ``seen`` tells where keys stand."""

    __slots__ = ("is_group", "key", "node", "seen", "value")

    def __init__(self, value: Any, node: int) -> None:
        self.value = value
        self.is_group = type(value) is dict
        self.node = node
        self.key: str | None = None
        self.seen: dict[str, int] = {}


class Builder:
    """Builds the values of one text from its events, and collects what is refused."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.value: Any = None
        self.marks = array("I")
        self.faults: list[Fault] = []
        self._counts: Counter[str] = Counter()
        self._is_enough = False
        self._open: list[_Open] = []
        self._top: _Open | None = None

    def build(self) -> None:
        """Take events until the end, or until going on makes no sense."""
        # At a last line without a line end libyaml reads spaces differently from the specification.
        parser = CSafeLoader(self.text if self.text.endswith("\n") else self.text + "\n")
        try:
            self._take_all(parser.get_event)
        except MarkedYAMLError as error:
            last = (self.marks[-2], self.marks[-1]) if self.marks else (0, 0)
            opened = self.marks[2 * self._top.node] if self._top else 0
            self.faults.append(explain(error, self.text, last, opened))
        finally:
            parser.dispose()

    def _take_all(self, get_event: Callable[[], Any]) -> None:
        scalar, marks, most = self._scalar, self.marks, 2 * limits.NODES
        going = True
        while going:
            event = get_event()
            if type(event) is ScalarEvent:
                scalar(event)
            else:
                going = self._take(event)
            if len(marks) > most:
                self._refuse("KB010", f"more than {limits.NODES:,} values", event)
                going = False
            going = going and not self._is_enough

    def _take(self, event: Any) -> bool:
        kind = type(event)
        if kind is MappingStartEvent:
            return self._start(event, {})
        if kind is SequenceStartEvent:
            return self._start(event, [])
        if kind is MappingEndEvent or kind is SequenceEndEvent:
            self.marks[2 * self._open.pop().node + 1] = event.end_mark.index
            self._top = self._open[-1] if self._open else None
        elif kind is AliasEvent:
            self._refuse("KB003", "the alias *{} refers to a value elsewhere", event, event.anchor)
            self._place(None, event)
        elif kind is DocumentStartEvent and self.marks:
            self._refuse("KB005", "a second document starts here", event)
            return False
        elif kind not in _FRAME:
            # Going on would mean to skip values without a word.
            raise TypeError(f"no event of the parser: {event!r}")
        return kind is not StreamEndEvent

    def _scalar(self, event: Any) -> None:
        word = event.value
        style = event.style
        if event.anchor is not None or event.tag is not None:
            self._properties(event)
        if style == '"':
            self._escapes(word, event)
        top = self._top
        if top is not None and top.is_group and top.key is None:
            if word == "<<" and not style:
                self._refuse("KB003", "'<<' merges values from elsewhere", event)
            self._key(top, word, event)
            return
        value = word
        if not style:
            try:
                value = resolve(word)
            except AmbiguousError:
                message = "'{}' is a number or a yes/no to some programs and text to others"
                self._refuse("KB012", message, event, word)
        # A book repeats its codes, dates and cities: one copy of each is enough.
        self._place(intern(value) if type(value) is str and len(value) <= _SHARED else value, event)

    def _start(self, event: Any, value: Any) -> bool:
        if event.anchor is not None or event.tag is not None:
            self._properties(event)
        top = self._top
        if top is not None and top.is_group and top.key is None:
            # It is read for the faults inside it; the whole document is dropped anyhow.
            self._refuse("KB013", "a list or a group stands where a key is expected", event)
            self._key(top, f"\0{event.start_mark.index}", event)
        else:
            self._place(value, event)
        self._top = _Open(value, len(self.marks) // 2 - 1)
        self._open.append(self._top)
        if len(self._open) > limits.DEPTH:
            self._refuse("KB009", f"more than {limits.DEPTH} levels deep", event)
            return False
        return True

    def _key(self, top: _Open, key: str, event: Any) -> None:
        start = event.start_mark.index
        if key in top.seen:
            message = "the key '{}' stands here for the second time"
            self._refuse("KB002", message, event, key, second=top.seen[key])
        else:
            top.seen[key] = start
        if start and self.text[start - 1] == "?":
            self._refuse("KB012", "'?{}' is a key to some programs and text to others", event, key)
        top.key = intern(key)
        self.marks.append(start)
        self.marks.append(event.end_mark.index)

    def _place(self, value: Any, event: Any) -> None:
        top = self._top
        if top is None:
            self.value = value
        elif top.is_group:
            top.value[top.key] = value
            top.key = None
        else:
            top.value.append(value)
        self.marks.append(event.start_mark.index)
        self.marks.append(event.end_mark.index)

    def _properties(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse("KB003", "the anchor &{} names this value for use elsewhere", event, event.anchor)
        if event.tag is not None:
            self._refuse("KB004", "the tag {} changes what this value is", event, event.tag)

    def _escapes(self, word: str, event: Any) -> None:
        for code, pattern in (("KB006", CONTROL), ("KB008", BIDI)):
            if pattern.search(word):
                self._refuse(code, "an escape in this text stands for an invisible character", event)

    def _refuse(self, code: str, message: str, event: Any, word: str = "", second: int | None = None) -> None:
        self._counts[code] += 1
        if self._counts[code] > limits.FAULTS:
            message = limits.MORE
            self._is_enough = True
        elif word:
            message = message.format(plain(word if len(word) <= _WORD else f"{word[:_WORD]}…"))
        fault = Fault(FAULTS[code], message, event.start_mark.index, event.end_mark.index, second=second)
        self.faults.append(fault)
