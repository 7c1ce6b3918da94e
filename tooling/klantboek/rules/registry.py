"""What a rule is, how one is found, and how its problems become findings."""

import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from inspect import cleandoc

from klantboek.book import Book, Node, Record, place_of
from klantboek.book.node import path_of, record_of
from klantboek.changes import Fix
from klantboek.findings import Finding, Path, Severity


@dataclass(frozen=True)
class Problem:
    """What a rule found: the node, the property of it, what is wrong, and what to do.

    ``second`` is the other node (and its property) when two places are involved. ``exact`` is the path
    in the record when it is not simply the node's and its key's. ``hidden`` keeps the line itself out of
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

    @classmethod
    def at(
        cls, record: Record, path: Path, message: str, advice: str = "", *, key: bool = False
    ) -> "Problem":
        """Give a problem at a path of a record: at the value there, or at its ``key``."""
        return cls(record.node, None, message, advice, exact=path, at_key=key)


Check = Callable[[Book], Iterator[Problem]]


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

    @property
    def why(self) -> str:
        """The paragraph after the summary: why it matters."""
        return self.text.split("\n\n")[1].replace("\n", " ")

    def example(self, word: str) -> str:
        """Give the YAML behind ``Bad:`` or ``Good:``."""
        found = re.search(rf"^{word}: `(.*)`$", self.text, re.MULTILINE)
        return found[1] if found else ""


_FOUND: list[Rule] = []


def rule(code: str, *, requirement: str, severity: Severity = Severity.ERROR) -> Callable[[Check], Check]:
    """Declare the decorated function to be the rule ``code``.

    Its docstring has a summary (what must hold), a paragraph why, then ``Bad:`` and ``Good:`` in backticks.
    """

    def declare(check: Check) -> Check:
        text = cleandoc(check.__doc__ or "")
        name = check.__name__.replace("_", " ")
        _FOUND.append(Rule(code, name, requirement, severity, text.split("\n\n")[0], text, check))
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
        _finding(one, problem)
        for one in (all_rules() if rules is None else rules)
        for problem in one.check(book)
    ]


def _finding(one: Rule, problem: Problem) -> Finding:
    record = record_of(problem.node)
    path = path_of(problem.node, problem.key) if problem.exact is None else problem.exact
    place = record.document.place(path, key=problem.at_key)
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
