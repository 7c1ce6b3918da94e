"""Personal values taken out of findings, for logs and comments that more people read than the records."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from klantboek.book import Book, Record
from klantboek.findings import Finding, Path
from klantboek.plain import plain
from klantboek.schema import CODES
from klantboek.schema.formats import FORMATS
from klantboek.shapes import KINDS, Shape, shape_of

HIDDEN = "…"
_QUOTED = re.compile(r"""(?<!\w)'([^']+)'(?!\w)|(?<!\w)"([^"]+)"(?!\w)|`([^`]+)`""")
_WORD = re.compile(r"[\w-]+")
_NUMBER_OF_RELATION = re.compile(r"R-\d{5,9}")
_FILE = re.compile(rf"(?:{'|'.join(kind.folder for kind in KINDS.values() if kind.folder)})/[^@\d]*\.yaml")
# Advice that holds an example of the house's own, and nothing of the record.
_EXAMPLES = re.compile(r"A postcode there looks like [^.]*\.")
# Messages cut what they repeat at these lengths.
_CUTS = (20, 40, 60)
# A shorter text elsewhere in the record is too likely to be part of an ordinary sentence.
_SHORTEST = 3
# A longer word in capitals is no part of a postcode or an account number.
_LONGEST_GROUP = 4
_MANY_DIGITS = 3
_QUOTES = "'\"`"
_EDGES = f".,;:(){_QUOTES}"
_SEVERAL = re.compile(f"{HIDDEN}(?:[ @.,/-]*{HIDDEN})+")


def masked(findings: tuple[Finding, ...], book: Book) -> tuple[Finding, ...]:
    """Give the findings with every personal value in their texts written as an ellipsis.

    What a field holds is personal when its schema gives it a sensitivity. Where a finding is about such a
    field, about a whole group, or about a key that no schema knows, whatever looks like a value goes:
    what stands in quotes, numbers, dates, addresses. Elsewhere the personal texts of the records involved
    go, and in relations every number but the one the finding is about.
    """
    masks = _Masks({record.file: record for record in book.records}, {})
    return tuple(masks.apply(finding) for finding in findings)


def is_personal(record: Record, path: Path, *, whole: bool = False) -> bool:
    """Tell whether a value at a path is personal or unknown; with ``whole`` whether anything in a group there is."""
    aim = _aim(record, path)
    return bool(aim.values) if whole else aim.personal


def says_personal(text: str, record: Record) -> bool:
    """Tell whether a text repeats a personal value of a record."""
    said = text.casefold()
    values = _personal(record.document.value, shape_of(record.kind))
    return any(len(one) >= _SHORTEST and one.casefold() in said for one in values)


@dataclass(frozen=True)
class _Masks:
    records: dict[str, Record]
    known: dict[str, tuple[str, ...]]

    def apply(self, finding: Finding) -> Finding:
        record = self.records.get(finding.place.file)
        aim = _Aim(True, frozenset(), None) if record is None else _aim(record, finding.path)
        secrets = {form for value in aim.values for form in _forms(value)} if aim.personal else set()
        words = {word for value in secrets for word in _WORD.findall(value) if len(word) > 1}
        for place in filter(None, (finding.place, finding.second)):
            secrets.update(self._elsewhere(place.file))
        if record is not None:
            secrets.update(form for value in _beside(record, finding.path) for form in _forms(value))
        steps = {step for step in finding.path if isinstance(step, str) and not _is_value(step)}
        if not aim.personal:
            secrets -= aim.values
        known = steps if aim.personal else steps.union(_tokens(aim.values))
        hidden = _either({*secrets, *(words - _house_words())} - steps)

        def masked_part(text: str) -> str:
            text = hidden.sub(HIDDEN, text) if hidden else text
            if aim.personal:
                text = _QUOTED.sub(lambda quoted: _unless_known(quoted[0], known), text)
            if aim.personal or finding.record.startswith("relation/"):
                text = _without_codes(text, known)
            return _SEVERAL.sub(HIDDEN, text)

        house = _house_sentences(finding, aim.shape)

        def text(whole: str) -> str:
            return "".join(part if part in house else masked_part(part) for part in _split(whole, house))

        return replace(
            finding,
            path=tuple(_step(step) for step in finding.path),
            message=text(finding.message),
            help=text(finding.help),
            second_label=text(finding.second_label),
            fix=finding.fix and replace(finding.fix, text=text(finding.fix.text)),
        )

    def _elsewhere(self, file: str) -> tuple[str, ...]:
        """Give the personal texts of a record that stand out in a sentence."""
        if file not in self.known:
            record = self.records.get(file)
            found = () if record is None else _personal(record.document.value, shape_of(record.kind))
            self.known[file] = tuple(
                form
                for text in found
                if len(text) >= _SHORTEST and not _is_of_the_house(text) and any(map(str.isalpha, text))
                for form in _forms(text)
            )
        return self.known[file]


@dataclass(frozen=True)
class _Aim:
    """What a finding is about: whether that is personal or unknown, the values there, its shape if it has one."""

    personal: bool
    values: frozenset[str]
    shape: Shape | None


def _aim(record: Record, path: Path) -> _Aim:
    shape: Shape | None = shape_of(record.kind)
    value, personal = record.document.value, False
    for step in path:
        below = _below(shape, step)
        personal = _is_personal(below) or (isinstance(step, int) and personal)
        shape, value = below, _inside(value, step)
    if shape is not None and _is_leaf(shape):
        return _Aim(personal, frozenset(_scalars(value)), shape)
    return _Aim(True, frozenset(_personal(value, shape)), shape)


