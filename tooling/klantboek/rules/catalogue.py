"""Everything a finding can be about: reading faults, schema codes and rules, in one documented list."""

from dataclasses import dataclass
from functools import cache

from klantboek.book.beside import CODES as BESIDE
from klantboek.errors import UnknownNameError
from klantboek.findings import Severity
from klantboek.rules.baseline import ACCEPTANCES
from klantboek.rules.registry import all_rules
from klantboek.rules.suppressions import SUPPRESSIONS
from klantboek.schema import CODES
from klantboek.yaml import FAULTS

# About what was allowed or accepted, not about the records.
_COMMENTS = {**SUPPRESSIONS, **ACCEPTANCES}


@dataclass(frozen=True)
class Entry:
    """One code with its documentation; ``bad`` and ``good`` are YAML, empty where there is no example."""

    code: str
    name: str
    severity: Severity
    summary: str
    why: str
    help: str = ""
    requirement: str = ""
    bad: str = ""
    good: str = ""


# Found by comparing all relations with each other, which no rule on its own can do: see duplicates/.
DUPLICATE = Entry(
    "KB310",
    "relation stands in the book once",
    Severity.WARNING,
    "A relation stands in the book once.",
    "Two records of one party each hold a part of its orders, agreements and complaints: letters go out twice, "
    "and an objection in one is not seen in the other.",
    "Merge them with klantboek merge, or say that they are two parties with klantboek duplicates --review.",
    requirement="M05",
)


@cache
def catalogue() -> tuple[Entry, ...]:
    """Give every code there is, in order."""
    fixed = [
        Entry(
            kind.code,
            kind.name,
            Severity.WARNING if kind.code in _COMMENTS else Severity.ERROR,
            f"{kind.name[0].upper()}{kind.name[1:]}.",
            kind.why,
            kind.help,
        )
        for kind in (*FAULTS.values(), *BESIDE.values(), *_COMMENTS.values(), *CODES.values())
    ]
    rules = [
        Entry(
            one.code, one.name, one.severity, one.summary, one.why,
            requirement=one.requirement, bad=one.example("Bad"), good=one.example("Good"),
        )
        for one in all_rules()
    ]  # fmt: skip
    return tuple(sorted((*fixed, *rules, DUPLICATE), key=lambda entry: entry.code))


def entry(code: str) -> Entry:
    """Give the documentation of one code; raises UnknownNameError with the nearest one."""
    found = {one.code: one for one in catalogue()}
    if code.upper() not in found:
        raise UnknownNameError("rule", code, found, "klantboek rules")
    return found[code.upper()]
