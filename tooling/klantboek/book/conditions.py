"""Conditions of segments: a small part of SQL over the fields and figures of a relation.

A condition is made of names, texts, numbers, ``TRUE``, ``FALSE``, ``as_of``, ``custom('key')`` and
``consent('purpose', 'channel')``, compared by ``= <> < <= > >=``, ``IN``, ``BETWEEN``, ``LIKE`` and ``IS NULL``,
and joined by ``AND``, ``OR``, ``NOT`` and brackets. What comes out is written anew from what was understood,
so that nothing else can pass into a query.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from klantboek.shapes import Shape, Type, shape_of

# Made by the tests from the aggregate relation_facts, and compared with it there.
_FILE = Path(__file__).with_name("facts.json")
TEXT, NUMBER, MONEY, DATE, BOOLEAN, OWN = "text", "number", "money", "date", "boolean", "own"
_KINDS = {
    Type.TEXT: TEXT,
    Type.INTEGER: NUMBER,
    Type.NUMBER: NUMBER,
    Type.MONEY: MONEY,
    Type.DATE: DATE,
    Type.BOOLEAN: BOOLEAN,
}
STATES = ("given", "withdrawn", "objected")


@dataclass(frozen=True)
class Name:
    """What a condition can ask for: what it holds, its column in SQL, and the fields it is made of."""

    kind: str
    column: str
    fields: tuple[str, ...]
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Condition:
    """A condition that was understood.

    ``sql`` is over the rows ``f`` of relation_facts and ``r`` of relations, with ``custom_1.value`` and
    ``consent_1.state`` for the first of ``customs`` and ``consents``, and so on.
    """

    sql: str
    names: tuple[str, ...]
    customs: tuple[str, ...]
    consents: tuple[tuple[str, str], ...]


class ConditionError(ValueError):
    """A condition that can't be understood: what, at which character (from 0), and what to do about it."""

    def __init__(self, message: str, start: int, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.advice = advice


@cache
def names() -> Mapping[str, Name]:
    """Give everything that a condition can ask for by name; a figure goes before a field of that name."""
    found = {
        one.path.removeprefix("relation.").replace(".", "_"): _field(one)
        for one in _scalars(shape_of("relation"))
    }
    facts = json.loads(_FILE.read_text(encoding="utf-8"))
    return {**found, **{name: _fact(name, about) for name, about in facts.items()}}


def _field(shape: Shape) -> Name:
    column = shape.path.removeprefix("relation.").replace(".", "_")
    ending = "_minor" if shape.type is Type.MONEY else ""
    return Name(_KINDS[shape.type], f'r."{column}{ending}"', (shape.path,), shape.choices)


def _fact(name: str, about: Mapping[str, object]) -> Name:
    kind, fields, choices = str(about["kind"]), about["fields"], about.get("choices", ())
    ending = "_minor" if kind == MONEY else ""
    return Name(kind, f'f."{name}{ending}"', _texts(fields), _texts(choices))


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def _scalars(shape: Shape) -> list[Shape]:
    found: list[Shape] = []
    for one in shape.properties.values():
        if one.type is Type.OBJECT:
            found += _scalars(one)
        elif one.type in _KINDS and not one.path.startswith("relation.tombstone"):
            found.append(one)
    return found


@dataclass(frozen=True)
class Token:
    """A word, text, number or sign of a condition, and the character at which it starts."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """The word in capitals; "" for what is no word."""
        return self.text.upper() if self.kind == "word" else ""


_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<text>'(?:[^']|'')*')|(?P<number>-?[0-9]+(?:\.[0-9]+)?(?![\w.]))"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign><=|>=|<>|!=|[=<>(),])"
)


def tokens(text: str) -> list[Token]:
    """Give the words, texts, numbers and signs of a condition. Raises ConditionError."""
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            what = "a text that does not end" if text[at] == "'" else repr(text[at])
            raise ConditionError(f"{what} can't stand in a condition", at, _advice(text[at]))
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match.group(), at))
        at = match.end()
    return found


def _advice(sign: str) -> str:
    if sign == '"':
        return "Texts stand between single quotes, and names without quotes."
    if sign == "'":
        return "A quote within a text is written twice: 'it''s'."
    if sign in "+-*/%":
        return "A condition does not calculate: compare with the value itself."
    return "A condition has names, texts, numbers and signs such as = and <."


def sql_text(value: str) -> str:
    """Give a text as SQL writes it; the day of the figures is never put into one."""
    quoted = "'" + value.replace("'", "''") + "'"
    return "(" + quoted.replace("$as_of", "$' || 'as_of") + ")" if "$as_of" in value else quoted
