"""The reference page about duplicates, generated from the tables of comparison."""

from collections.abc import Iterator

from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.model import EXPECTED, FEWEST, TENTHS, Comparison, Model

_MINUS = "\N{MINUS SIGN}"


def comparisons_page() -> str:
    """Give the page about what is compared and what it weighs."""
    lines = [
        "# What duplicates are compared by",
        "",
        (
            "`m` is the share of true duplicates that reach a level, `u` the share of other pairs. The weight is "
            "log2(m / u) bits: ten bits more make a pair a thousand times as likely to be one party."
        ),
        "",
        (
            f"Before anything is compared a pair weighs log2({EXPECTED} / relations); a book of fewer than {FEWEST} "
            f"relations counts as {FEWEST}. *by frequency* means that the `u` of a level is how often the very value "
            "occurs: a rare name weighs more than a common one. A small book leans on the `u` that is shown, on what is "
            "known of common names, and on what even a small book makes certain: a street of every fifth relation says little."
        ),
        "",
    ]
    for model in MODELS:
        lines += _table(model)
    return "\n".join(lines) + "\n"


def _table(model: Model) -> Iterator[str]:
    yield from (f"## {model.kind.capitalize()}s", "")
    yield from ("| Compared | Group | Level | m | u | Weight | Why |", "|---|---|---|---:|---:|---:|---|")
    for comparison in model.comparisons:
        yield from _rows(comparison)
    yield from ("", "| Group | Capped | Speaks against at most | Why |", "|---|---|---:|---|")
    for group in model.groups:
        within = f" (part of {group.within})" if group.within else ""
        if group.over:
            yield f"| {group.name} | {', '.join(group.over)} together | | {group.text} |"
        else:
            capped = "yes" if group.capped else "no"
            yield f"| {group.name}{within} | {capped} | {_MINUS}{abs(group.floor):g} | {group.text} |"
    yield ""


def _rows(comparison: Comparison) -> Iterator[str]:
    for at, level in enumerate(comparison.levels):
        name = comparison.feature if at == 0 else ""
        group = comparison.group if at == 0 else ""
        u = f"{level.u:g} by frequency" if at == 0 and comparison.spread else f"{level.u:g}"
        sign = _MINUS if level.tenths < 0 else "+"
        weight = f"{sign}{abs(level.tenths) / TENTHS:.1f}"
        yield f"| {name} | {group} | {level.text} | {level.m:g} | {u} | {weight} | {level.why} |"
