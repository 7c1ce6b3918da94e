"""What an aggregate is, and how its file is read.

An aggregate is one ``.sql`` file of this package, or of the folder aggregates/ of a book: a comment in YAML, then
one SELECT. The comment is the
documentation and holds:

- ``title``, ``answers`` (the question it answers) and ``formula``: each ``{nl, en}``;
- ``source``: where the formula comes from, if it has a name;
- ``requirements``: the needs it fills;
- ``fields``: the fields of records that it reads, also through other aggregates, by path with dots;
- ``presence``: those of them that it looks at only to see whether a group is there at all: nobody reads a field
  for that, says the checklist;
- ``key``: the columns that name a row; the SELECT is sorted so that their order is total;
- ``columns``: every column of the result in its order, with its heading ``{nl, en}``, and where it applies
  ``unit`` (money, percent, points, days), ``reference`` (what a text refers to, as in the schemas) and
  ``choices`` (the texts that can stand in it, each ``{nl, en}``) and ``hidden`` (``true`` for what only the
  program reads: it stays out of the pages); ``relation_page`` says how far a number that depends on all relations
  is told on the page of one: ``never`` (its place among them), ``whole``, with ``tenths``, or an amount ``rough``, to
  two digits (``rough.py``); ``like: figure.column`` takes all that it does not say itself from a column of another
  figure;
- ``people``: of a figure about groups the columns that count the people in a row, all of them, and first the one
  that counts the whole group: without it the figure is told to nobody who may not see single relations;
- ``apart``: the columns of the key over which nobody makes a total (the answers to two surveys, members of
  segments that overlap): small groups of one give nothing away of another;
- ``opinions``: ``true`` for what tells what people answered when they were asked, so that small groups are left
  out of it also inside the house (``untold.py``);
- ``alone``: ``true`` where the rows of a relation are made of what there is about that relation and of records that
  are no relations, and sorted by columns of the result, so that only those of relations that changed are made again
  (``alone.py``). Nothing but tests holds that, so it counts for the figures of the program;
- ``chart``: one chart or a list, none when the table says it all. ``{kind: bar, x, y}`` draws a bar for each row
  (``line`` a line), ``sum`` and ``mean`` add up ``y``, or take its mean, by ``x``; ``count`` counts the rows by
  ``x``; ``spread`` shows how the numbers of ``x`` are spread; ``heat`` counts the rows by ``x`` and ``y``, or adds
  up ``of``; ``parts`` stacks the columns ``up`` above a line and ``down`` below it, by ``x``.

In the SELECT, ``$as_of`` is the day that counts as today, and other aggregates are tables by their name.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from klantboek.aggregates.header import LANGUAGES, Fault, charts_of, header_of
from klantboek.aggregates.refusal import FigureError

_FILE = re.compile(r"/\*\n(?P<header>.*?)\n\*/\n(?P<sql>.*?);?\s*", re.DOTALL)


@dataclass(frozen=True)
class Column:
    """A column of a result.

    ``heading`` is by language ("nl", "en"). Unit ``money``: an integer in minor units of the row's
    ``currency`` column. ``reference`` as in ``klantboek.shapes.Shape``: "relation", "product", "class",
    "vocabulary/channels" … ``choices`` gives for each text that can stand in the column its words by language; a
    ``hidden`` column is in the files and not on the pages; ``relation_page`` as in ``rough.py``, "" where the page of
    a relation tells it like any other.
    """

    name: str
    heading: Mapping[str, str]
    unit: str = ""
    reference: str = ""
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    hidden: bool = False
    like: str = ""
    relation_page: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart of a result: its kind, the column along it, and what it draws."""

    kind: str
    x: str
    y: str = ""
    of: str = ""
    up: tuple[str, ...] = ()
    down: tuple[str, ...] = ()


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
    charts: tuple[Chart, ...]
    sql: str
    fields: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    opinions: bool = False
    alone: bool = False
    presence: tuple[str, ...] = ()
    file: str = ""
    first_line: int = 1


def file_of(one: Aggregate) -> Path:
    """Give the file of a figure of the program."""
    return Path(__file__).with_name(f"{one.name}.sql")


def fields_used(one: Aggregate) -> frozenset[str]:
    """Give the fields whose values a figure uses."""
    return frozenset(one.fields) - frozenset(one.presence)


@cache
def all_aggregates() -> tuple[Aggregate, ...]:
    """Give every aggregate of the program, by name: each ``.sql`` file of this package is one."""
    found = [aggregate_of(file) for file in sorted(Path(__file__).parent.glob("*.sql"))]
    others = {one.name: one for one in found}
    return tuple(_sure(*labelled(one, others)) for one in found)


def _sure(one: Aggregate, wrong: Sequence[str]) -> Aggregate:
    if wrong:
        faults = [
            Fault(2, 1, f"a column is like {like}, which is no column with a heading of its own")
            for like in wrong
        ]
        raise FigureError(file_of(one), faults)
    return one


def aggregate_of(file: Path) -> Aggregate:
    """Read one aggregate. Raises FigureError when its comment is not what this module describes."""
    found, faults = read_aggregate(file.stem, file.read_text(encoding="utf-8"))
    if found is None:
        raise FigureError(file, faults)
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
    return Aggregate(
        name=name,
        title=_both(header["title"]),
        answers=_both(header["answers"]),
        formula=_both(header["formula"]),
        source=header.get("source", ""),
        requirements=tuple(header.get("requirements", ())),
        key=tuple(header["key"]),
        columns=tuple(_column(column, about) for column, about in header["columns"].items()),
        charts=tuple(_chart(one) for _, one in charts_of(header)),
        sql=sql,
        fields=tuple(header.get("fields", ())),
        people=tuple(header.get("people", ())),
        apart=tuple(header.get("apart", ())),
        opinions=header.get("opinions", False),
        alone=header.get("alone", False) and not file,
        presence=tuple(header.get("presence", ())),
        file=file,
        first_line=first_line,
    )


def _chart(about: dict[str, Any]) -> Chart:
    up, down = (tuple(about.get(side, ())) for side in ("up", "down"))
    return Chart(about["kind"], about["x"], about.get("y", ""), about.get("of", ""), up, down)


def _column(name: str, about: dict[str, Any]) -> Column:
    choices = {code: _both(words) for code, words in about.get("choices", {}).items()}
    return Column(
        name,
        {key: about[key] for key in LANGUAGES if key in about},
        about.get("unit", ""),
        about.get("reference", ""),
        choices,
        about.get("hidden", False),
        about.get("like", ""),
        about.get("relation_page", ""),
    )


def _both(texts: dict[str, str]) -> dict[str, str]:
    return {"nl": texts["nl"], "en": texts["en"]}


def labelled(one: Aggregate, others: Mapping[str, Aggregate]) -> tuple[Aggregate, list[str]]:
    """Fill in the columns that are like one of another figure; give those that are like none."""
    columns = {f"{name}.{column.name}": column for name, other in others.items() for column in other.columns}
    known = {name: column for name, column in columns.items() if not column.like}
    wrong = [column.like for column in one.columns if column.like and column.like not in known]
    made = [_like(column, known[column.like]) if column.like in known else column for column in one.columns]
    return replace(one, columns=tuple(made)), wrong


def _like(column: Column, other: Column) -> Column:
    return Column(
        column.name,
        {**other.heading, **column.heading},
        column.unit or other.unit,
        column.reference or other.reference,
        {**other.choices, **column.choices},
        column.hidden,
        column.like,
        column.relation_page,
    )
