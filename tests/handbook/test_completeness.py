from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from klantboek.book import Book
from klantboek.handbook.edition import Edition
from klantboek.handbook.scope import scope
from klantboek.shapes import Shape, Type, shape_of


def _leaves(shape: Shape, value: Any, currency: str) -> Iterator[tuple[Shape, Any, str]]:
    """Give every value that is no group, with the currency that holds for it."""
    if shape.type is Type.OBJECT:
        currency = value.get("currency", currency)
        for name, item in value.items():
            yield from _leaves(shape.properties[name], item, currency)
    elif shape.items is not None:
        for item in value:
            yield from _leaves(shape.items, item, currency)
    elif shape.type is Type.OPEN:
        for item in value.values():
            yield shape, item, currency
    else:
        yield shape, value, currency


def _written(edition: Edition, shape: Shape, value: Any, currency: str, local: Any) -> str:
    """Give how a value is expected on its page."""
    write = edition.write
    if shape.name == "currency":
        return write.symbol(value)
    if isinstance(value, bool):
        return edition.words("yes" if value else "no")
    if shape.type is Type.MONEY:
        return write.money(value, currency)
    if shape.type is Type.DATE:
        return write.date(date.fromisoformat(value))
    if isinstance(value, int | Decimal):
        return str(value) if shape.name == "year" else write.number(value)
    return _named(edition, shape, value, local) if shape.reference else _text(edition, shape, value)


def _text(edition: Edition, shape: Shape, value: str) -> str:
    if shape.choices:
        return edition.words.choice(shape.name, value)
    write = edition.write
    formats: dict[str, Callable[[str], str]] = {
        "country": write.country, "language": write.tongue, "elf": lambda _: "B.V.", "phone": write.phone,
    }  # fmt: skip
    return formats.get(shape.format, str)(value)


def _named(edition: Edition, shape: Shape, value: str, local: Any) -> str:
    kind, names = shape.reference, edition.names
    if kind.startswith("vocabulary/"):
        return names.term(kind.partition("/")[2], value)
    if kind in {"staff", "class", "objective"}:
        return names.staff(value) if kind == "staff" else names.setting(kind, value)
    if (kind, value) in local:
        return str(local[kind, value][0])
    found = edition.book.find(kind, value)
    return names.record(found) if found else value


@pytest.mark.parametrize("number", ["R-00001", "R-00002"])
def test_every_value_of_a_record_stands_on_its_page(
    small_book: Book,
    handbooks: dict[str, Path],
    full_records: dict[str, Any],
    parsed: Callable[[Path], Any],
    number: str,
) -> None:
    """Nothing in a record that uses every property is missing from its page, in either language."""
    found = small_book.find("relation", number)
    assert found is not None
    assert found.fits
    for language, folder in handbooks.items():
        edition = Edition(small_book, language, (), {})
        local = scope(edition, found).local
        text = parsed(folder / "relations" / f"{number}.html").text
        missing = [
            (language, shape.path, value)
            for shape, value, currency in _leaves(shape_of("relation"), full_records[number], "EUR")
            if " ".join(_written(edition, shape, value, currency, local).split()) not in text
        ]
        assert missing == []


def test_full_relation_uses_every_property(full_records: dict[str, dict[str, Any]]) -> None:
    """The record that proves completeness has each property of the schema, tombstones and persons aside."""

    def paths(shape: Shape, value: Any) -> Iterator[str]:
        yield shape.path
        if shape.type is Type.OBJECT:
            for name, item in value.items():
                yield from paths(shape.properties[name], item)
        elif shape.items is not None:
            for item in value:
                yield from paths(shape.items, item)

    used = set(paths(shape_of("relation"), full_records["R-00001"]))
    aside = ("relation.tombstone", "relation.person")
    assert [
        shape.path
        for shape in shape_of("relation").walk()
        if shape.path not in used and not shape.path.startswith(aside)
    ] == []
