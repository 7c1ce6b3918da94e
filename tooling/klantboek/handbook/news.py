"""What changed since the last build, by the names of what pages ask for."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from klantboek.book.measured import measured_file
from klantboek.handbook.asking import EVERYTHING, every, kind_of
from klantboek.handbook.digests import digest
from klantboek.handbook.streamed import parting
from klantboek.linting.relations import number_of

if TYPE_CHECKING:
    from klantboek.handbook.edition import Edition
    from klantboek.handbook.kept import Kept, Noted
    from klantboek.handbook.stock import Stock

# States that are a text each; of what is in the others each has its own.
_SINGLE = ("pairs", "uses", "ground", "measured")


@dataclass(frozen=True)
class News:
    """The names of what changed, and the state by which the next build will know what did.

    ``abouts`` stands for the figures about each relation, by its number; None where they are as they were.
    """

    names: frozenset[str]
    state: Mapping[str, Any]
    abouts: Mapping[str, str] | None = None

    def concerns(self, asked: Collection[str]) -> bool:
        """Tell whether anything changed of what was asked."""
        return EVERYTHING in self.names or not self.names.isdisjoint(asked)

    def touches(self, one: "Noted") -> bool:
        """Tell whether anything changed of what something asked for; that is not looked up when nothing did."""
        return bool(self.names) and self.concerns(one.asked)

    def is_told(self, one: "Noted") -> bool:
        """Tell whether of all that something asked for only names in links changed: see ``renaming.py``."""
        return all(name.startswith(("link ", "every link")) for name in self.names & one.asked)

    @property
    def is_everything(self) -> bool:
        """Tell whether nothing can be said to be as it was."""
        return EVERYTHING in self.names


def news_of(edition: "Edition", kept: "Kept", context: str) -> News:
    """Compare an edition with the last build; everything is news where that was of another context, or there was none."""
    stock = edition.stock
    if stock is None:
        return News(frozenset([EVERYTHING]), {})
    before = kept.state
    state = {"context": context, **_state(edition, stock)}
    figures = _figures(before, state)
    state["parts"] = _parts_of(stock, before.get("parts", {}), figures)
    if any(before.get(name) != state[name] for name in ("context", "index")) or "generation" not in before:
        return News(frozenset([EVERYTHING]), state)
    names = stock.index.marked(before["generation"])
    names |= {name for name in _SINGLE if before.get(name) != state[name]}
    names |= _findings(before.get("findings", {}), state["findings"])
    names |= _history(edition, before.get("history", ""))
    names |= {f"figure {name}" for name in figures} | _parts(before.get("parts", {}), state["parts"])
    abouts = None
    if any(name not in stock.figures.aggregates or stock.figures.naming(name) for name in figures):
        abouts = edition.figure_digests()
        names |= _abouts(kept.abouts(), abouts)
    names |= {every(kind) for name in names if (kind := kind_of(name))}
    return News(frozenset(names), state, abouts)


def _state(edition: "Edition", stock: "Stock") -> dict[str, Any]:
    labels = ((finding.record, repr(finding)) for finding in edition.checked)
    found: dict[str, list[str]] = {}
    for label, text in labels:
        found.setdefault(label, []).append(text)
    return {
        "index": stock.index.born,
        "generation": stock.index.generation,
        "tables": stock.figures.born,
        # The versions tell of tables as well, which pages don't read.
        "figures": {name: stock.figures.version(name) for name in stock.figures.aggregates},
        "findings": {label: digest(texts) for label, texts in found.items()},
        "history": _rests_on(edition),
        "pairs": digest([edition.compared.pairs, edition.compared.bounded] if edition.compared else []),
        "uses": digest(sorted(f"{field} {use.count}" for field, use in edition.book.uses.items())),
        "ground": digest([edition.foreseen]),
        "measured": _measured(edition),
    }


def _measured(edition: "Edition") -> str:
    """Name what compile measured, which stands in a file beside the book."""
    try:
        return digest([measured_file(edition.book).read_bytes()])
    except OSError:
        return ""


def _figures(before: Mapping[str, Any], state: Mapping[str, Any]) -> set[str]:
    """Give the figures that have other rows; one that is new or gone is another context."""
    then = before.get("figures", {}) if before.get("tables") == state["tables"] else {}
    now = state["figures"]
    return {name for name in {*then, *now} if then.get(name) != now.get(name)}


def _parts_of(
    stock: "Stock", before: Mapping[str, Mapping[str, str]], changed: Collection[str]
) -> dict[str, Mapping[str, str]]:
    """Give what stands for the rows of figures about each record; of figures that did not change it is known."""
    return {
        name: before[name] if name not in changed and name in before else stock.figures.parts(name, column)
        for name, one in stock.figures.aggregates.items()
        if (column := parting(one))
    }


def _parts(before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]) -> set[str]:
    pairs = ((figure, before.get(figure, {}), some) for figure, some in now.items())
    return {
        f"part {figure} {value}"
        for figure, then, some in pairs
        for value in {*then, *some}
        if then.get(value) != some.get(value)
    }


def _findings(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    changed = {label for label in {*before, *now} if before.get(label) != now.get(label)}
    return {f"findings {label}" for label in changed} | ({"findings"} if changed else set())


def _history(edition: "Edition", before: str) -> set[str]:
    if before == _rests_on(edition):
        return set()
    touched = edition.history.after(before)
    if touched is None:
        return {EVERYTHING}
    return {"history", *(f"history {file}" for file in touched)}


def _rests_on(edition: "Edition") -> str:
    """Name the commit that the book rests on; another name where those before it may be missing."""
    history = edition.history
    return history.head if history.is_whole else f"{history.head} and perhaps no other"


def _abouts(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    then = {number_of(file): about for file, about in before.items()}
    return {f"about {number}" for number in {*then, *now} if then.get(number, "") != now.get(number, "")}


def of_kind(names: Iterable[str], kind: str) -> set[str]:
    """Give what the names of a kind are about."""
    return {name[len(kind) + 1 :] for name in names if name.startswith(f"{kind} ")}
