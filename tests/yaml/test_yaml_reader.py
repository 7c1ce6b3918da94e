"""Strict reading: what is refused, where, and in which words."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from klantboek.yaml import FAULTS, Document, limits, read
from yaml_values import handwritten

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> Any:
    """Read a case file; PyYAML's own loader, because the cases hold what ours refuses."""
    return yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))


def told(document: Document) -> list[str]:
    """Give the faults of a document as the case files write them."""
    places = [(document.span(fault.start, fault.end), fault) for fault in document.faults]
    return [
        f"{place.line}:{place.column}-{place.end_column} {fault.kind.code} {fault.message}"
        for place, fault in places
    ]


def content(case: dict[str, Any]) -> bytes:
    """Give the bytes of a case."""
    return bytes.fromhex(case["bytes"]) if "bytes" in case else case["text"].encode()


ALL = [*cases("faults"), *cases("mistakes")]


@pytest.mark.parametrize("case", ALL, ids=[case["name"] for case in ALL])
def test_faults(case: dict[str, Any]) -> None:
    """A file gives exactly the faults of its case; with a fault there is no value."""
    document = read(content(case), "file.yaml")
    assert told(document) == case["finds"]
    assert not document.faults or document.value is None
    if "help" in case:
        last = document.faults[-1]
        assert (last.help or last.kind.help) == case["help"]
    if "second" in case:
        offset = document.faults[0].second
        assert offset is not None
        place = document.span(offset, offset + 1)
        assert f"{place.line}:{place.column}" == case["second"]


def test_every_fault_has_a_case() -> None:
    """Every code of the table is shown by a case here, or by a test of the limits below.

    KB014 is about files that are not read at all; the book finds those.
    """
    shown = {line.split()[1] for case in ALL for line in case["finds"]}
    assert shown | {"KB009", "KB010", "KB011", "KB014"} == set(FAULTS)
    assert all(code == kind.code for code, kind in FAULTS.items())
    assert all(kind.name and kind.why.endswith(".") and kind.help.endswith(".") for kind in FAULTS.values())


def test_a_message_is_one_plain_line() -> None:
    """Messages hold no line ends or other control characters of the file itself."""
    document = read(b'"a\\nb": 1\n"a\\nb": 2\n', "file.yaml")
    assert told(document) == ["2:1-7 KB002 the key 'a\\u000ab' stands here for the second time"]


WORDS = cases("scalars")


@pytest.mark.parametrize("word", WORDS["text"])
def test_text_stays_text(word: str) -> None:
    """A plain word that is no number or word of JSON is text, whatever YAML 1.1 makes of it."""
    assert read(f"a: {word}\n".encode(), "").value == {"a": word}


@pytest.mark.parametrize("word", WORDS["number"])
def test_numbers_are_exact(word: str) -> None:
    """Digits with a point are an exact decimal with all its digits, digits without one an integer."""
    value = read(f"[{word}]".encode(), "").value[0]
    assert type(value) is (Decimal if "." in word else int)
    assert str(value) == ("0" if word == "-0" else f"{Decimal(word)}")


@pytest.mark.parametrize(("word", "value"), WORDS["word"].items())
def test_words_of_json(word: str, value: object) -> None:
    """``true``, ``false`` and ``null`` in small letters, ``~`` and nothing at all."""
    assert read(f"a: {word}\n".encode(), "").value == {"a": value}


@pytest.mark.parametrize("word", WORDS["refused"])
def test_ambiguous_words_are_refused(word: str) -> None:
    """What programs disagree about is refused plain, and is text in either kind of quotes."""
    for source in (f"a: {word}\n", f"- {word}\n", f"[{word}]"):
        document = read(source.encode(), "")
        assert [fault.kind.code for fault in document.faults] == ["KB012"]
        assert document.span(document.faults[0].start, document.faults[0].end).excerpt == source.rstrip()
    assert read(f"['{word}', \"{word}\"]".encode(), "").value == [word, word]


@pytest.mark.parametrize("word", [*WORDS["text"], *WORDS["number"], *WORDS["word"], *WORDS["refused"]])
def test_a_key_is_text(word: str) -> None:
    """A key is the text that is written, whatever a value of that look would be."""
    assert read(f'? "{word}"\n: 1\n'.encode(), "").value == {word: 1}
    if word not in {"", "="}:
        assert read(f"{word}: 1\n".encode(), "").value == {word: 1}


