"""What is predicted of one relation, line by line, for whoever writes it out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from klantboek.predictions.told import Estimate, Reason, Told

if TYPE_CHECKING:
    from klantboek.predictions.forecast import Forecast
    from klantboek.predictions.hits import Option
    from klantboek.predictions.predicted import Predictions

CHANCE, COUNT, MONEY = "chance", "count", "money"


@dataclass(frozen=True)
class Line:
    """One thing that is predicted: its key, its unit, and a figure or a reason.

    With ``options`` it is a choice out of many, each with its own chance if the relation buys; ``own`` tells
    that they rest on this relation and not on all.
    """

    key: str
    unit: str
    told: Told[Estimate] | None = None
    options: "tuple[Option, ...]" = ()
    own: bool = True
    reason: Reason | None = None


@dataclass(frozen=True)
class About:
    """What is predicted of a relation, and what it rests on: its purchase days after the first, in so many weeks."""

    repeats: int
    weeks: int
    lines: tuple[Line, ...]

    @property
    def spoken(self) -> tuple[Line, ...]:
        """The lines with a figure."""
        return tuple(one for one in self.lines if one.reason is None)

    @property
    def silences(self) -> tuple[tuple[Reason, tuple[str, ...]], ...]:
        """The reasons to be silent, each with the keys of the lines it silences."""
        found: dict[str, tuple[Reason, list[str]]] = {}
        for one in self.lines:
            if one.reason is not None:
                found.setdefault(str(one.reason), (one.reason, []))[1].append(one.key)
        return tuple((reason, tuple(keys)) for reason, keys in found.values())


def about(found: "Predictions", relation: str) -> About | None:
    """Give what is predicted of a relation; None when it bought nothing and no campaign reached it."""
    one = found.forecast(relation)
    lines = (*(_buying(found, one) if one else ()), *_response(found, relation))
    return About(one.repeats if one else 0, one.weeks if one else 0, lines) if lines else None


def _buying(found: "Predictions", one: "Forecast") -> Iterator[Line]:
    told = (
        ("active", CHANCE, one.active),
        ("buys", CHANCE, one.buys),
        ("purchases", COUNT, one.purchases),
        ("spend", MONEY, one.spend),
        ("value", MONEY, one.value),
    )
    for key, unit, figure in told:
        yield Line(key, unit, figure, own=True, reason=figure.reason)
    for key, each, test in (
        ("channel", found.channels.each, found.channels.test),
        ("product", found.products.each, found.products.test),
    ):
        options = each.get(one.relation, ())
        reason = found.why_no_next(one, options)
        own = test.value is not None and test.value.method == "model"
        yield Line(key, CHANCE, None, () if reason else options, own=own, reason=reason)


def _response(found: "Predictions", relation: str) -> Iterator[Line]:
    one = found.responses.each.get(relation)
    if one is not None:
        test = found.responses.test.value
        own = test is not None and test.method == "model"
        yield Line("response", CHANCE, one.chance, own=own, reason=one.chance.reason)
