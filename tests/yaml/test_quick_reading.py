"""Reading the quick way: it answers for ordinary text only, and never otherwise than the reader."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from given import examples
from klantboek.edits.quoting import unquoted
from klantboek.house import carried
from klantboek.yaml import read, read_quickly
from klantboek.yaml.quick import exact, quick_value

# What stands in lines of records, and what nearly does: words that readers disagree about, odd spacing and signs.
WORDS = (
    "a", "Bakkerij de Molen", "R-00001", "x:y", "a#b", "a #b", "a: b", "C#", "#c", "yes", "No", "on", "Off", "y", "N",
    "null", "Null", "NULL", "~", "true", "True", "TRUE", "false", "FALSE", "1", "-1", "0", "-0", "007", "1.10", "0.0",
    "-0.5", ".5", "1.", "1e3", "1E3", "12e4", "1_000", "0x1F", "0o7", "0b1", "+31570123456", "1:30", "12:30:45", "1a2",
    "54M6", "3EKS", "1E", "7431 CE", "3511 ZK", "12 34", "5 Z", "12 T", "2026-01-31", "2026-02-30", "0000-01-01",
    "2026-1-1", "2026-01-31 10:00", "99999999999999999999", "12345678901", "1.23456", ".inf", ".nan", "-.inf", "=", "<<",
    "é", "Straße", "“x”", "€ 5", "5 €", "a\u00a0b", "a\u2028b", "a\u202eb", "\ufeff", "a\tb", "日本", "'", '"', "''", '""',
    "'a'", '"a"', "'it''s'", '"a\\"b"', '"a\\nb"', '"a\\\\b"', "'a", '"a', "'a' b", '"0000-01-01"', "'yes'", '"1"', "a'b",
    'a"b', "[", "]", "[]", "{}", "{", "}", "[a, b]", "[a,b]", "[a, [b, c]]", "{a: 1}", "{a: {b: [c]}}", "[{a: 1}, {a: 2}]",
    "{a: 1, a: 2}", "{a}", "[a: b]", "[, ]", "[a, ]", "[a]]", "[yes]", "[1.5, 1e5]", "[1e5]", "[0000-01-01]", "[12e4, 007]", "[1a2]", "{a: 1e5}", "[a b: c]", "[0x1]", "[1 2]", "[1:30]", "{on: 2026-01-31, by: hdv}",
    "{true: 1}", "{a: a: b}", "[a b, c'd]", "&a b", "*a", "!a b", "!!str 1", "|", ">", "|-", ">-", "|2", "|+", "- a", "-",
    "--", "---", "...", "%a", "@a", "`a`", "? a", "?", ":", ": a", ",", "a,", "a]", "a}", "a:", "a: ", "a  b", " a", "a ",
    "/a/b", "http://a.example/b?c=d#e", "a@b.example", "a\\b", "a;b", "a!b", "a%b", "a=b", "a|b", "a>b", "a&b", "a*b",
)  # fmt: skip
KEYS = (
    "a",
    "b",
    "on",
    "On",
    "no",
    "y",
    "null",
    "true",
    "key_1",
    "a-b",
    "1",
    "1a",
    "é",
    "'a'",
    "a b",
    "<<",
    "",
    "a:b",
)


@st.composite
def lines(draw: st.DrawFn) -> str:
    """Give a line of a record, or of something like it."""
    indent = " " * draw(st.sampled_from((0, 0, 0, 1, 2, 2, 2, 3, 4, 4, 6, 30)))
    key, word = draw(st.sampled_from(KEYS)), draw(st.sampled_from(WORDS))
    form = draw(
        st.sampled_from(
            ("{k}: {w}", "{k}: {w}", "{k}:", "- {w}", "- {k}: {w}", "{w}", "# {w}", "", "- - {w}")
        )
    )
    return indent + form.format(k=key, w=word)


TEXTS = st.lists(lines(), max_size=8).map(lambda found: "".join(f"{line}\n" for line in found))


def agrees(text: str) -> bool:
    """Hold the quick way against the reader; tell whether it answered at all."""
    value = quick_value(text)
    if value is None:
        return False
    document = read(text.encode("utf-8", "surrogatepass"), "x.yaml")
    assert document.faults == (), (text, value)
    assert exact(value) == document.value, text
    assert list(unquoted(document)) == [], text
    return True


@settings(max_examples=examples(600))
@given(TEXTS)
@example("a: 2026-02-30\n")
@example("a: [2026-04-31, 2026-13-01, 2026-00-10, 2026-01-00]\n")
@example("a: |\n  b\nc\n")
@example("a: >-\n  b\n\n\n  c\n\nd: 1\n")
@example("a: |\n   b\n  c\n")
@example("a: |\nb\n")
@example("a:\n- b: |\n  c\n")
@example("a: b\n  c: d\n")
@example("- a\nb: c\n")
def test_it_agrees_with_the_reader(text: str) -> None:
    """What the quick way reads, the reader reads as the same value, without a fault."""
    agrees(text)


@settings(max_examples=examples(300))
@given(st.data())
def test_records_with_a_changed_line(data: st.DataObject) -> None:
    """A record in which one line was replaced, removed, doubled or moved is read alike, or by the reader alone."""
    text = data.draw(st.sampled_from(RECORDS))
    rows = text.splitlines()
    at = data.draw(st.integers(0, len(rows) - 1))
    how = data.draw(st.sampled_from(("replace", "remove", "double", "indent", "word", "end")))
    if how == "replace":
        rows[at] = data.draw(lines())
    elif how == "remove":
        del rows[at]
    elif how == "double":
        rows.insert(at, rows[at])
    elif how == "indent":
        rows[at] = " " * data.draw(st.integers(1, 3)) + rows[at]
    elif how == "word":
        rows[at] = f"{rows[at].partition(': ')[0]}: {data.draw(st.sampled_from(WORDS))}"
    else:
        rows[at] += data.draw(st.sampled_from((" ", ":", " # x", "\t", "\r", "\u2028", ",", "]")))
    agrees("\n".join(rows) + "\n")


RECORDS = [
    file.read_text(encoding="utf-8") for file in sorted((carried("records") / "relations").rglob("*.yaml"))
]


def test_most_records_are_read_so() -> None:
    """Of the example book nearly every relation is ordinary text."""
    assert sum(map(agrees, RECORDS)) > 0.9 * len(RECORDS)


def test_public_suite(shared: Path) -> None:
    """No case of the public suite is read otherwise than the reader reads it."""
    answered = 0
    for file in sorted((shared / "suites" / "yaml-test-suite").rglob("in.yaml")):
        answered += agrees(file.read_bytes().decode("utf-8", "replace"))
    assert answered >= 10


@pytest.mark.parametrize(
    "sign", ["\x00", "\x1b", "\x85", "\u2028", "\u202e", "\u2066", "\ufeff", "\u200b", "\ud800"]
)
def test_invisible_characters_are_left_to_the_reader(sign: str) -> None:
    """Whatever hides or turns text around is never read the quick way."""
    for text in (
        f"a: b{sign}c\n",
        f'a: "b{sign}c"\n',
        f"# {sign}\na: b\n",
        f"a: [b{sign}]\n",
        f"{sign}a: b\n",
    ):
        assert quick_value(text) is None


def test_a_document_read_quickly_knows_its_places() -> None:
    """The places of a document that was read the quick way are those of the reader."""
    text = "name: Halm\nlist:\n  - on: 2026-01-31\n    at: 1.50\n"
    document = read_quickly(text, "x.yaml", lambda value: bool(value["name"]))
    assert document is not None
    assert document.place(("list", 0, "at")) == read(text.encode(), "x.yaml").place(("list", 0, "at"))
    assert read_quickly(text, "x.yaml", lambda _: False) is None


def test_deep_and_large_texts_are_left_to_the_reader() -> None:
    """What the reader refuses for its depth or its size is not read the quick way."""
    assert quick_value("a: " + "[" * 70 + "]" * 70 + "\n") is None
    assert quick_value("".join(f"{' ' * depth}a:\n" for depth in range(70))) is None
    assert quick_value("a: [" + "1, " * 60_000 + "1]\n") is None


def test_a_nought_keeps_its_sign() -> None:
    """A nought equals one with a sign, and is another text."""
    assert repr(exact(quick_value("a: 0.0\nb: -0.0\nc: [1.5, 1.5]\n"))) == (
        "{'a': Decimal('0.0'), 'b': Decimal('-0.0'), 'c': [Decimal('1.5'), Decimal('1.5')]}"
    )
