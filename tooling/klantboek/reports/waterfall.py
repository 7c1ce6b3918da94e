"""Duplicates written down: for people as a waterfall of reasons, for programs as JSON, CSV or Markdown.

Only the format for people names the relations; the others hold numbers and reasons, no personal values.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from klantboek.duplicates import MODEL_VERSION, Duplicates, Pair, Reason
from klantboek.plain import plain
from klantboek.reports.markdown import code, prose
from klantboek.tables.files import FORMULA

Paint = Callable[[str, str], str]
_MINUS = "\N{MINUS SIGN}"
_BLOCK = "\N{FULL BLOCK}"
# Bits to a block of the bar.
_A_BLOCK = 2
_LONGEST_BAR = 14
_CERTAIN = 0.99
# Of so many that look like one party it is said with each pair, and so many are named.
_TWO, _MOST_NAMED = 2, 6
_NAMES = ("a", "b", "weight", "probability", "cluster", "reasons")


def human(found: Duplicates, names: Mapping[str, str], paint: Paint, width: int = 100) -> Iterator[str]:
    """Give the lines of each pair: who, how sure, with whom else, and what each reason adds or takes, in bits."""
    larger = {a: one.members for one in found.clusters if len(one.members) > _TWO for a in one.members}
    for pair in found.pairs:
        likely = paint(sure(pair), "red" if pair.probability >= _CERTAIN else "yellow")
        for number in (pair.a, pair.b):
            name = plain(names.get(number, ""))
            head = paint(plain(number), "bold") + (
                f"  {_cut(name, width - len(number) - 26)}" if name else ""
            )
            yield f"{head}  {likely}" if number == pair.a else head
        if pair.b in larger.get(pair.a, ()):
            yield f"  {_together(larger[pair.a])}"
        yield from (f"  {line}" for line in _steps(pair, paint))
        yield ""


def _together(members: Sequence[str]) -> str:
    shown, left = members[:_MOST_NAMED], len(members) - _MOST_NAMED
    more = f" and {left:,} more" if left > 0 else ""
    return f"{len(members):,} that look like one party: {', '.join(map(plain, shown))}{more}"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: max(width - 1, 1)]}…"


def _steps(pair: Pair, paint: Paint) -> Iterator[str]:
    widest = max(len(reason.text) for reason in pair.reasons)
    for reason in pair.reasons:
        blocks = min(max(round(abs(reason.weight) / _A_BLOCK), 1 if reason.weight else 0), _LONGEST_BAR)
        colour = "dim" if reason.feature == "prior" else "green" if reason.weight > 0 else "red"
        bar = paint(_BLOCK * blocks, colour)
        yield f"{signed(reason.weight):>6} {plain(reason.text):<{widest}}  {bar}".rstrip()
    yield f"{signed(pair.weight):>6} bits together"


def sure(pair: Pair) -> str:
    """Give how sure it is that two are one, never as sure as can be."""
    shown = f"{100 * min(pair.probability, 0.9999):.2f}".rstrip("0").rstrip(".")
    return f"{shown} % one party"


def signed(weight: float) -> str:
    """Give a weight with its sign and one decimal."""
    return f"{_MINUS if weight < 0 else '+'}{abs(weight):.1f}"


def summary(found: Duplicates, records: int) -> Iterator[str]:
    """Give the last lines: how many there are, and what a bound left out."""
    pairs, clusters = len(found.pairs), len(found.clusters)
    if not pairs:
        yield f"No duplicates among {records:,} relations."
    else:
        yield (
            f"{pairs:,} {'pair' if pairs == 1 else 'pairs'} in {clusters:,} "
            f"{'cluster' if clusters == 1 else 'clusters'}, among {records:,} relations."
        )
    left = sum(one.pairs for one in found.bounded)
    if left:
        keys = ", ".join(dict.fromkeys(one.key for one in found.bounded))
        yield f"Not compared: {left:,} pairs that share one common value and nothing else ({keys})."


def as_json(found: Duplicates) -> Iterator[str]:
    """Give one JSON object."""
    told = {
        "model": MODEL_VERSION,
        "pairs": [
            {
                "a": pair.a,
                "b": pair.b,
                "weight": pair.weight,
                "probability": round(pair.probability, 6),
                "reasons": [_told(reason) for reason in pair.reasons],
            }
            for pair in found.pairs
        ],
        "clusters": [list(one.members) for one in found.clusters],
        "compared": found.compared,
        "not_compared": [{"key": one.key, "values": one.blocks, "pairs": one.pairs} for one in found.bounded],
    }
    yield json.dumps(told, indent=1)


def _told(reason: Reason) -> dict[str, object]:
    return {
        "feature": reason.feature,
        "level": reason.level,
        "weight": reason.weight,
        "text": reason.text,
    }


def as_csv(found: Duplicates) -> Iterator[str]:
    """Give a header and a line for each pair; what a spreadsheet would take for a formula is guarded."""
    cluster = _clusters(found)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_NAMES)
    for pair in found.pairs:
        reasons = "; ".join(f"{signed(one.weight)} {one.text}" for one in pair.reasons)
        row = (pair.a, pair.b, str(pair.weight), f"{pair.probability:.6f}", cluster.get(pair.a, ""), reasons)
        writer.writerow(_guarded(plain(one)) if at not in {2, 3} else one for at, one in enumerate(row))
    yield stream.getvalue().rstrip("\n")


def _guarded(text: str) -> str:
    return f"'{text}" if re.match(FORMULA, text) else text


def _clusters(found: Duplicates) -> dict[str, str]:
    return {member: str(number) for number, one in enumerate(found.clusters, 1) for member in one.members}


def as_markdown(found: Duplicates) -> Iterator[str]:
    """Give a table with the reasons behind each pair."""
    yield "| Relations | Probability | Weight | Reasons |"
    yield "|---|---:|---:|---|"
    for pair in found.pairs:
        reasons = "<br>".join(f"{signed(one.weight)} {prose(one.text)}" for one in pair.reasons)
        yield (
            f"| {code(pair.a)} {code(pair.b)} | {100 * pair.probability:.2f} % "
            f"| {signed(pair.weight)} | {reasons} |"
        )


FORMATS: dict[str, Callable[[Duplicates], Iterator[str]]] = {
    "json": as_json,
    "csv": as_csv,
    "markdown": as_markdown,
}
