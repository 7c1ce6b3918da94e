"""The checklist of a book, measured: answers beside figures, what may be dropped, what objectives still lack."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from klantboek.book import Book, Node
from klantboek.book.measured import NO_VALUE, PREDICTS
from klantboek.book.minor import minor_units
from klantboek.book.node import value_of
from klantboek.predictions.buying import Period, period_of
from klantboek.predictions.chain import Gap, Link, chain_of, gaps
from klantboek.predictions.counts import Counts
from klantboek.predictions.evidence import FEWEST
from klantboek.predictions.fields import Measured, measure_fields
from klantboek.predictions.history import History, history
from klantboek.predictions.value import Past
from klantboek.predictions.worth import Value
from klantboek.tables.store import Stored

_OBLIGED = {"contract", "legal_obligation", "vital_interests", "public_task"}
# Of fewer relations nothing is said about how many fill a field, or that all are the same; and seldom is
# fewer than one in so many.
_ENOUGH = 20
_ONE_IN = 20
_MOST_NAMED = 4


@dataclass(frozen=True)
class Judged:
    """An entry of the dictionary: its answers, what it costs, what it explains, and whether it may go.

    ``cost_minor`` is the money of one year and of collecting it once for every relation that has it, without
    the ``minutes``; ``explained_minor`` the part of the year's turnover that it helps to explain: turnover times
    the share of the uncertainty about buying again that it takes away, where it predicts at all; None where
    that can't be said. ``drop`` gives the reasons to drop it,
    ``changes`` what that would change.
    """

    entry: str
    outcome: str
    answers: dict[str, str]
    minutes: int
    cost_minor: int
    explained_minor: int | None
    obliged: bool
    drop: tuple[str, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True)
class Checklist:
    """Everything that was measured; amounts are in minor units of ``currency``. ``history`` is None when not asked."""

    period: Period
    relations: int
    customers: int
    bought: int
    turnover_minor: int
    currency: str
    fields: tuple[Measured, ...]
    entries: tuple[Judged, ...]
    gaps: tuple[Gap, ...]
    chain: tuple[Link, ...]
    history: History | None = None

    @property
    def is_enough(self) -> bool:
        """Tell whether enough customers did, and did not, buy again to say anything about what fields predict."""
        return min(self.bought, self.customers - self.bought) >= FEWEST


def measure_checklist(found: Stored, *, with_history: bool = False) -> Checklist:
    """Measure the dictionary of a book on its day, and with git's history when asked. Raises HistoryError then.

    The book is one that ``gathering.gathered`` gives.
    """
    counts, book = Counts(found), found.registers
    past = Past.of(counts)
    fields = tuple(measure_fields(counts, past))
    past.keep()
    turnover = counts.turnover_minor
    obliged = {one.code for one in book.nodes("processing") if one.legal_basis in _OBLIGED}
    links = chain_of(book, counts.living, counts.needed)
    return Checklist(
        period=period_of(book),
        relations=counts.living.total(),
        customers=len(past.customers),
        bought=past.yeses,
        turnover_minor=turnover,
        currency=book.settings.currency,
        fields=fields,
        entries=tuple(
            _judged(book, entry, [one for one in fields if one.entry == entry.code], turnover, obliged)
            for entry in book.nodes("dictionary")
        ),
        gaps=tuple(gaps(book, links)),
        chain=links,
        history=history(book) if with_history else None,
    )


def _judged(book: Book, entry: Node, fields: Sequence[Measured], turnover: int, obliged: set[str]) -> Judged:
    filled = max((one.filled for one in fields), default=0)
    currency, cost = book.settings.currency, entry.cost
    once, yearly = (minor_units(one or 0, currency) for one in (cost.per_record, cost.per_year))
    weighed = [share for one in fields if one.value and (share := _share(one.value)) is not None]
    bound = not obliged.isdisjoint(entry.purposes)
    reasons = () if entry.decision.outcome == "rejected" else tuple(_reasons(entry, fields, obliged=bound))
    answers = {question: str(one["answer"]) for question, one in value_of(entry.checklist).items()}
    return Judged(
        entry=entry.code,
        outcome=entry.decision.outcome,
        answers=answers,
        minutes=(cost.minutes or 0) * filled,
        cost_minor=once * filled + yearly,
        explained_minor=round(turnover * max(weighed)) if weighed else None,
        obliged=bound,
        drop=reasons,
        changes=tuple(_changes(fields)) if reasons else (),
    )


def _share(value: Value) -> float | None:
    """Give the share of the uncertainty that a field takes away, if that can be told."""
    if value.verdict == PREDICTS:
        return value.evidence.share_explained
    return 0.0 if value.verdict == NO_VALUE else None


def _reasons(entry: Node, fields: Sequence[Measured], *, obliged: bool) -> Iterator[str]:
    """Give the reasons to drop an entry: for one that a contract or the law asks for there are none."""
    if obliged or not fields:
        return
    applies, filled = max(one.applies for one in fields), max(one.filled for one in fields)
    if not filled:
        yield "no relation has it"
        return
    if not any(one.readers for one in fields):
        yield "nothing reads it but the page of the relation itself"
    seldom = applies >= _ENOUGH and filled * _ONE_IN < applies
    if seldom and not any(one.distinct is None for one in fields):
        yield f"{filled} of {applies} relations have it"
    weighed = [one.value for one in fields if one.value is not None and one.value.verdict]
    # Who has it at all can tell enough.
    tells = any(one.verdict == PREDICTS for one in weighed)
    if not tells and all(one.distinct == 1 and one.filled >= _ENOUGH for one in fields if one.filled):
        yield f"all {filled} relations that have it have the same value"
    useless = bool(weighed) and all(one.verdict == NO_VALUE for one in weighed)
    if useless and entry.checklist.necessary.answer != "yes":
        yield "it tells nothing about buying again, and is not said to be necessary"


def _changes(fields: Sequence[Measured]) -> Iterator[str]:
    filled = max(one.filled for one in fields)
    yield f"values go from {filled} relation{'' if filled == 1 else 's'}"
    readers: dict[str, set[str]] = {}
    for one in fields:
        for kind, names in one.readers.items():
            readers.setdefault(kind, set()).update(names)
    for kind, some in sorted(readers.items()):
        more = f" and {len(some) - _MOST_NAMED} more" if len(some) > _MOST_NAMED else ""
        yield f"{kind} lose it: {', '.join(sorted(some)[:_MOST_NAMED])}{more}"
    if not readers:
        yield "nothing else changes"
