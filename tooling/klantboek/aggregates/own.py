"""The aggregates of a book's own: files in its folder aggregates/, checked before anything of them runs."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from klantboek import tables
from klantboek.aggregates.aggregate import Aggregate, all_aggregates, labelled, read_aggregate
from klantboek.aggregates.cases import case_faults
from klantboek.aggregates.compute import install, ordered, with_read, words
from klantboek.aggregates.functions import NAMES
from klantboek.aggregates.grammar import NoSelectError, parsed, place, refused
from klantboek.aggregates.header import Fault
from klantboek.aggregates.lineage import columns_of, fields_read
from klantboek.aggregates.refusal import fault_of
from klantboek.aggregates.segments import with_segments
from klantboek.aggregates.typed import mistyped
from klantboek.book import Book
from klantboek.book.beside import AGGREGATES, SideFile

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NAME = "A name has small letters, digits and underscores, and is that of no table and no other aggregate."
_MOST_BYTES = 200_000
# The types of numbers, as the database names them.
_COUNTS = ("BIGINT", "DECIMAL", "HUGEINT", "INTEGER")
# What is not made by SQL and stands among the figures; a test compares it with the predictions themselves.
PREDICTED = frozenset(
    {
        "next_channel",
        "next_product",
        "prediction_ground",
        "prediction_tests",
        "relation_outlook",
        "response_chance",
    }
)


@dataclass(frozen=True)
class Own:
    """The aggregates that can be used, and what is wrong with those that can't, by file.

    ``cases`` are the files of their examples.
    """

    aggregates: tuple[Aggregate, ...]
    faults: tuple[tuple[str, Fault], ...]
    cases: Mapping[str, SideFile]


def aggregates_of(book: Book) -> tuple[Aggregate, ...]:
    """Give the aggregates of the program and those of the book's own that can be used, by name."""
    return with_segments((*all_aggregates(), *book.once(own_aggregates).aggregates), book)


def own_aggregates(book: Book) -> Own:
    """Read and check the aggregates of a book's own; call it by ``book.once``."""
    files = list(book.files_in(AGGREGATES))
    if not files:
        return Own((), (), {})
    faults: list[tuple[str, Fault]] = []
    found: dict[str, Aggregate] = {}
    cases = {file.stem: file for file in files if file.ending == "yaml" and not file.refused}
    for file in files:
        if file.ending == "sql" and not file.refused:
            one, said = _read(file)
            faults += [(file.name, fault) for fault in said]
            if one is not None:
                found[one.name] = one
        elif file.stem not in cases or file.refused:
            reason = file.refused or "aggregates end in .sql, and their cases in .yaml"
            faults.append((file.name, Fault(1, 1, f"this file is not read: {reason}")))
    alone = {one.stem for one in files if one.ending == "sql"}
    faults += [
        (file.name, Fault(1, 1, f"there is no aggregate {stem}.sql that these cases are about"))
        for stem, file in cases.items()
        if stem not in alone
    ]
    labels, unlike = _labelled(found)
    good, said_of_them = _checked(labels)
    return Own(good, tuple(sorted([*faults, *unlike, *said_of_them])), cases)


def _labelled(found: Mapping[str, Aggregate]) -> tuple[dict[str, Aggregate], list[tuple[str, Fault]]]:
    """Fill in the columns that are like others; leave out an aggregate with one that is like none."""
    others = {one.name: one for one in all_aggregates()} | dict(found)
    made = {name: labelled(one, others) for name, one in found.items()}
    faults = [
        (one.file, Fault(2, 1, f"a column is like {like}, which is no column with a heading of its own"))
        for one, wrong in made.values()
        for like in wrong
    ]
    return {name: one for name, (one, wrong) in made.items() if not wrong}, faults


