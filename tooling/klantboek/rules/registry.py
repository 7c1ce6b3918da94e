"""What a rule is, how one is found, and how its problems become findings."""

import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from importlib import import_module
from inspect import cleandoc

from klantboek.book import Book, Node, Record, place_of
from klantboek.book.book import Tally
from klantboek.book.node import path_of, record_of
from klantboek.changes import Fix
from klantboek.findings import Finding, Path, Severity


@dataclass(frozen=True)
class Problem:
    """What a rule found: the node, the property of it, what is wrong, and what to do.

    ``second`` is the other node (and its property) when two places are involved. ``exact`` is the path
    in the record when it is not simply the node's and its key's; ``span`` is where it stands in the text of the
    file when it is about no value of the record. ``hidden`` keeps the line itself out of
    every report: it holds what should stand nowhere. ``fix`` is what would mend it.
    """

    node: Node
    key: str | None
    message: str
    help: str = ""
    second: Node | None = None
    second_key: str | None = None
    second_label: str = "and here"
    exact: Path | None = None
    at_key: bool = False
    hidden: bool = False
    fix: Fix | None = None
    span: tuple[int, int] | None = None

    @classmethod
    def at(
        cls, record: Record, path: Path, message: str, advice: str = "", *, key: bool = False
    ) -> "Problem":
        """Give a problem at a path of a record: at the value there, or at its ``key``."""
        return cls(record.node, None, message, advice, exact=path, at_key=key)


Check = Callable[[Book], Iterator[Problem]]


class Side(IntEnum):
    """What a record says with a claim, so that relations that must be seen together are found without reading all.

    Records that HOLD one key meet each other; one that ASKS for a key meets those that GIVE it; a SUSPECT is
    to be seen whatever the others say.
    """

    HOLDS = 0
    ASKS = 1
    GIVES = 2
    SUSPECT = 3


Claim = tuple[Side, str]


@dataclass(frozen=True)
class Across:
    """How a rule about several relations finds those it must see.

    ``claims`` gives what a record that fits claims; with ``alone``, a relation is to be seen as well when the
    rule finds something in it alone. ``asked`` tells from the registers and the tallies whether anybody has to
    look at all.
    """

    claims: Callable[[Record], Iterable[Claim]] | None = None
    alone: bool = False
    tally: Tally | None = None
    asked: Callable[[Book], bool] | None = None


@dataclass(frozen=True)
class Rule:
    """A rule with its documentation; ``name`` reads as what must hold."""

    code: str
    name: str
    requirement: str
    severity: Severity
    summary: str
    text: str
    check: Check
    across: Across | None = None
    registers_only: bool = False
    tally: Tally | None = None

    @property
    def why(self) -> str:
        """The paragraph after the summary: why it matters."""
        return self.text.split("\n\n")[1].replace("\n", " ")

    def example(self, word: str) -> str:
        """Give the YAML behind ``Bad:`` or ``Good:``."""
        found = re.search(rf"^{word}: `(.*)`$", self.text, re.MULTILINE)
        return found[1] if found else ""


_FOUND: list[Rule] = []


def rule(  # noqa: PLR0913 -- what a rule states of itself, each by name
    code: str,
    *,
    requirement: str,
    severity: Severity = Severity.ERROR,
    across: Across | None = None,
    registers_only: bool = False,
    tally: Tally | None = None,
) -> Callable[[Check], Check]:
    """Declare the decorated function to be the rule ``code``.

    Its docstring has a summary (what must hold), a paragraph why, then ``Bad:`` and ``Good:`` in backticks.
    What a rule says about a relation may depend on that relation, on the registers (all other records), on what
    ledgers say (``book.bulk``) and on the numbers that relations have. A rule that compares relations says in
    ``across`` how they are found. One that says something about registers only is marked so; it may use
    ``book.uses``, and ``book.tally`` with the ``tally`` it names here.
    """

    def declare(check: Check) -> Check:
        text = cleandoc(check.__doc__ or "")
        name = check.__name__.replace("_", " ")
        summary = text.split("\n\n")[0]
        counts = tally or (across.tally if across is not None else None)
        _FOUND.append(
            Rule(code, name, requirement, severity, summary, text, check, across, registers_only, counts)
        )
        return check

    return declare


@cache
def all_rules() -> tuple[Rule, ...]:
    """Give every rule, by code: each module of this package other than this one holds one."""
    import klantboek.rules as package  # noqa: PLC0415 -- the package imports this module

    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")
    return tuple(sorted(_FOUND, key=lambda one: one.code))


def run(book: Book, rules: tuple[Rule, ...] | None = None) -> list[Finding]:
    """Run the rules over the book; the order of the findings says nothing yet."""
    return [
        finding_of(one, problem)
        for one in (all_rules() if rules is None else rules)
        for problem in one.check(book)
    ]


def finding_of(one: Rule, problem: Problem) -> Finding:
    """Make the finding of a problem that a rule found."""
    record = record_of(problem.node)
    path = path_of(problem.node, problem.key) if problem.exact is None else problem.exact
    document = record.document
    place = document.span(*problem.span) if problem.span else document.place(path, key=problem.at_key)
    return Finding(
        one.code,
        one.severity,
        f"{record.kind}/{record.id}",
        path,
        replace(place, excerpt="") if problem.hidden else place,
        problem.message,
        one.why,
        problem.help,
        place_of(problem.second, problem.second_key) if problem.second is not None else None,
        problem.second_label if problem.second is not None else "",
        fix=problem.fix,
    )