def test_an_empty_file_has_no_value() -> None:
    """Nothing, or comments only, reads as None without a fault: the schema says what is missing."""
    for source in (b"", b"\n\n", b"# nothing yet\n", b"\xef\xbb\xbf", b"---\n"):
        document = read(source, "")
        assert (document.value, document.faults) == (None, ())
        assert document.place(("a", 0)).line == 1


BOMB = "a: &a [x, x]\n" + "".join(
    f"{key}: &{key} [*{above}, *{above}]\n" for above, key in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGES = "a: &a {x: 1}\n" + "".join(
    f"{key}: {{<<: [*{above}, *{above}]}}\n" for above, key in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "lists in lists": ("[" * 200_000, "KB009"),
    "groups in groups": ("{a: " * 200_000, "KB009"),
    "items in items": ("- " * 200_000, "KB009"),
    "keys in keys": ("? " * 200_000, "KB009"),
    "levels by indentation": ("".join(f"{' ' * n}a:\n" for n in range(1_000)), "KB009"),
    "aliases that unfold": (BOMB, "KB003"),
    "merges that unfold": (MERGES, "KB003"),
    "100,000 keys": ("".join(f"k{n}: 1\n" for n in range(100_000)), "KB010"),
    "100,000 items": ("- 1\n" * 100_000, "KB010"),
    "2 MiB": ("a: " + "x" * 2 * 1024 * 1024, "KB011"),
}


@pytest.mark.parametrize(("source", "code"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_refused(source: str, code: str) -> None:
    """A file made to exhaust a reader is refused with the fault that says why."""
    document = read(source.encode(), "hostile.yaml")
    assert code in {fault.kind.code for fault in document.faults}
    assert document.value is None


@pytest.mark.parametrize(
    "source", ["- *a\n", "- &a x\n", "- !t x\n", "- 1e5\n", "k: 1\n", "\0", "\u202e", "? []\n"]
)
def test_faults_of_one_kind_are_counted_to_a_limit(source: str) -> None:
    """Thousands of equal faults don't drown the rest: the last one reported says that reading stops."""
    faults = read((source * 10_000).encode(), "").faults
    assert len(faults) == limits.FAULTS + 1
    assert faults[-1].message == limits.MORE


def test_limits_are_exact() -> None:
    """What reaches a limit is read, one more is refused."""
    deep = limits.DEPTH
    assert not read(b"[" * deep + b"]" * deep, "").faults
    assert read(b"[" * (deep + 1) + b"]" * (deep + 1), "").faults[0].kind.code == "KB009"
    # The list is a value too.
    assert not read(b"- 1\n" * (limits.NODES - 1), "").faults
    assert read(b"- 1\n" * limits.NODES, "").faults[0].kind.code == "KB010"
    assert not read(b"a: " + b"x" * (limits.BYTES - 3), "").faults
    assert read(b"a: " + b"x" * (limits.BYTES - 2), "").faults[0].kind.code == "KB011"
    assert not read(b"k" * limits.KEY + b": 1", "").faults
    assert read(b"k" * (limits.KEY + 1) + b": 1", "").faults[0].kind.code == "KB001"


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Give a text written by hand with a few characters changed."""
    text, _ = draw(handwritten())
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        cut = at + draw(st.integers(0, 2))
        text = text[:at] + draw(st.text("\t\n :-?,[]{}#&*!|>'\"%@`<=.\\aé", max_size=2)) + text[cut:]
    return text.encode()


@given(st.one_of(st.binary(), damaged(), st.text("\t\n :-?,[]{}#&*!|>'\"%@`<=.\\a").map(str.encode)))
def test_nothing_stops_the_reader(source: bytes) -> None:
    """Whatever the bytes, there is a value or there are faults with words and a place, and nothing is raised."""
    document = read(source, "file.yaml")
    lines = document.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for fault in document.faults:
        place = document.span(fault.start, fault.end)
        assert fault.message
        assert place.excerpt == lines[place.line - 1]
        assert 1 <= place.column <= len(place.excerpt) + 1
        assert place.column < place.end_column