def faults_of_cases(own: Own) -> Iterator[tuple[str, Fault]]:
    """Give what is wrong with the cases of the aggregates that can be used, or with these by their cases."""
    every = (*all_aggregates(), *own.aggregates)
    for one in own.aggregates:
        file = own.cases.get(one.name)
        if file is None:
            message = "it has no cases: nothing shows that it gives what it should"
            advice = f"Put aggregates/{one.name}.yaml beside it: a list of name, as_of, given, expect with one row each."
            yield one.file, Fault(1, 1, message, advice)
            continue
        try:
            content = file.read()
        except OSError as error:
            yield file.name, Fault(1, 1, f"this file can't be read: {error.strerror}")
        else:
            yield from ((file.name, fault) for fault in case_faults(one, every, file.name, content))


def _read(file: SideFile) -> tuple[Aggregate | None, list[Fault]]:
    try:
        content = file.read()
        text = content.decode("utf-8").replace("\r\n", "\n")
    except OSError as error:
        return None, [Fault(1, 1, f"this file can't be read: {error.strerror}")]
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return None, [Fault(line, 1, "this file is not UTF-8")]
    if len(content) > _MOST_BYTES:
        return None, [Fault(1, 1, f"an aggregate has at most {_MOST_BYTES:,} bytes")]
    name = file.stem
    taken = _names(all_aggregates()) | NAMES | PREDICTED
    if name in taken or not name.isidentifier() or name != name.lower() or not name.isascii():
        return None, [Fault(1, 1, f"an aggregate can't be called {name!r}", _NAME)]
    return read_aggregate(name, text, file.name)


def _names(aggregates: Iterable[Aggregate]) -> frozenset[str]:
    """Give the names of all tables, and of these aggregates."""
    return frozenset(one.name for one in tables.all_tables()) | {one.name for one in aggregates}


def _checked(found: dict[str, Aggregate]) -> tuple[tuple[Aggregate, ...], list[tuple[str, Fault]]]:
    """Leave out what can't be used, and what reads such a one."""
    faults: list[tuple[str, Fault]] = []
    good = dict(found)
    for name in _circular(found.values()):
        faults.append((found[name].file, Fault(found[name].first_line, 1, "it reads itself")))
        del good[name]
    while True:
        said = [(one, fault) for one in good.values() for fault in _by_syntax(one, good)]
        said = said or list(_by_database(good))
        if not said:
            return tuple(good[name] for name in sorted(good)), faults
        faults += [(one.file, fault) for one, fault in said]
        for one in {one.name for one, _ in said}:
            del good[one]


def _circular(found: Iterable[Aggregate]) -> set[str]:
    reads = {one.name: words(one) & {other.name for other in found} for one in found}

    def reached(name: str) -> set[str]:
        seen: set[str] = set()
        ahead = set(reads[name])
        while ahead:
            seen |= ahead
            ahead = {more for one in ahead for more in reads[one]} - seen
        return seen

    return {name for name in reads if name in reached(name)}


def _by_syntax(one: Aggregate, good: Mapping[str, Aggregate]) -> Iterator[Fault]:
    known = _names((*all_aggregates(), *good.values()))
    try:
        tree = parsed(one.sql, one.first_line)
    except NoSelectError as error:
        yield error.fault
        return
    said = refused(tree, one.sql, known, one.first_line)
    yield from said
    if not said:
        yield from _by_meaning(one, tree, good)


def _by_meaning(one: Aggregate, tree: Any, good: Mapping[str, Aggregate]) -> Iterator[Fault]:
    from sqlglot.errors import SqlglotError  # noqa: PLC0415 -- 0.3 s to import

    declared = [column.name for column in one.columns]
    if columns_of(tree) != declared:
        message = (
            f"the SELECT gives {', '.join(columns_of(tree))}, and the comment says {', '.join(declared)}"
        )
        yield Fault(*place(tree, one.sql, one.first_line), message)
    yield from _by_order(one, tree)
    others = {other.name: other.sql for other in (*all_aggregates(), *good.values())}
    try:
        read = fields_read(one.sql, others)
    except SqlglotError as error:
        yield _unresolved(one, str(error))
        return
    if set(read) != set(one.fields):
        yield Fault(
            2,
            1,
            "fields of the comment are not those that the SELECT reads",
            f"Write fields: [{', '.join(read)}]",
        )


