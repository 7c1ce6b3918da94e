"""The comment at the head of an aggregate: read strictly, with every fault in its place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from klantboek.findings import Path
from klantboek.yaml import Document, read

LANGUAGES = ("nl", "en")
UNITS = ("", "money", "percent", "points", "days")
# Each sort of chart with what it asks for besides; heat may have ``of``.
CHARTS: Mapping[str, tuple[str, ...]] = {
    "bar": ("x", "y"),
    "line": ("x", "y"),
    "sum": ("x", "y"),
    "mean": ("x", "y"),
    "count": ("x",),
    "spread": ("x",),
    "heat": ("x", "y"),
    "parts": ("x", "up", "down"),
}
_TEXTS = ("title", "answers", "formula")
_LISTS = ("requirements", "fields", "presence", "key", "people", "apart")
_NEEDED = (*_TEXTS, "key", "columns")
_YES_OR_NO = ("alone", "opinions")
_KNOWN = (*_TEXTS, *_LISTS, *_YES_OR_NO, "source", "columns", "chart")
# How far an amount, and any other number, may be told on the page of a relation (``rough.py``).
_AMOUNTS, _NUMBERS = ("never", "rough"), ("never", "whole", "tenths")
_OF_COLUMN = (*LANGUAGES, "unit", "reference", "choices", "hidden", "relation_page", "like")
_LIKE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")


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
    for path, one in charts_of(value):
        yield from _chart(path, one, value.get("columns"))


def _value(key: str, inner: Any) -> _Faults:
    if key not in _KNOWN:
        yield (key,), f"the comment knows no key {key!r}: it has {', '.join(_KNOWN)}"
    elif key in _TEXTS:
        yield from _both((key,), inner)
    elif key in _LISTS and not _is_list_of_texts(inner):
        yield (key,), f"{key} is a list of texts"
    elif key == "source" and not isinstance(inner, str):
        yield (key,), "source is a text"
    elif key in _YES_OR_NO and not isinstance(inner, bool):
        yield (key,), f"{key} is true or false"
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
        yield from _headed(path, about)
        if isinstance(about, dict):
            yield from _described(path, about, columns)


def _headed(path: Path, about: Any) -> _Faults:
    if not isinstance(about, dict) or "like" not in about:
        yield from _both(path, about)
    elif not isinstance(about["like"], str) or not _LIKE.fullmatch(about["like"]):
        yield (*path, "like"), "like names a column of another figure, as figure.column"


def _described(path: Path, about: dict[str, Any], columns: Mapping[str, Any]) -> _Faults:
    for key in about:
        if key not in _OF_COLUMN:
            yield (*path, key), f"a column knows no key {key!r}: it has {', '.join(_OF_COLUMN)}"
    if about.get("unit", "") not in UNITS:
        yield (*path, "unit"), f"a unit is one of {', '.join(filter(None, UNITS))}"
    if (about.get("unit") == "money") != str(path[-1]).endswith("_minor"):
        yield path, "a column with unit money ends in _minor, and only such a one"
    if about.get("unit") == "money" and "currency" not in columns:
        yield path, "where there is money there is a column currency"
    if not isinstance(about.get("hidden", False), bool):
        yield (*path, "hidden"), "hidden is true or false"
    ways = _AMOUNTS if about.get("unit") == "money" else _NUMBERS
    if about.get("relation_page", "never") not in ways:
        yield (*path, "relation_page"), f"relation_page is {' or '.join(ways)} here"
    yield from _choices((*path, "choices"), about.get("choices", {}))


def _choices(path: Path, choices: Any) -> _Faults:
    if not isinstance(choices, dict):
        yield path, "choices are the texts that can stand in the column, each {nl: …, en: …}"
        return
    for code, texts in choices.items():
        yield from _both((*path, code), texts)


def _agreement(value: Mapping[str, Any]) -> _Faults:
    """Give what the lists of columns name that is no column."""
    columns = value.get("columns")
    for name in ("key", "people", "apart"):
        listed = value.get(name, [])
        if not isinstance(columns, dict) or not _is_list_of_texts(listed):
            continue
        among, of = (value.get("key", []), "of the key") if name == "apart" else (columns, "of the columns")
        for number, one in enumerate(listed):
            if one not in among:
                yield (name, number), f"{name} names {one!r}, which is not one {of}"
    if value.get("key") == []:
        yield ("key",), "key names at least one column"


def charts_of(value: Mapping[str, Any]) -> list[tuple[Path, Any]]:
    """Give the charts of a comment, which is one or a list, each with its place."""
    found = value.get("chart", [])
    if isinstance(found, list):
        return [(("chart", number), one) for number, one in enumerate(found)]
    return [(("chart",), found)]


def _chart(path: Path, chart: Any, columns: Any) -> _Faults:
    kind = chart.get("kind") if isinstance(chart, dict) else None
    if not isinstance(kind, str) or kind not in CHARTS:
        yield path, f"a chart is one of {', '.join(CHARTS)}: {{kind: bar, x: …, y: …}}"
        return
    asked = CHARTS[kind]
    if set(chart) - {"kind", "of" if kind == "heat" else "kind"} != set(asked):
        yield path, f"a chart of the kind {kind} has {', '.join(asked)}"
        return
    for key, named in chart.items():
        if key != "kind" and isinstance(columns, dict):
            listed = named if key in {"up", "down"} and isinstance(named, list) else [named]
            for one in listed:
                if not isinstance(one, str) or one not in columns:
                    yield (*path, key), f"{key} names {one!r}, which is not one of the columns"
