"""What a prediction says: a figure with its interval, or the reason why it is silent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from klantboek.yaml import read

T = TypeVar("T")


@dataclass(frozen=True)
class Reason:
    """Why there is no figure, or what a test came to: a sentence of reasons.yaml with places for its numbers."""

    sentence: str
    facts: Mapping[str, int | float | str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence.format(**self.facts)

    @property
    def code(self) -> str:
        """The code of the sentence, for tables."""
        return _codes()[self.sentence]

    def say(self, language: str) -> str:
        """Give the sentence in a language: nl or en."""
        text: str = reasons()[self.code][language]
        return text.format(**self.facts)


@cache
def reasons() -> Mapping[str, Mapping[str, Any]]:
    """Give the sentences by code: each by language, and ``in_short``."""
    found: Mapping[str, Mapping[str, Any]] = read(
        Path(__file__).with_name("reasons.yaml").read_bytes(), "reasons.yaml"
    ).value
    return found


@cache
def _codes() -> Mapping[str, str]:
    return {texts["en"]: code for code, texts in reversed(tuple(reasons().items()))}


def in_short() -> Mapping[str, Mapping[str, str]]:
    """Give for each code the words in a table, by language."""
    return {code: texts["in_short"] for code, texts in reasons().items()}


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
