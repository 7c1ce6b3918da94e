"""A misfit: one thing that a schema refuses, in words, before it has a place in a file."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from klantboek.findings import Path

# How much of somebody's text a message repeats at most.
_SHOWN = 40


@dataclass(frozen=True)
class Misfit:
    """What is wrong at ``path``: the value there, or with ``key`` the key itself.

    ``second`` is the path of another key or value that has to do with it; ``form`` the format that the value
    does not have, ``meant`` the key or value that was probably meant.
    """

    code: str
    path: Path
    message: str
    help: str = ""
    key: bool = False
    second: Path | None = None
    second_label: str = ""
    form: str = ""
    meant: str = ""


def shown(value: Any) -> str:
    """Give a value as the file has it, cut when it is long."""
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, bool):
        text = text.lower()
    text = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f'"{text}"' if isinstance(value, str) else text


def code_list(names: list[str], last: str = "and") -> str:
    """Give names as they stand in a sentence: `a`, `b` and `c`."""
    marked = [f"`{name}`" for name in names]
    return " ".join((", ".join(marked[:-1]), last, marked[-1])) if len(marked) > 1 else "".join(marked)


def named(path: Path, kind: str = "") -> str:
    """Give the object at a path a name in a sentence: this relation, `tombstone`, this item of `contacts`."""
    if not path:
        return f"this {kind or 'value'}"
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    if isinstance(path[-1], int):
        return f"this item of `{name}`" if name else "this item"
    return f"`{name}`"


def described(schema: Any, *before: str) -> str:
    """Give the help sentences that apply, with the schema's own description last."""
    description = schema.get("description", "") if isinstance(schema, dict) else ""
    return " ".join(sentence for sentence in (*before, description) if sentence)
