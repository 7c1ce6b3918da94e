"""What a prediction says: a figure with its interval, or the reason why it is silent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Reason:
    """Why there is no figure: a sentence with places for its numbers, so that it can be translated."""

    sentence: str
    facts: Mapping[str, int | float | str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence.format(**self.facts)


@dataclass(frozen=True)
class Told(Generic[T]):
    """A value, or the reason why there is none: always exactly one of the two."""

    value: T | None = None
    reason: Reason | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason is None):
            raise ValueError("a prediction is a value or a reason")


@dataclass(frozen=True)
class Estimate:
    """A figure with the bounds of its 95 % interval."""

    value: float
    low: float
    high: float


def silent(sentence: str, **facts: float | str) -> Told[T]:
    """Give the absence of a figure, with its reason."""
    return Told(reason=Reason(sentence, facts))
