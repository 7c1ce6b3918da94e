"""Bytes to a document, strictly: on the events of PyYAML's C parser, never through its loaders."""

from array import array
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import islice
from typing import Any

from klantboek.yaml import limits
from klantboek.yaml.builder import Builder
from klantboek.yaml.characters import BIDI, CONTROL
from klantboek.yaml.document import Document, T
from klantboek.yaml.faults import FAULTS, Fault
from klantboek.yaml.quick import exact, quick_value


def read(source: bytes, name: str) -> Document:
    """Read one file; everything wrong with it is in the document's ``faults``, nothing is raised."""
    if len(source) > limits.BYTES:
        return _refused(name, "", _fault("KB011", f"the file is larger than {limits.BYTES:,} bytes", 0, 0))
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _not_utf8(source, name, error)
    faults = _unprintable(text)
    if len(faults) > limits.FAULTS or any(fault.kind.code == "KB006" for fault in faults):
        # libyaml stops at them, counts some as line ends, and would say it less well.
        return _refused(name, text, *faults)
    builder = Builder(text)
    builder.build()
    faults += builder.faults
    value = None if faults else builder.value
    return Document(name, text, value, builder.marks, _in_order(faults))


def read_quickly(text: str, name: str, fits: Callable[[Any], bool]) -> Document | None:
    """Read a text of ordinary lines whose value, with floats for decimals, ``fits``; None for all others.

    The places are found when somebody asks for one.
    """
    value = quick_value(text)
    if value is None or not fits(value):
        return None
    return _Ordinary(name, text, value)


class _Ordinary(Document):
    """A document whose decimals and marks are made when they are needed."""

    def __init__(self, name: str, text: str, value: Any) -> None:
        vars(self).update(name=name, text=text, faults=(), is_ordinary=True, _floats=value)

    @cached_property
    def value(self) -> Any:
        """The value, as ``read`` gives it."""
        return exact(vars(self).pop("_floats"))

    def settled(self, make: Callable[[Any], T]) -> T:
        """Give what ``make`` makes of the value, which it makes exact if that was not done yet."""
        known = vars(self)
        if "value" not in known:
            made = make(known["_floats"])
            known["value"] = known.pop("_floats")
            return made
        return make(self.value)

    @cached_property
    def marks(self) -> "array[int]":
        """The offsets of every node, in reading order."""
        return read(self.text.encode(), self.name).marks


def _refused(name: str, text: str, *faults: Fault) -> Document:
    return Document(name, text, None, array("I"), _in_order(faults))


def _in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda fault: fault.start))


def _fault(code: str, message: str, start: int, end: int) -> Fault:
    return Fault(FAULTS[code], message, start, end)


def _not_utf8(source: bytes, name: str, error: UnicodeDecodeError) -> Document:
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _refused(name, "", _fault("KB007", "the file is UTF-16", 0, 0))
    # The bytes of the error are those behind a byte order mark.
    content: bytes = error.object
    start = len(content[: error.start].decode())
    message = f"the byte 0x{content[error.start]:02X} is not UTF-8"
    text = content.decode(errors="replace")
    return _refused(name, text, _fault("KB007", message, start, start + 1))


def _unprintable(text: str) -> list[Fault]:
    faults = []
    for code, pattern in (("KB006", CONTROL), ("KB008", BIDI)):
        found = list(islice(pattern.finditer(text), limits.FAULTS + 1))
        faults += [
            _fault(code, f"the character U+{ord(one[0]):04X} stands here", one.start(), one.end())
            for one in found[: limits.FAULTS]
        ]
        if len(found) > limits.FAULTS:
            faults.append(_fault(code, limits.MORE, found[-1].start(), found[-1].end()))
    return faults
