"""Values to text, for new files: the one style that this house writes."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from klantboek.errors import KlantboekError
from klantboek.yaml import limits
from klantboek.yaml.characters import BIDI, CONTROL, SURROGATE
from klantboek.yaml.reader import read
from klantboek.yaml.scalars import needs_quotes

# A list of single values stays on one line up to this width.
_WIDTH = 100
# The one key of the schemas that YAML 1.1 takes for a yes. YAML 1.2 and every editor with the schemas take
# it as text, and quotes around each date's key would only be noise.
PLAIN_KEYS = {"on"}
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


class UnwritableError(KlantboekError):
    """A value that no file of a book may hold, because reading it back would be refused."""

    exit_code = 13


def write(value: dict[str, Any]) -> str:
    """Give the text of a new file: block style, two spaces, quotes only where a reader would retype.

    Reading it back gives the same value; text of several lines becomes a literal block where it can.
    Raises UnwritableError for what reading would refuse (invisible characters, numbers with too many
    digits, too deep, too large), and TypeError for what is not text, a whole number, a Decimal, true or
    false, None, a list or a dict with text as keys.
    """
    text = "".join(f"{line}\n" for line in _mapping(value, "")) or "{}\n"
    if faults := read(text.encode(), "").faults:
        raise UnwritableError(f"This can't be written as a record: {faults[0].message}.", faults[0].kind.help)
    return text


def scalar(value: Any, *, flow: bool = False) -> str:
    """Give one value as it is written on a line; raises as ``write`` does."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return _number(value)
    if not isinstance(value, str):
        raise TypeError(f"no value of a record: {type(value).__name__}")
    _check(value)
    if needs_quotes(value) or (flow and any(mark in value for mark in ",[]{}")):
        return quoted(value)
    return str(value)


def lines_of(value: dict[str, Any] | list[Any], indent: str) -> Iterator[str]:
    """Give the lines of the keys or items of a value, without line ends; raises as ``write`` does."""
    if isinstance(value, dict):
        yield from _mapping(value, indent)
    else:
        for item in value:
            yield from _item(item, indent)


def between_brackets(value: Any) -> str:
    """Give any value on one line, groups and lists between brackets; raises as ``write`` does."""
    if isinstance(value, dict):
        inside = (f"{key_of(key, flow=True)}: {between_brackets(item)}" for key, item in value.items())
        return f"{{{', '.join(inside)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(between_brackets, value))}]"
    return scalar(value, flow=True)


def key_of(key: str, *, flow: bool = False) -> str:
    """Give a key as it is written."""
    return key if key in PLAIN_KEYS else scalar(key, flow=flow)


def _number(value: int | Decimal) -> str:
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        fits = isinstance(exponent, int) and max(value.adjusted(), 0) - min(exponent, 0) < limits.DIGITS
    else:
        fits = abs(value) < 10**limits.DIGITS
    if not fits:
        message = f"A number with more than {limits.DIGITS} digits can't be written."
        raise UnwritableError(message, "If it is an identifier, write it as text.")
    return f"{value:f}" if isinstance(value, Decimal) else f"{value:d}"


def _check(text: str) -> None:
    for pattern in (CONTROL, BIDI, SURROGATE):
        if found := pattern.search(text):
            shown = f"U+{ord(found[0]):04X}"
            message = f"The character {shown} can't be written: it is invisible, or not a character at all."
            raise UnwritableError(
                message, f"Remove it from the text; it is character {found.start() + 1} of it."
            )


def _mapping(value: dict[str, Any], indent: str) -> Iterator[str]:
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError(f"no key of a record: {type(key).__name__}")
        name = key_of(key)
        if len(name) >= limits.KEY:
            yield f"{indent}? {name}"
            name = ""
        yield from _entry(f"{indent}{name}:", item, indent)


def _entry(head: str, item: Any, indent: str) -> Iterator[str]:
    if len(indent) > 2 * limits.DEPTH:
        raise UnwritableError(f"More than {limits.DEPTH} levels deep can't be written.", "Split the record.")
    if isinstance(item, dict):
        if item:
            yield head
            yield from _mapping(item, indent + "  ")
        else:
            yield f"{head} {{}}"
    elif isinstance(item, list | tuple):
        if (line := _one_line(head, item)) is not None:
            yield line
        else:
            yield head
            for one in item:
                yield from _item(one, indent + "  ")
    elif isinstance(item, str) and is_block(item):
        _check(item)
        yield f"{head} |{'' if item.endswith(chr(10)) else '-'}"
        yield from (f"{indent}  {line}" if line else "" for line in item.removesuffix("\n").split("\n"))
    else:
        yield f"{head} {scalar(item)}"


def _one_line(head: str, items: list[Any] | tuple[Any, ...]) -> str | None:
    """Give a list of single values as one line, or None when it is too wide or holds more."""
    if any(isinstance(one, dict | list | tuple) or (isinstance(one, str) and "\n" in one) for one in items):
        return None
    line = f"{head} [{', '.join(scalar(one, flow=True) for one in items)}]"
    return line if len(line) <= _WIDTH or not items else None


def _item(item: Any, indent: str) -> Iterator[str]:
    if isinstance(item, dict) and item:
        lines = _mapping(item, indent + "  ")
        yield f"{indent}- {next(lines).lstrip()}"
        yield from lines
    else:
        yield from _entry(f"{indent}-", item, indent)


def is_block(text: str) -> bool:
    """Tell whether a literal block holds this text exactly: no odd line ends, no leading space."""
    body = text.removesuffix("\n")
    return (
        "\n" in body
        and not body.startswith((" ", "\n"))
        and not body.endswith("\n")
        and all(line.isprintable() and line == line.rstrip() for line in body.split("\n"))
    )


def quoted(text: str) -> str:
    """Give a text between quotes, whichever need the fewest escapes."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    if text.isprintable() and "'" not in text:
        return f"'{text}'"
    escaped = "".join(_ESCAPES.get(char) or (char if char.isprintable() else _escape(char)) for char in text)
    return f'"{escaped}"'


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004 -- the widths of YAML's escapes