def _unresolved(one: Aggregate, message: str) -> Fault:
    """Give what the parser can't make sense of, at the place that it names."""
    first = message.splitlines()[0]
    at = re.search(r"(?P<name>'[^']*')?(?P<rest>[^']*) Line: (?P<line>\d+), Col: (?P<column>\d+)$", first)
    if at is None:
        return Fault(one.first_line, 1, first)
    # It names the last column of a word.
    column = int(at["column"]) - len(at["name"] or "''x") + 3
    said = first[: at.start("rest") + len(at["rest"])].rstrip(". ")
    return Fault(one.first_line + int(at["line"]) - 1, max(column, 1), said)


def _by_order(one: Aggregate, tree: Any) -> Iterator[Fault]:
    """The rows stand in one order: the last ORDER BY holds every column of the key."""
    order = tree.args.get("order")
    names = {term.this.name for term in order.expressions} if order is not None else set()
    origin = {column.alias_or_name: column.unalias().name for column in tree.selects}
    lacking = [key for key in one.key if key not in names and origin.get(key) not in names]
    if lacking:
        at = place(order, one.sql, one.first_line) if order is not None else (one.first_line, 1)
        yield Fault(*at, f"the order of the rows is not total: it lacks {', '.join(lacking)} of the key")


def _by_database(good: Mapping[str, Aggregate]) -> Iterator[tuple[Aggregate, Fault]]:
    """Let the database look at each, without rows: unknown columns and types that don't fit."""
    import duckdb  # noqa: PLC0415 -- 0.1 s to import

    known = _names((*all_aggregates(), *good.values()))
    connection = tables.empty()
    try:
        # Those that they may read: to let the database look at all takes as long as to compute them.
        named = {name for one in good.values() for name in re.findall(r"\w+", one.sql.lower())}
        read = with_read((one for one in all_aggregates() if one.name in named), all_aggregates())
        install(connection, date(2000, 1, 1), aggregates=read)
        for one in ordered((*all_aggregates(), *good.values())):
            if one.name not in good:
                continue
            try:
                install(connection, date(2000, 1, 1), aggregates=(one,))
            except duckdb.Error as error:
                yield one, fault_of(one.sql, one.first_line, str(error))
                return
            yield from (
                (one, fault) for fault in (*_floats(connection, one), *_by_types(connection, one, known))
            )
    finally:
        connection.close()


def _by_types(connection: "DuckDBPyConnection", one: Aggregate, known: frozenset[str]) -> list[Fault]:
    columns = {
        name: {
            column: kind
            for column, kind, *_ in connection.execute(f"DESCRIBE {tables.quoted(name)}").fetchall()
        }
        for name in words(one) & known
    }
    return mistyped(one.sql, columns, one.first_line)


def _floats(connection: "DuckDBPyConnection", one: Aggregate) -> Iterator[Fault]:
    described = connection.execute(f"DESCRIBE {tables.quoted(one.name)}").fetchall()
    rounded = {column.name for column in one.columns if column.relation_page not in {"", "never"}}
    for name, kind, *_ in described:
        if name in rounded and not kind.startswith(_COUNTS):
            message = f"column {name} is a {kind.lower()}, which is not rounded on the page of a relation"
            yield Fault(one.first_line, 1, message, "Leave relation_page out of the comment, or write never.")
        if kind in {"DOUBLE", "FLOAT"}:
            message = f"column {name} is a float, which differs in its last digits from machine to machine"
            yield Fault(
                one.first_line, 1, message, "CAST it to BIGINT or DECIMAL; see tenth() and percent()."
            )
        elif kind.startswith(("TIMESTAMP", "INTERVAL")):
            message = f"column {name} is a {kind.lower()}, which the two engines give differently"
            yield Fault(one.first_line, 1, message, "CAST it to DATE, or count days by DATE_DIFF('day', …).")
