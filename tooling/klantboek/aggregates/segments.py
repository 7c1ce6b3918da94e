"""The segments of a book, written into the SELECTs that give their members."""

from collections.abc import Iterable
from dataclasses import replace

from klantboek.aggregates.aggregate import Aggregate
from klantboek.book import Book
from klantboek.book.condition_parser import condition_of
from klantboek.book.conditions import Condition, ConditionError, sql_text
from klantboek.book.minor import digits
from klantboek.book.node import record_of

_NO_MEMBERS = "SELECT s.id AS segment, f.relation FROM segments s CROSS JOIN relation_facts f WHERE FALSE"
_NO_SEGMENTS = "id IN ('')"
_FACTS = "FROM relation_facts f JOIN relations r ON r.id = f.relation"


def conditions_of(book: Book) -> dict[str, Condition]:
    """Give the conditions of the segments by the ids of their records; those that can't be read are left out."""
    found = {}
    decimals = digits(book.settings.currency)
    for segment in book.nodes("segment"):
        try:
            found[record_of(segment).id] = condition_of(segment.condition, decimals)
        except ConditionError:
            continue
    return found


def with_segments(aggregates: Iterable[Aggregate], book: Book) -> tuple[Aggregate, ...]:
    """Give aggregates with the conditions of the book in those that are about segments."""
    conditions = conditions_of(book)
    if not conditions:
        return tuple(aggregates)
    members = "\n  UNION ALL\n  ".join(_members(code, one) for code, one in sorted(conditions.items()))
    codes = ", ".join(map(sql_text, sorted(conditions)))
    return tuple(
        replace(one, sql=one.sql.replace(_NO_MEMBERS, members).replace(_NO_SEGMENTS, f"id IN ({codes})"))
        for one in aggregates
    )


def _members(code: str, condition: Condition) -> str:
    joins = [_custom(number, key) for number, key in enumerate(condition.customs, start=1)]
    joins += [_consent(number, *said) for number, said in enumerate(condition.consents, start=1)]
    return " ".join(
        (f"SELECT {sql_text(code)} AS segment, f.relation", _FACTS, *joins, f"WHERE {condition.sql}")
    )


def _custom(number: int, key: str) -> str:
    name = f"custom_{number}"
    return (
        "LEFT JOIN (SELECT relation, MAX(value) AS value FROM relations_custom"  # noqa: S608 -- the key is quoted
        f" WHERE key = {sql_text(key)} GROUP BY relation) AS {name} ON {name}.relation = f.relation"
    )


def _consent(number: int, purpose: str, channel: str) -> str:
    """Of two answers on one day the one written last counts; a yes that has run out counts as nothing said."""
    name = f"consent_{number}"
    return (
        "LEFT JOIN (SELECT relation, CASE WHEN state = 'given' AND until < $as_of THEN NULL ELSE state END AS state"  # noqa: S608 -- both are quoted
        ' FROM (SELECT relation, state, until, ROW_NUMBER() OVER (PARTITION BY relation ORDER BY "on" DESC NULLS LAST,'
        " consents_position DESC NULLS LAST) AS place FROM relations_consents"
        f' WHERE purpose = {sql_text(purpose)} AND channel = {sql_text(channel)} AND "on" <= $as_of) AS said'
        f" WHERE place = 1) AS {name} ON {name}.relation = f.relation"
    )
