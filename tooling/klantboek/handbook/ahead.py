"""What is predicted of a relation, as a section of its page: figures with their interval, or why there are none."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import Any

from markupsafe import Markup

from klantboek.aggregates.rough import rough, tenths, whole
from klantboek.book.minor import major_units
from klantboek.handbook.cells import Cells
from klantboek.handbook.layout import Section
from klantboek.handbook.markup import Fact, escaped, harmless, joined, link, rows, vouched
from klantboek.predictions.told import in_short

# What stands in this section, and so not among the other figures of a relation.
SHOWN = frozenset(["relation_outlook", "next_channel", "next_product", "response_chance"])
PAGE = "predictions.html"
# The figures of relation_outlook, with the column that says why one is not there.
_FIGURES = (
    ("active", "silent_chances"),
    ("buys", "silent_chances"),
    ("purchases", "silent_purchases"),
    ("spend", "silent_spend"),
    ("value", "silent_value"),
)
# Of amounts to two digits there are few, and most relations share their reasons: so many are kept as they were written.
_AMOUNTS, _SENTENCES = 2**12, 2**12
_Row = Mapping[str, Any]
# What nothing is said of, by the code of the reason.
_Silent = tuple[tuple[str, tuple[str, ...]], ...]


def ahead(cells: Cells, relation: str) -> Iterator[Section]:
    """Give the section of a relation that bought or was reached by a campaign."""
    made = _Ahead(cells)
    facts = list(made.facts(relation))
    if facts or made.silent:
        silent = tuple([(code, tuple(keys)) for code, keys in made.silent.items()])
        tell = cells.once("silences", lambda: lru_cache(_SENTENCES)(partial(_silences, cells)))
        body = joined("", [rows(facts), tell(silent, bool(facts)), *_ground(cells, relation)])
        yield Section("ahead", cells.edition.words("ahead.title"), body)


class _Ahead:
    """The facts of one relation; ``silent`` gathers the keys of what nothing is said of, by the code of the reason."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._edition = cells.edition
        self.silent: dict[str, list[str]] = {}

    def facts(self, relation: str) -> Iterator[Fact]:
        """Give each figure with what it is called."""
        for row in self._edition.rows("relation_outlook", relation):
            for key, why in _FIGURES:
                yield from self._figure(key, key, row, why)
            for what in ("channel", "product"):
                yield from self._next(what, self._edition.rows(f"next_{what}", relation))
        for row in self._edition.rows("response_chance", relation):
            yield from self._figure("response", "chance", row, "silent")

    def _figure(self, key: str, column: str, row: _Row, why: str) -> Iterator[Fact]:
        three = three_of(row, column)
        if three is None:
            self._keep_silent(key, row[why])
        else:
            yield escaped(label(self._cells, key)), between(self._cells, key, three, row.get("currency", ""))

    def _next(self, what: str, rows: Sequence[_Row]) -> Iterator[Fact]:
        spoken = [row for row in rows if row[what] is not None]
        if spoken:
            options = joined("<br>", [self._option(what, row, row is spoken[-1]) for row in spoken])
            yield escaped(label(self._cells, what)), options
        else:
            self._keep_silent(what, rows[0]["silent"] if rows else None)

    def _option(self, what: str, row: _Row, is_last: bool) -> Markup:  # noqa: FBT001 -- of this class alone
        name = option_name(self._cells, what, row[what])
        chance = between(self._cells, what, three_of(row, "if_buys") or (), "")
        # Of a channel the reason is the same for all.
        reason = row["because"] if what == "product" else row["method"] if is_last else ""
        because = escaped(self._edition.words(f"ahead.because.{reason}")) if reason else ""
        return vouched(
            f"{name} {chance} <span class=quiet>{because}</span>" if because else f"{name} {chance}"
        )

    def _keep_silent(self, key: str, why: str | None) -> None:
        self.silent.setdefault(why or "", []).append(key)


def _silences(cells: Cells, silent: _Silent, says_something: bool) -> Markup:  # noqa: FBT001 -- the key of what is kept
    """Give a sentence for each reason with what it silences; where nothing is told one for all reasons."""
    texts, language, words = cells.once("in short", in_short), cells.edition.language, cells.edition.words
    reasons = {code: texts[code][language] if code in texts else "" for code, _ in silent}
    if says_something:
        said = [
            words(
                "ahead.silent", what="; ".join(_small(label(cells, key)) for key in keys), why=reasons[code]
            )
            for code, keys in silent
        ]
    else:
        said = [words("ahead.none", why="; ".join(reasons.values()))]
    return joined("", [vouched(f"<p class=quiet>{harmless(one)}</p>") for one in said])


def _small(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def label(cells: Cells, key: str) -> str:
    """Give what a predicted figure is called."""
    return cells.once(
        ("ahead", key), lambda: cells.edition.words(f"ahead.{key}", weeks=cells.edition.weeks_ahead)
    )


def three_of(row: _Row, column: str) -> tuple[Any, ...] | None:
    """Give a figure with the bounds of its interval; None when it is not told."""
    plain, minor = _three(column)
    three = tuple([row[name] for name in (minor if minor[0] in row else plain)])
    return None if three[0] is None else three


@cache
def _three(column: str) -> tuple[list[str], list[str]]:
    """Give the names of the columns with a figure and its bounds, and of those that hold them in minor units."""
    plain = [f"{column}{part}" for part in ("", "_low", "_high")]
    return plain, [f"{one}_minor" for one in plain]


def option_name(cells: Cells, what: str, code: str) -> Markup:
    """Give the name of a channel or a product."""
    if what == "product":
        return cells.record("product", code)
    return escaped(cells.edition.names.term("channels", code))


def between(cells: Cells, key: str, three: Sequence[Any], currency: str, apart: str = " ") -> Markup:
    """Write a figure with its interval; ``apart`` stands between the two, in HTML."""
    write = cells.edition.write
    if key in {"spend", "value"}:
        amount = cells.once("ahead", lambda: lru_cache(_AMOUNTS)(partial(_amount, cells)))
        said = [amount(one, currency) for one in three]
    elif key == "purchases":
        said = [write.number(tenths(one)) for one in three]
    else:
        middle, low, high = map(whole, three)
        said = [write.percent(middle), write.number(low), write.percent(high)]
    inside = f"({said[1]}\u2013{said[2]})".replace(" ", "\u00a0")
    return vouched(f"<strong>{harmless(said[0])}</strong>{apart}<span class=quiet>{harmless(inside)}</span>")


def _amount(cells: Cells, amount: int, currency: str) -> str:
    return cells.edition.write.whole_money(major_units(rough(amount), currency), currency)


def _ground(cells: Cells, relation: str) -> Iterator[Markup]:
    """Give what the figures rest on, and where more is told."""
    tell = cells.once("ground", lambda: lru_cache(_SENTENCES)(partial(_rests_on, cells)))
    for row in cells.edition.rows("relation_outlook", relation):
        method = row["method"] if row["purchases"] is not None else ""
        yield tell(row["repeats"] + 1, row["weeks_since_first"], method)


def _rests_on(cells: Cells, days: int, weeks: int, method: str) -> Markup:
    words = cells.edition.words
    said = words("ahead.ground", days=days, weeks=weeks)
    if method:
        said += f", {words(f'ahead.method.{method}')}"
    more = link(f"{cells.root}{PAGE}", words("ahead.more"))
    return vouched(f"<p class=quiet>{harmless(said)}. {more}</p>")
