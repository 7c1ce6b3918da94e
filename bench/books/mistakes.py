"""What goes wrong when a customer is entered a second time: each kind of mistake by its name."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

Data = dict[str, Any]
# Changes the copy in place; False when there is nothing in this copy to get wrong so.
Change = Callable[[Random, Data], bool]


@dataclass(frozen=True)
class Mistake:
    """One kind of mistake: what it changes, and whether the value then says something else altogether."""

    name: str
    part: str
    other: bool
    often: int
    change: Change


MISTAKES: dict[str, Mistake] = {}


def mistake(name: str, part: str, *, other: bool = False, often: int = 1) -> Callable[[Change], Change]:
    """Note a function as a kind of mistake in a part of the record; what fits few records is tried more often."""

    def noted(change: Change) -> Change:
        MISTAKES[name] = Mistake(name, part, other, often, change)
        return change

    return noted


_NEAR = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip


def slipped(rng: Random, text: str) -> str:
    """Give a text with one slip of the finger: two letters swapped, one left out, doubled or mistaken."""
    places = [place for place, char in enumerate(text) if place and char.isalnum()]
    if len(places) < 3:
        return text
    at = rng.choice(places[:-1])
    char = text[at]
    found = {
        "swapped": f"{text[:at]}{text[at + 1]}{char}{text[at + 2 :]}",
        "left out": text[:at] + text[at + 1 :],
        "doubled": text[:at] + char + text[at:],
        "mistaken": text[:at] + rng.choice(_NEAR.get(char.lower(), "e")) + text[at + 1 :],
    }
    return found[rng.choice(sorted(found))]


def slipped_digit(rng: Random, text: str) -> str:
    """Give a number with two digits swapped or one mistaken."""
    places = [place for place, char in enumerate(text) if char.isdigit()]
    if not places:
        return text
    at = rng.choice(places)
    if at + 1 in places and text[at] != text[at + 1] and rng.random() < 0.5:
        return f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}"
    return text[:at] + rng.choice([digit for digit in "123456789" if digit != text[at]]) + text[at + 1 :]
