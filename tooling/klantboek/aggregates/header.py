"""The comment at the head of an aggregate: read strictly, with every fault in its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from klantboek.findings import Path
from klantboek.yaml import Document, read

LANGUAGES = ("nl", "en")
UNITS = ("", "money", "percent", "points", "days")
CHARTS = ("bar", "line")
_TEXTS = ("title", "answers", "formula")
_LISTS = ("requirements", "fields", "key", "people")
_NEEDED = (*_TEXTS, "key", "columns")
_KNOWN = (*_TEXTS, *_LISTS, "source", "columns", "chart")
_OF_COLUMN = (*LANGUAGES, "unit", "reference", "choices", "hidden")
_OF_CHART = ("kind", "x", "y")


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong in the file of an aggregate, and where: lines and columns count from 1."""

    line: int
    column: int
    message: str
    help: str = ""


def header_of(name: str, text: str, first_line: int) -> tuple[dict[str, Any], list[Fault]]:
    """Read a comment whose text starts on a line of its file; give its values and all that is wrong with them."""
    document = read(text.encode("utf-8", "surrogatepass"), name)
    if document.faults:
        places = [(document.span(one.start, one.end), one.message) for one in document.faults]
        return {}, [Fault(at.line + first_line - 1, at.column, message) for at, message in places]
    faults = []
    for path, message in _faults(document.value):
        place = _place(document, path)
        faults.append(Fault(place[0] + first_line - 1, place[1], message))
    return document.value if isinstance(document.value, dict) else {}, faults


def _place(document: Document, path: Path) -> tuple[int, int]:
    place = document.place(path, key=bool(path) and isinstance(path[-1], str))
    return place.line, place.column


_Faults = Iterator[tuple[Path, str]]


def _faults(value: Any) -> _Faults:
    if not isinstance(value, dict):
        yield (), "the comment holds no keys and values"
        return
    for key in _NEEDED:
        if key not in value:
            yield (), f"the comment lacks {key}"
    for key, inner in value.items():
        yield from _value(key, inner)
    yield from _agreement(value)
    if "chart" in value:
        yield from _chart(value["chart"], value.get("columns"))


def _value(key: str, inner: Any) -> _Faults:
    if key not in _KNOWN:
        yield (key,), f"the comment knows no key {key!r}: it has {', '.join(_KNOWN)}"
    elif key in _TEXTS:
        yield from _both((key,), inner)
    elif key in _LISTS and not _is_list_of_texts(inner):
        yield (key,), f"{key} is a list of texts"
    elif key == "source" and not isinstance(inner, str):
        yield (key,), "source is a text"
    elif key == "columns":
        yield from _columns(inner)


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _both(path: Path, texts: Any) -> _Faults:
    if not isinstance(texts, dict):
        yield path, f"{path[-1]} is a text in each language: {{nl: …, en: …}}"
        return
    for language in LANGUAGES:
        if not isinstance(texts.get(language), str) or not texts[language].strip():
            yield path, f"{path[-1]} lacks its text in the language {language}"


def _columns(columns: Any) -> _Faults:
    if not isinstance(columns, dict):
        yield ("columns",), "columns are the names of the result, each with its heading"
        return
    for name, about in columns.items():
        path: Path = ("columns", name)
        yield from _both(path, about)
        if not isinstance(about, dict):
            continue
        for key in about:
            if key not in _OF_COLUMN:
                yield (*path, key), f"a column knows no key {key!r}: it has {', '.join(_OF_COLUMN)}"
        if about.get("unit", "") not in UNITS:
            yield (*path, "unit"), f"a unit is one of {', '.join(filter(None, UNITS))}"
        if (about.get("unit") == "money") != name.endswith("_minor"):
            yield path, "a column with unit money ends in _minor, and only such a one"
        if about.get("unit") == "money" and "currency" not in columns:
            yield path, "where there is money there is a column currency"
        if not isinstance(about.get("hidden", False), bool):
            yield (*path, "hidden"), "hidden is true or false"
        yield from _choices((*path, "choices"), about.get("choices", {}))


def _choices(path: Path, choices: Any) -> _Faults:
    if not isinstance(choices, dict):
        yield path, "choices are the texts that can stand in the column, each {nl: …, en: …}"
        return
    for code, texts in choices.items():
        yield from _both((*path, code), texts)


def _agreement(value: Mapping[str, Any]) -> _Faults:
    """Give what the key and the numbers of people name that is no column."""
    columns = value.get("columns")
    if isinstance(columns, dict) and _is_list_of_texts(value.get("key", [])):
        for number, name in enumerate(value.get("key", [])):
            if name not in columns:
                yield ("key", number), f"key names {name!r}, which is not one of the columns"
        if "key" in value and not value["key"]:
            yield ("key",), "key names at least one column"
    if isinstance(columns, dict) and _is_list_of_texts(value.get("people", [])):
        for number, name in enumerate(value.get("people", [])):
            if name not in columns:
                yield ("people", number), f"people names {name!r}, which is not one of the columns"


def _chart(chart: Any, columns: Any) -> _Faults:
    if not isinstance(chart, dict) or set(chart) != set(_OF_CHART):
        yield ("chart",), "chart is {kind, x, y}"
        return
    if chart["kind"] not in CHARTS:
        yield ("chart", "kind"), f"a chart is one of {', '.join(CHARTS)}"
    for axis in ("x", "y"):
        if isinstance(columns, dict) and chart[axis] not in columns:
            yield ("chart", axis), f"{axis} names {chart[axis]!r}, which is not one of the columns"