def _below(shape: Shape | None, step: str | int) -> Shape | None:
    if shape is None:
        return None
    return shape.items if isinstance(step, int) else shape.properties.get(step)


def _is_personal(shape: Shape | None) -> bool:
    """Tell whether a shape has a sensitivity; what no schema knows counts as if it had."""
    return shape is None or shape.sensitivity not in ("", "none")


def _beside(record: Record, path: Path) -> Iterator[str]:
    """Give the personal values in the same group, however short: a message may well name them."""
    shape: Shape | None = shape_of(record.kind)
    value = record.document.value
    for step in path[:-1]:
        shape, value = _below(shape, step), _inside(value, step)
    for key, item in value.items() if isinstance(value, dict) else ():
        below = _below(shape, key)
        if below is not None and _is_personal(below) and not isinstance(item, dict | list):
            yield from (text for text in _scalars(item) if not _is_of_the_house(text))


def _inside(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    return value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None


def _is_leaf(shape: Shape) -> bool:
    """Tell whether a shape is one value, or a list of them; what the book declares itself is neither."""
    inner = shape.items or shape
    return not inner.properties and inner.type not in ("object", "open")


def _scalars(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _scalars(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _personal(value: Any, shape: Shape | None, *, listed: bool = False) -> Iterator[str]:
    """Give the values that stand under a sensitive shape, or under a key that has none."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _personal(item, _below(shape, key))
    elif isinstance(value, list):
        for item in value:
            yield from _personal(item, _below(shape, 0), listed=_is_personal(shape))
    elif listed or _is_personal(shape):
        yield from _scalars(value)


def _forms(value: str) -> Iterator[str]:
    """Give a value as a message can hold it: whole, with its control characters written out, or cut."""
    for form in {value, plain(value), repr(value)[1:-1]} - {""}:
        yield form
        yield from (f"{form[:length]}{HIDDEN}" for length in _CUTS if len(form) > length)


def _either(secrets: set[str]) -> re.Pattern[str] | None:
    longest_first = sorted(secrets, key=lambda one: (-len(one), one))
    written = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<!\w)(?:{written})(?!\w)", re.IGNORECASE) if written else None


def _tokens(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        yield from (word.strip(_EDGES) for word in value.split())


def _unless_known(quoted: str, known: set[str]) -> str:
    bare = quoted.strip(_QUOTES)
    return quoted if bare in known or _is_of_the_house(bare) else _emptied(quoted, _QUOTES)


def _without_codes(text: str, known: set[str]) -> str:
    """Take out numbers, dates, addresses and the like; a postcode or account number in groups goes as a whole."""
    words = text.split(" ")
    strange = [word.strip(_EDGES) not in known for word in words]
    marks = [odd and _is_value(word) for word, odd in zip(words, strange, strict=True)]
    for at in (*range(len(words)), *reversed(range(len(words)))):
        near = marks[max(at - 1, 0)] or marks[min(at + 1, len(words) - 1)]
        marks[at] = marks[at] or (near and strange[at] and _is_group(words[at]))
    return " ".join(_emptied(word, _EDGES) if mark else word for word, mark in zip(words, marks, strict=True))


def _emptied(text: str, edges: str) -> str:
    bare = text.strip(edges)
    return text.replace(bare, HIDDEN, 1) if bare else text


def _is_value(word: str) -> bool:
    bare = word.strip(_EDGES)
    if _is_of_the_house(bare):
        return False
    digits = sum(char.isdigit() for char in bare)
    return digits >= _MANY_DIGITS or "@" in bare or "://" in bare or bool(re.search(r"\w\.[^\W\d]{2}", bare))


def _is_group(word: str) -> bool:
    bare = word.strip(_EDGES)
    return bool(bare) and (
        bare.isdigit() or (bare.isalnum() and bare.isupper() and len(bare) <= _LONGEST_GROUP)
    )


def _step(step: str | int) -> str | int:
    return HIDDEN if isinstance(step, str) and _is_value(step) else step


def _house_sentences(finding: Finding, shape: Shape | None) -> frozenset[str]:
    """Give what the house itself says about the field and the code, examples and all."""
    said = [CODES[finding.code].help] if finding.code in CODES else []
    said += [finding.help] if _EXAMPLES.fullmatch(finding.help) else []
    if shape is not None:
        said.append(shape.description)
        said += (
            [f"It is written like this: {FORMATS[shape.format].example}."] if shape.format in FORMATS else []
        )
    return frozenset(filter(None, said))


def _split(text: str, sentences: frozenset[str]) -> list[str]:
    longest_first = sorted(sentences, key=len, reverse=True)
    return re.split(f"({'|'.join(map(re.escape, longest_first))})", text) if sentences else [text]


def _is_of_the_house(text: str) -> bool:
    words = _WORD.findall(_NUMBER_OF_RELATION.sub("", text)) if not _FILE.fullmatch(text) else []
    return all(word.casefold() in _house_words() for word in words)


@cache
def _house_words() -> frozenset[str]:
    """Give the words that schemas are made of: keys, and the values of closed lists."""
    shapes = [shape for kind in KINDS for shape in shape_of(kind).walk()]
    keys = {shape.name for shape in shapes} | {kind.folder for kind in KINDS.values()}
    choices = {choice for shape in shapes for one in (shape, shape.items) if one for choice in one.choices}
    return frozenset(word.casefold() for word in (*keys, *choices, *KINDS, "yaml", "yml", "true", "false"))
