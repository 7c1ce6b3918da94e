"""Values to text, for new files: the one style that this house writes."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from klantboek.yaml.scalars import needs_quotes


def write(value: dict[str, Any]) -> str:
    """Give the text of a new file: block style, two spaces, quotes only where a reader would retype.

    Reading it back gives the same value; text of several lines becomes a literal block where it can.
    """
    return "".join(f"{line}\n" for line in _mapping(value, ""))


def _mapping(value: dict[str, Any], indent: str) -> Iterator[str]:
    for key, item in value.items():
        yield from _entry(f"{indent}{scalar(key)}:", item, indent)


def _entry(head: str, item: Any, indent: str) -> Iterator[str]:
    if isinstance(item, dict):
        if not item:
            yield f"{head} {{}}"
            return
        yield head
        yield from _mapping(item, indent + "  ")
    elif isinstance(item, list | tuple):
        if all(not isinstance(one, dict | list | tuple) and "\n" not in str(one) for one in item):
            yield f"{head} [{', '.join(scalar(one, flow=True) for one in item)}]"
            return
        yield head
        for one in item:
            yield from _item(one, indent + "  ")
    elif isinstance(item, str) and _is_block(item):
        yield f"{head} |{'' if item.endswith(chr(10)) else '-'}"
        yield from (f"{indent}  {line}" if line else "" for line in item.removesuffix("\n").split("\n"))
    else:
        yield f"{head} {scalar(item)}"


def _item(item: Any, indent: str) -> Iterator[str]:
    if isinstance(item, dict) and item:
        lines = _mapping(item, indent + "  ")
        yield f"{indent}- {next(lines).lstrip()}"
        yield from lines
    else:
        yield from _entry(f"{indent}-", item, indent)


def _is_block(text: str) -> bool:
    """Tell whether a literal block holds this text exactly: no odd line ends, no leading space."""
    body = text.removesuffix("\n")
    return (
        "\n" in body
        and not body.startswith((" ", "\n", "\t"))
        and not body.endswith("\n")
        and all(line.isprintable() and line == line.rstrip() for line in body.split("\n"))
    )


def scalar(value: Any, *, flow: bool = False) -> str:
    """Give one value as it is written on a line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    text = str(value)
    if needs_quotes(text) or (flow and any(mark in text for mark in ",[]{}")):
        return _quoted(text)
    return text


def _quoted(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    if text.isprintable() and "'" not in text:
        return f"'{text}'"
    escaped = "".join(_ESCAPES.get(char) or (char if char.isprintable() else _escape(char)) for char in text)
    return f'"{escaped}"'


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004 -- the widths of YAML's escapes
