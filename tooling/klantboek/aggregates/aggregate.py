"""What an aggregate is, and how its file is read.

An aggregate is one ``.sql`` file of this package, or of the folder aggregates/ of a book: a comment in YAML, then
one SELECT. The comment is the
documentation and holds:

- ``title``, ``answers`` (the question it answers) and ``formula``: each ``{nl, en}``;
- ``source``: where the formula comes from, if it has a name;
- ``requirements``: the needs it fills;
- ``fields``: the fields of records that it reads, also through other aggregates, by path with dots;
- ``key``: the columns that name a row; the SELECT is sorted so that their order is total;
- ``columns``: every column of the result in its order, with its heading ``{nl, en}``, and where it applies
  ``unit`` (money, percent, points, days), ``reference`` (what a text refers to, as in the schemas) and
  ``choices`` (the texts that can stand in it, each ``{nl, en}``) and ``hidden`` (``true`` for what only the
  program reads: it stays out of the pages);
- ``people``: of a figure about groups the columns that count the relations in a row, all of them: without it
  the figure has no place in anonymous tables (``suppression.py``);
- ``chart``: ``{kind, x, y}``, optional.

In the SELECT, ``$as_of`` is the day that counts as today, and other aggregates are tables by their name.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from klantboek.aggregates.header import Fault, header_of

_FILE = re.compile(r"/\*\n(?P<header>.*?)\n\*/\n(?P<sql>.*?);?\s*", re.DOTALL)


@dataclass(frozen=True)
class Column:
    """A column of a result.

    ``heading`` is by language ("nl", "en"). Unit ``money``: an integer in minor units of the row's
    ``currency`` column. ``reference`` as in ``klantboek.shapes.Shape``: "relation", "product", "class",
    "vocabulary/channels" … ``choices`` gives for each text that can stand in the column its words by language; a
    ``hidden`` column is in the files and not on the pages.
    """

    name: str
    heading: Mapping[str, str]
    unit: str = ""
    reference: str = ""
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    hidden: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart of a result: ``bar`` or ``line``, the column along it, the column it draws."""

    kind: str
    x: str
    y: str


@dataclass(frozen=True, eq=False)
class Aggregate:
    """A derived figure: its texts by language ("nl", "en"), its columns and its SELECT.

    ``file`` is its file below the folder of the book whose own it is, "" for one of the program;
    ``first_line`` is the line of the file on which the SELECT begins.
    """

    name: str
    title: Mapping[str, str]
    answers: Mapping[str, str]
    formula: Mapping[str, str]
    source: str
    requirements: tuple[str, ...]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    chart: Chart | None
    sql: str
    fields: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    file: str = ""
    first_line: int = 1


class HeaderError(ValueError):
    """The comment of an aggregate's file can't be used."""


@cache
def all_aggregates() -> tuple[Aggregate, ...]:
    """Give every aggregate of the program, by name: each ``.sql`` file of this package is one."""
    return tuple(aggregate_of(file) for file in sorted(Path(__file__).parent.glob("*.sql")))


def aggregate_of(file: Path) -> Aggregate:
    """Read one aggregate. Raises HeaderError when its comment is not what this module describes."""
    found, faults = read_aggregate(file.stem, file.read_text(encoding="utf-8"))
    if found is None:
        raise HeaderError("\n".join(f"{file.name}:{one.line}:{one.column}: {one.message}" for one in faults))
    return found


def read_aggregate(name: str, text: str, file: str = "") -> tuple[Aggregate | None, list[Fault]]:
    """Read the text of an aggregate, and give all that is wrong with its comment; None when anything is."""
    found = _FILE.fullmatch(text)
    if found is None:
        help_ = "Begin the file with a line /*, and end the comment with a line */."
        return None, [Fault(1, 1, "the file is a comment between lines of /* and */, then one SELECT", help_)]
    header, faults = header_of(file or f"{name}.sql", found["header"], 2)
    if faults:
        return None, faults
    first_line = text.count("\n", 0, found.start("sql")) + 1
    return _aggregate(name, header, found["sql"], file, first_line), []


def _aggregate(name: str, header: dict[str, Any], sql: str, file: str, first_line: int) -> Aggregate:
    chart = header.get("chart")
    return Aggregate(
        name=name,
        title=_both(header["title"]),
        answers=_both(header["answers"]),
        formula=_both(header["formula"]),
        source=header.get("source", ""),
        requirements=tuple(header.get("requirements", ())),
        key=tuple(header["key"]),
        columns=tuple(_column(column, about) for column, about in header["columns"].items()),
        chart=Chart(chart["kind"], chart["x"], chart["y"]) if chart else None,
        sql=sql,
        fields=tuple(header.get("fields", ())),
        people=tuple(header.get("people", ())),
        file=file,
        first_line=first_line,
    )


def _column(name: str, about: dict[str, Any]) -> Column:
    choices = {code: _both(words) for code, words in about.get("choices", {}).items()}
    return Column(
        name,
        _both(about),
        about.get("unit", ""),
        about.get("reference", ""),
        choices,
        about.get("hidden", False),
    )


def _both(texts: dict[str, str]) -> dict[str, str]:
    return {"nl": texts["nl"], "en": texts["en"]}
