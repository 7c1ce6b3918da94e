"""Conditions of segments: what they may say, what becomes of it, and what is said of all else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.book.condition_parser import condition_of
from klantboek.book.conditions import ConditionError, names


@pytest.mark.parametrize(
    ("condition", "sql"),
    [
        ("orders >= 3", '(f."orders" >= 3)'),
        ("3 <= orders", '(3 <= f."orders")'),
        ("status = 'active' and NOT orders = 0", '((f."status" = \'active\') AND (NOT (f."orders" = 0)))'),
        ("orders=1 OR orders=2 AND mark>7", '((f."orders" = 1) OR ((f."orders" = 2) AND (f."mark" > 7)))'),
        (
            "(orders=1 OR orders=2) AND mark>7",
            '((((f."orders" = 1) OR (f."orders" = 2))) AND (f."mark" > 7))',
        ),
        ("turnover >= 12.50", '(f."turnover_minor" >= 1250)'),
        ("turnover > overdue", '(f."turnover_minor" > f."overdue_minor")'),
        ("turnover BETWEEN 1 AND 2", '(f."turnover_minor" BETWEEN 100 AND 200)'),
        ("orders NOT BETWEEN 1 AND 2", '(f."orders" NOT BETWEEN 1 AND 2)'),
        ("since < '2020-02-29'", "(f.\"since\" < DATE '2020-02-29')"),
        ("until >= as_of", '(r."until" >= $as_of)'),
        ("city IN ('Gent', 'it''s')", "(f.\"city\" IN ('Gent', 'it''s'))"),
        ("mark NOT IN (1, -2)", '(f."mark" NOT IN (1, -2))'),
        ("branch LIKE '10.%'", "(f.\"branch\" LIKE '10.%')"),
        ("mark IS NULL", '(f."mark" IS NULL)'),
        ("mark is not null", '(f."mark" IS NOT NULL)'),
        ("city != 'Gent'", "(f.\"city\" <> 'Gent')"),
        ("custom('oven') = 'gas'", "(custom_1.value = 'gas')"),
        ("custom('days') >= 5", "(TRY_CAST(custom_1.value AS DECIMAL(18,6)) >= 5)"),
        ("custom('sour') = true", "(custom_1.value = 'true')"),
        (
            "custom('a') = custom('b') AND custom('a') <> ''",
            "((custom_1.value = custom_2.value) AND (custom_1.value <> ''))",
        ),
        ("consent('marketing', 'email') = 'given'", "(consent_1.state = 'given')"),
        ("TRUE", "TRUE"),
        ("city = '$as_of'", "(f.\"city\" = ('$' || 'as_of'))"),
        ("person_profile_children > 1", '(r."person_profile_children" > 1)'),
    ],
)
def test_what_becomes_of_it(condition: str, sql: str) -> None:
    """A condition is written anew: names become columns, amounts whole cents, texts stay texts."""
    assert condition_of(condition).sql == sql


def test_amounts_count_in_the_decimals_of_the_currency() -> None:
    """A yen has no decimals, a dinar has three."""
    assert condition_of("turnover >= 5", 0).sql == '(f."turnover_minor" >= 5)'
    assert condition_of("turnover >= 5", 3).sql == '(f."turnover_minor" >= 5000)'


@pytest.mark.parametrize(
    ("condition", "says", "at", "advice"),
    [
        ("", "a name, a text or a number is expected at the end", 0, ""),
        ("ordres > 1", "'ordres' is no field and no figure of a relation", 0, "Did you mean orders?"),
        ("orders", "orders is compared with nothing", 0, "Say what it has to be, for example: orders >= 3"),
        ("orders = 'three'", "orders holds a number, and 'three' is a text", 9, "Texts stand in single quotes, numbers do not."),
        ("branch = 56.30", "branch holds a text, and 56.30 is a number", 9, "Texts stand in single quotes, numbers do not."),
        ("status = 'dormnt'", "status is never 'dormnt'", 9, "It is one of active, dormant, lost, ended."),
        ("status IN ('active', 'x')", "status is never 'x'", 21, "It is one of active, dormant, lost, ended."),
        ("consent('a', 'b') = 'yes'", "consent('a', 'b') is never 'yes'", 20, "It is one of given, withdrawn, objected."),
        ("since > '2026-02-30'", "'2026-02-30' is no date", 8, "Write it as '2026-11-20'."),
        ("since > 2026", "since holds a date, and 2026 is a number", 8, ""),
        ('city = "Gent"', "'\"' can't stand in a condition", 7, "Texts stand between single quotes, and names without quotes."),
        ("city = 'Gent", "a text that does not end can't stand in a condition", 7, "A quote within a text is written twice: 'it''s'."),
        ("orders + 1 > 2", "'+' can't stand in a condition", 7, "A condition does not calculate: compare with the value itself."),
        ("orders > 1; DROP TABLE relations", "';' can't stand in a condition", 10, "A condition has names, texts, numbers and signs such as = and <."),
        ("orders > 1 orders < 3", "'orders' is not expected here", 11, "Join conditions by AND or OR."),
        ("(orders > 1", ") is missing after a condition in brackets", 11, ""),
        ("orders IN 3", "( is missing after IN", 10, ""),
        ("orders IN (SELECT)", "'SELECT' is no field and no figure of a relation", 11, ""),
        ("orders IN (mark)", "between the brackets of IN stand texts or numbers", 11, ""),
        ("orders IN (1", ") is missing after the values of IN", 12, ""),
        ("orders BETWEEN 1", "AND is missing after BETWEEN", 16, ""),
        ("orders IS 3", "NULL is missing after IS", 10, ""),
        ("orders LIKE '3%'", "LIKE compares a text with a text in quotes", 12, ""),
        ("orders NOT 3", "orders is compared with nothing", 0, ""),
        ("read_text('/etc/passwd') = ''", "read_text('/etc/passwd') can't be used in a condition", 0, "There are custom('key') and consent('purpose', 'channel')."),
        ("custom('a', 'b') = ''", "custom('a', 'b') can't be used in a condition", 0, ""),
        ("AND orders > 1", "a name, a text or a number is expected instead of 'AND'", 0, ""),
        ("(" * 60 + "orders > 1" + ")" * 60, "brackets stand too deep inside each other", 41, ""),
    ],
)  # fmt: skip
def test_what_is_said_of_all_else(condition: str, says: str, at: int, advice: str) -> None:
    """What is wrong, at which character, and what to write instead."""
    with pytest.raises(ConditionError) as caught:
        condition_of(condition)
    assert (caught.value.message, caught.value.start) == (says, at)
    assert not advice or caught.value.advice == advice


def test_figures_go_before_fields() -> None:
    """A name is one thing: a list such as orders has no name of its own, its number does."""
    assert names()["orders"].column == 'f."orders"'
    assert names()["organisation_profile_founded_on"].column == 'r."organisation_profile_founded_on"'
    assert "number" in names()
    assert not any(name.startswith("tombstone") for name in names())


_WORDS = [
    *sorted(names()),
    "AND",
    "OR",
    "NOT",
    "IN",
    "(",
    ")",
    ",",
    "=",
    "<",
    "1",
    "'a'",
    "LIKE",
    "IS",
    "NULL",
    "custom('x')",
    "TRUE",
    "BETWEEN",
]
_SAFE = re.compile(
    r"""(?:f|r)\."\w+"|custom_\d+\.value|consent_\d+\.state|'(?:[^']|'')*'|DATE|TRY_CAST|AS|DECIMAL\(18,6\)|\$as_of|\|\|"""
    r"|AND|OR|NOT|IN|IS|NULL|LIKE|BETWEEN|TRUE|FALSE|-?[0-9.]+|<=|>=|<>|[=<>(),]|\s+"
)


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(_WORDS), max_size=12).map(" ".join)))
def test_nothing_else_passes(condition: str) -> None:
    """Whatever is written, what comes out is made of known columns, texts, numbers and signs; or it is refused."""
    try:
        sql = condition_of(condition).sql
    except ConditionError as refused:
        sql, error = "", refused
    else:
        error = ConditionError("", 0)
    assert _SAFE.sub("", sql) == ""
    assert 0 <= error.start <= len(condition)
