"""How the condition of a segment is read: from words to SQL, with every comparison checked by what its sides hold."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from klantboek.book.conditions import (
    BOOLEAN,
    DATE,
    MONEY,
    NUMBER,
    OWN,
    STATES,
    TEXT,
    Condition,
    ConditionError,
    Token,
    names,
    sql_text,
    tokens,
)
from klantboek.errors import nearest

_SIGNS = frozenset({"=", "<>", "!=", "<", "<=", ">", ">="})
_WORDS = frozenset({"AND", "OR", "NOT", "IN", "IS", "NULL", "BETWEEN", "LIKE", "TRUE", "FALSE"})
_DEEPEST = 40
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_A = {
    TEXT: "a text",
    NUMBER: "a number",
    MONEY: "an amount",
    DATE: "a date",
    BOOLEAN: "true or false",
    OWN: "a text",
}


def condition_of(text: str, digits: int = 2) -> Condition:
    """Read a condition; amounts in it count in a currency with so many decimals. Raises ConditionError."""
    parser = _Parser(text, digits)
    sql = parser.either(0)
    if parser.now is not None:
        raise ConditionError(
            f"{parser.now.text!r} is not expected here", parser.now.start, "Join conditions by AND or OR."
        )
    return Condition(sql, tuple(parser.names), tuple(parser.customs), tuple(parser.consents))


@dataclass(frozen=True)
class _Side:
    """One side of a comparison; ``value`` is what a literal says, "" for all else."""

    kind: str
    sql: str
    start: int
    told: str
    value: str | None = None
    choices: tuple[str, ...] = ()


class _Parser:
    def __init__(self, text: str, digits: int) -> None:
        self._tokens = tokens(text)
        self._at = 0
        self._end = len(text)
        self._digits = digits
        self.names: dict[str, None] = {}
        self.customs: dict[str, int] = {}
        self.consents: dict[tuple[str, str], int] = {}

    @property
    def now(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _is(self, *wanted: str) -> bool:
        now = self.now
        return now is not None and (now.word in wanted or (now.kind == "sign" and now.text in wanted))

    def _take(self, *wanted: str) -> bool:
        if self._is(*wanted):
            self._at += 1
            return True
        return False

    def _need(self, wanted: str, after: str) -> None:
        if not self._take(wanted):
            raise ConditionError(
                f"{wanted} is missing after {after}", self.now.start if self.now else self._end
            )

    def either(self, depth: int) -> str:
        if depth > _DEEPEST:
            raise ConditionError(
                "brackets stand too deep inside each other", self.now.start if self.now else self._end
            )
        parts = [self._both(depth)]
        while self._take("OR"):
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"

    def _both(self, depth: int) -> str:
        parts = [self._single(depth)]
        while self._take("AND"):
            parts.append(self._single(depth))
        return parts[0] if len(parts) == 1 else f"({' AND '.join(parts)})"

    def _single(self, depth: int) -> str:
        negated = False
        while self._take("NOT"):
            negated = not negated
        if self._take("("):
            inner = self.either(depth + 1)
            self._need(")", "a condition in brackets")
            sql = f"({inner})"
        else:
            sql = self._comparison()
        return f"(NOT {sql})" if negated else sql

    def _comparison(self) -> str:
        left = self._side()
        now = self.now
        if now is not None and now.kind == "sign" and now.text in _SIGNS:
            self._at += 1
            sign = "<>" if now.text == "!=" else now.text
            first, second = _alike(left, self._side(), self._digits)
            return f"({first} {sign} {second})"
        if self._take("IS"):
            negated = self._take("NOT")
            self._need("NULL", "IS")
            return f"({left.sql} IS {'NOT ' if negated else ''}NULL)"
        negated = self._take("NOT")
        if self._take("IN"):
            return self._among(left, "NOT IN" if negated else "IN")
        if self._take("BETWEEN"):
            _, low = _alike(left, self._side(), self._digits)
            self._need("AND", "BETWEEN")
            first, high = _alike(left, self._side(), self._digits)
            return f"({first} {'NOT ' if negated else ''}BETWEEN {low} AND {high})"
        if self._take("LIKE"):
            pattern = self._side()
            if left.kind not in {TEXT, OWN} or pattern.value is None or pattern.kind != TEXT:
                raise ConditionError("LIKE compares a text with a text in quotes", pattern.start)
            return f"({left.sql} {'NOT ' if negated else ''}LIKE {pattern.sql})"
        if negated or left.kind != BOOLEAN:
            message = f"{left.told} is compared with nothing"
            raise ConditionError(message, left.start, "Say what it has to be, for example: orders >= 3")
        return left.sql

    def _among(self, left: _Side, word: str) -> str:
        self._need("(", "IN")
        values: list[str] = []
        first = left.sql
        while True:
            value = self._side()
            if value.value is None:
                raise ConditionError("between the brackets of IN stand texts or numbers", value.start)
            first, second = _alike(left, value, self._digits)
            values.append(second)
            if not self._take(","):
                break
        self._need(")", "the values of IN")
        return f"({first} {word} ({', '.join(values)}))"

    def _side(self) -> _Side:
        now = self.now
        if now is None or now.kind == "sign" or now.word in _WORDS - {"TRUE", "FALSE"}:
            what = f"instead of {now.text!r}" if now else "at the end"
            message = f"a name, a text or a number is expected {what}"
            raise ConditionError(message, now.start if now else self._end)
        self._at += 1
        if now.kind == "text":
            value = now.text[1:-1].replace("''", "'")
            return _Side(TEXT, sql_text(value), now.start, now.text, value)
        if now.kind == "number":
            return _Side(NUMBER, now.text, now.start, now.text, now.text)
        if now.word in {"TRUE", "FALSE"}:
            return _Side(BOOLEAN, now.word, now.start, now.text, now.text.lower())
        if self._is("("):
            return self._called(now)
        return self._named(now)

    def _named(self, now: Token) -> _Side:
        if now.text == "as_of":
            return _Side(DATE, "$as_of", now.start, "as_of")
        found = names().get(now.text)
        if found is None:
            near = nearest(now.text, names())
            advice = (
                f"Did you mean {near}?"
                if near
                else "The figure relation_facts shows the names; texts stand in single quotes."
            )
            raise ConditionError(f"{now.text!r} is no field and no figure of a relation", now.start, advice)
        self.names[now.text] = None
        return _Side(found.kind, found.column, now.start, now.text, None, found.choices)

    def _called(self, now: Token) -> _Side:
        self._at += 1
        given: list[str] = []
        while self.now is not None and self.now.kind == "text":
            given.append(self._side().value or "")
            if not self._take(","):
                break
        self._need(")", f"{now.text}(")
        told = f"{now.text}({', '.join(map(_quoted, given))})"
        if now.text == "custom" and len(given) == 1:
            number = self.customs.setdefault(given[0], len(self.customs) + 1)
            return _Side(OWN, f"custom_{number}.value", now.start, told)
        if now.text == "consent" and len(given) == 2:  # noqa: PLR2004 -- a purpose and a channel
            number = self.consents.setdefault((given[0], given[1]), len(self.consents) + 1)
            return _Side(TEXT, f"consent_{number}.state", now.start, told, None, STATES)
        raise ConditionError(
            f"{told} can't be used in a condition",
            now.start,
            "There are custom('key') and consent('purpose', 'channel').",
        )


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _alike(left: _Side, right: _Side, digits: int) -> tuple[str, str]:
    """Give both sides in SQL, as the same sort of value. Raises ConditionError."""
    if left.value is not None and right.value is None:
        second, first = _alike(right, left, digits)
        return first, second
    if right.value is not None and left.choices and right.kind == TEXT and right.value not in left.choices:
        said = ", ".join(left.choices)
        raise ConditionError(f"{left.told} is never {right.value!r}", right.start, f"It is one of {said}.")
    if left.kind == OWN and right.value is not None:
        return _own(left, right)
    if left.kind == MONEY and right.kind == NUMBER and right.value is not None:
        return left.sql, f"{Decimal(right.value).scaleb(digits):f}"
    if left.kind == DATE and right.kind == TEXT and right.value is not None:
        return left.sql, _day(right)
    if left.kind == right.kind or {left.kind, right.kind} == {TEXT, OWN}:
        return left.sql, right.sql
    advice = (
        "Texts stand in single quotes, numbers do not." if {left.kind, right.kind} == {TEXT, NUMBER} else ""
    )
    raise ConditionError(
        f"{left.told} holds {_A[left.kind]}, and {right.told} is {_A[right.kind]}", right.start, advice
    )


def _own(left: _Side, right: _Side) -> tuple[str, str]:
    """A field of the book's own is kept as text: it is a number where it is compared with one."""
    if right.kind == NUMBER:
        return f"TRY_CAST({left.sql} AS DECIMAL(18,6))", right.sql
    return left.sql, sql_text(right.value or "")


def _day(side: _Side) -> str:
    value = side.value or ""
    try:
        if _DAY.fullmatch(value):
            return f"DATE '{date.fromisoformat(value).isoformat()}'"
    except ValueError:
        pass
    raise ConditionError(f"{value!r} is no date", side.start, "Write it as '2026-11-20'.")
