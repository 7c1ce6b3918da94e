"""Findings made by hand, with hostile text wherever somebody else's text can come from."""

import json
from unicodedata import category

from hypothesis import strategies as st

from given import SHARED
from klantboek.findings import Finding, Place, Severity
from klantboek.reports.report import Report
from klantboek.reports.suggestions import Replacement, Spot, Suggestion
from klantboek.rules.catalogue import catalogue

ATTACKS = (
    "::error::taken over", "\n::set-output name=x::y", "%0A::error::x", "a,line=1::b", "##[error]x", "##vso[task]x",
    "`", "``` `` `", "<script>alert(1)</script>", "@everyone", "#1", "| a | b |", "\\| \\", "a'@everyone' \"x\" `y`",
    "![x](https://halm.example/x.png)", "https://halm.example www.halm.example", "\u202egnp.exe", "\x1b[31m\x9b1m",
    "]]>", "<!--", "&amp;", "\ud800", "\ufffe\uffff", "\x00", "{0} [x](1)", "'", '"', "*a* _b_ ~~c~~ $d$", "",
)  # fmt: skip


def naughty() -> list[str]:
    """Give the public list of naughty strings, or nothing where it is not."""
    file = SHARED / "data" / "suites" / "naughty-strings" / "blns.json"
    return list(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else []


def finding(text: str, severity: Severity = Severity.ERROR, line: int = 1) -> Finding:
    """Give a finding with the text at every place that a record can reach."""
    quoted = f"'{text}' is wrong, \"{text}\" and `{text}` too: {text}"
    place = Place(f"relations/{text}.yaml", line, 3, line, 5, text)
    return Finding(
        "KB204", severity, f"relation/{text}", ("orders", 0, text), place, quoted, text, text, place, text
    )


def fix(text: str, *, safe: bool = True) -> Suggestion:
    """Give a fix that writes the text in the place of two letters."""
    return Suggestion(text, safe, (Replacement(Spot(1, 3, 3), Spot(1, 5, 5), text),))


_TEXTS = st.one_of(
    st.sampled_from(ATTACKS),
    st.text(st.characters(), max_size=30),
    st.text(st.sampled_from("`|\\:%,@#[]<>'\"&\n\r ax"), max_size=20),
    st.lists(st.sampled_from(ATTACKS), max_size=4).map("".join),
)
_PLACES = st.builds(
    lambda file, line, column, length, text: Place(file, line, column, line, column + length, text),
    _TEXTS, st.integers(1, 9999), st.integers(1, 200), st.integers(1, 50), _TEXTS,
)  # fmt: skip
_FINDINGS = st.builds(
    Finding,
    st.sampled_from([entry.code for entry in catalogue()]),
    st.sampled_from(list(Severity)),
    _TEXTS,
    st.lists(st.one_of(_TEXTS, st.integers(0, 99)), max_size=4).map(tuple),
    _PLACES, _TEXTS, _TEXTS, _TEXTS, st.none() | _PLACES,
    _TEXTS.map(lambda text: f"there {text}"),  # rules start it with a word of their own

)  # fmt: skip
_FIXES = st.none() | st.builds(lambda text, safe: fix(text, safe=safe), _TEXTS, st.booleans())
REPORTS = st.lists(st.tuples(_FINDINGS, _FIXES), max_size=25).map(
    lambda pairs: Report(
        tuple(found for found, _ in pairs),
        "records/",
        len(pairs),
        fixes=tuple(mending for _, mending in pairs),
    )
)


def is_safe(text: str) -> bool:
    """Tell whether a text has no control, direction or half character; line ends are between the lines."""
    return not any(
        category(char) in {"Cc", "Zl", "Zp", "Cs"} or char in "\u061c\u200e\u200f" or "\u202a" <= char <= "\u202e"
        or "\u2066" <= char <= "\u2069"
        for char in text
    )  # fmt: skip
