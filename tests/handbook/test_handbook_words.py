import re
import string
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from klantboek.handbook.addresses import lines
from klantboek.handbook.catalogue import LANGUAGES, words
from klantboek.handbook.charts.axis import ticks
from klantboek.handbook.writing import writing
from klantboek.shapes import KINDS, shape_of
from klantboek.yaml import read

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
ADDRESSES = read((HERE / "addresses.yaml").read_bytes(), "addresses.yaml").value


def _fields(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same_things() -> None:
    """The catalogues have the same keys in the same order, with the same places to fill in."""
    nl, en = (words(language).texts for language in LANGUAGES)
    assert list(nl) == list(en)
    assert [key for key in nl if _fields(nl[key]) != _fields(en[key])] == []


def test_every_choice_has_a_name() -> None:
    """Each value of a closed list in the schemas reads as words in both languages."""
    texts = words("nl").texts
    unnamed = [
        f"choice.{shape.name}.{choice}"
        for kind in KINDS
        for shape in shape_of(kind).walk()
        for choice in (*shape.choices, *(shape.items.choices if shape.items else ()))
        if f"choice.{shape.name}.{choice}" not in texts and f"choice.{choice}" not in texts
    ]
    assert unnamed == [], "name these in messages/nl.yaml and en.yaml"


def test_one_thing_has_words_of_its_own() -> None:
    """One row is no rows, yesterday is not one days ago; what stands for none or one belongs to words for many."""
    said = words("en")
    assert [said("ago", days=days) for days in ("0", "1", "2")] == ["today", "yesterday", "2 days ago"]
    assert said("findings.intro", count=1) == "1 thing to look at."
    ends = re.compile("_(one|none)$")
    assert [key for key in said.texts if ends.search(key) and ends.sub("", key) not in said.texts] == []


def test_words_that_are_asked_for_exist() -> None:
    """Every key that code or a template names is in the catalogue."""
    sources = [
        *(REPOSITORY / "tooling/klantboek/handbook").rglob("*.py"),
        *(REPOSITORY / "site").rglob("*.html"),
    ]
    asked = {
        key
        for file in sources
        for key in re.findall(r'(?<!f)\bwords\(\s*"([a-z_.]+)"', file.read_text(encoding="utf-8"))
    }
    assert "home.title" in asked
    assert asked - words("en").texts.keys() - {"due.late"} == set()


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=2),
    st.sampled_from(["EUR", "USD", "GBP", "CHF", "SEK"]),
    st.sampled_from(LANGUAGES),
)
def test_money_reads_as_the_language_writes_it(amount: Decimal, currency: str, language: str) -> None:
    """Amounts put together by hand are what babel makes of them, but for spaces (it forgets the one in CHF 5) and a true minus."""
    locale = {"nl": "nl_NL", "en": "en_GB"}[language]
    ours = writing(language).money(amount, currency).replace("\u00a0", "")
    theirs = (
        format_currency(amount, currency, locale=locale).replace("\u00a0", "").replace("-", "\N{MINUS SIGN}")
    )
    assert ours == theirs


def test_nothing_is_rounded_away() -> None:
    """A number keeps its decimals; a zero at their end says nothing."""
    assert writing("nl").number(Decimal("1234.56780")) == "1.234,5678"
    assert writing("nl").number(Decimal(1200)) == writing("nl").number(Decimal("1200.0")) == "1.200"
    assert writing("nl").money(Decimal("0.5"), "EUR") == writing("nl").money(Decimal("0.50"), "EUR")
    assert writing("en").money(Decimal("0.125"), "EUR") == "€0.125"
    assert writing("nl").date(date(2026, 3, 1)) == "1 mrt 2026"
    assert writing("en").date(date(2026, 9, 1)) == "1 Sept 2026"
    assert writing("nl").phone("+31570012300") == "+31 570 012 300"
    assert writing("nl").phone("call me") == "call me"


@pytest.mark.parametrize(
    "case", ADDRESSES, ids=lambda case: case["address"]["country"] + " " + case["proves"]
)
def test_address_is_laid_out_as_its_country_writes_it(case: dict[str, Any]) -> None:
    """Each case gives the lines it expects, in order."""
    terms = {key: words("en")(f"address.{key}") for key in ("po_box", "reply_number", "box", "floor", "room")}
    assert lines(case["address"], case.get("country", ""), terms) == case["lines"]


@given(
    st.dictionaries(
        st.sampled_from(
            sorted(
                [
                    "attention",
                    "building",
                    "floor",
                    "room",
                    "street",
                    "house_number",
                    "suffix",
                    "box",
                    "po_box",
                    "reply_number",
                    "district",
                    "postcode",
                    "city",
                    "region",
                    "sorting_code",
                ]
            )
        ),
        st.integers(100, 999).map(lambda n: f"x{n}x"),
    ),
    st.sampled_from(["NL", "BE", "DE", "FR", "GB", "US", "IE", "IT", "JP", "CA", "AU", "LU"]),
)
def test_no_part_of_an_address_is_lost(parts: dict[str, str], country: str) -> None:
    """Whatever is written of an address stands in its lines, in every country."""
    terms = {key: words("nl")(f"address.{key}") for key in ("po_box", "reply_number", "box", "floor", "room")}
    text = "\n".join(lines({**parts, "country": country}, "", terms))
    assert all(part in text for part in parts.values())


@given(st.integers(-(10**11), 0), st.integers(0, 10**11))
def test_axis_is_round_and_covers_the_values(least: int, most: int) -> None:
    """The ticks rise in even steps from below the lowest to above the highest value; there are few of them."""
    low, high = least / 100, most / 100
    marks = ticks(low, high)
    assert marks[0] <= low
    assert marks[-1] >= high
    assert 2 <= len(marks) <= 9
