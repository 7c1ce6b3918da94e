"""What reads which field of a relation: watched while every rule and every page is at work, and read from SQL."""

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from given import HERE, data, lay_out
from klantboek.aggregates import all_aggregates, compute_all
from klantboek.aggregates.aggregate import fields_used
from klantboek.book import Book, Record, load
from klantboek.handbook.edition import Edition
from klantboek.handbook.page import page_kinds
from klantboek.house import carried
from klantboek.predictions.results import all_predictions
from klantboek.rules import Rule, all_rules
from klantboek.shapes import Shape, Type, shape_of

TODAY = date(2026, 11, 20)
# These show whatever a record holds or is kept for, and so say nothing about what a field is for.
GENERIC = {"relation", "records", "chain", "quality", "registers"}
# These give whatever a segment may ask for; what a segment does ask for is its own doing.
WIDE = {"relation_facts", "segment_members", "segment_sales"}
# What a record is named by, and what is left of it, is not collected about anyone.
GIVEN = ("relation.number", "relation.tombstone")


class Watched(dict[str, Any]):
    """An object of a record that tells when one of its properties is asked for by name."""

    def __init__(self, value: dict[str, Any], shape: Shape, tell: Callable[[str], None]) -> None:
        inner = {name: _watched(one, shape.properties.get(name), tell) for name, one in value.items()}
        super().__init__(inner)
        self._shape = shape
        self._tell = tell

    def get(self, key: str, default: Any = None) -> Any:
        """Give a property, and tell."""
        self._told(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        self._told(key)
        return super().__getitem__(key)

    def _told(self, key: str) -> None:
        if self._shape.type is Type.OPEN:
            self._tell(f"{self._shape.path}.{key}")
        elif key in self._shape.properties:
            self._tell(self._shape.properties[key].path)


def _watched(value: Any, shape: Shape | None, tell: Callable[[str], None]) -> Any:
    if isinstance(value, list):
        return [_watched(one, shape, tell) for one in value]
    if isinstance(value, dict) and shape is not None:
        return Watched(value, shape.items or shape, tell)
    return value


class Watch:
    """A book of which the relations tell what is read of them."""

    def __init__(self, book: Book) -> None:
        self._seen: set[str] = set()
        self._book = book

    def book(self) -> Book:
        """Give the book anew, with nothing kept from a reader before."""
        return replace(self._book, records=tuple(map(self._told, self._book.records)))

    def _told(self, record: Record) -> Record:
        if record.kind != "relation" or not record.fits:
            return record
        value = Watched(record.document.value, shape_of("relation"), self._seen.add)
        return replace(record, document=replace(record.document, value=value))

    def read_by(self, reader: Callable[[], object]) -> set[str]:
        """Give the fields that were asked for by name while a reader was at work."""
        self._seen.clear()
        reader()
        return set(self._seen)


def lineage() -> str:
    """Give the file: a line for each field with its readers by kind, fields in the order of the schema."""
    found: dict[str, dict[str, set[str]]] = {}
    for kind, name, fields in (*_aggregates(), *_predictions(), *_pages(), *_rules()):
        for field in _innermost(fields):
            found.setdefault(field, {}).setdefault(kind, set()).add(name)
    order = [shape.path for shape in shape_of("relation").walk() if shape.type is not Type.OPEN]
    kept = {
        field: {kind: sorted(found[field][kind]) for kind in sorted(found[field])}
        for field in dict.fromkeys(order)
        if field in found and not field.startswith(GIVEN)
    }
    return (
        "{\n"
        + ",\n".join(f"{json.dumps(field)}: {json.dumps(kinds)}" for field, kinds in kept.items())
        + "\n}\n"
    )


def _innermost(fields: set[str]) -> set[str]:
    """Leave out the groups of which something inside was read."""
    return {one for one in fields if not any(more.startswith(f"{one}.") for more in fields)}


def _aggregates() -> Iterator[tuple[str, str, set[str]]]:
    for one in all_aggregates():
        if one.name not in WIDE:
            yield "aggregates", one.name, set(fields_used(one))


def _predictions() -> Iterator[tuple[str, str, set[str]]]:
    for one in all_predictions():
        yield "predictions", one.name, set(one.fields)


def _pages() -> Iterator[tuple[str, str, set[str]]]:
    plain = load(carried("records"), None)
    results, watch = compute_all(plain), Watch(plain)
    for kind in page_kinds():
        name = kind.__module__.rpartition(".")[2]
        if name not in GENERIC:
            yield "pages", name, watch.read_by(partial(_made, kind, Edition(watch.book(), "en", (), results)))


def _made(kind: Callable[[Edition], Iterable[Any]], edition: Edition) -> None:
    for page in kind(edition):
        page.make()


def _rules() -> Iterator[tuple[str, str, set[str]]]:
    example = Watch(load(carried("records"), None))
    with TemporaryDirectory() as folder:
        for one in all_rules():
            watches = (example, *_cases(one.check.__name__, Path(folder)))
            read = (watch.read_by(partial(_run, one, watch.book())) for watch in watches)
            yield "rules", one.code, set().union(*read)


def _run(rule: Rule, book: Book) -> None:
    deque(rule.check(book), maxlen=0)


def _cases(name: str, folder: Path) -> Iterator[Watch]:
    for number, case in enumerate(data(HERE / "rules" / "cases" / f"{name}.yaml")):
        root = folder / name / str(number)
        lay_out(root, {"book.yaml": {}, "relations/R-00001.yaml": {}, **case["given"]})
        yield Watch(load(root, TODAY))
