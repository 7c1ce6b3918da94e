"""What the database refuses in the SELECT of a figure, and a figure of the program whose file can't be used."""

import re
from collections.abc import Sequence
from pathlib import Path

from klantboek.aggregates.header import Fault
from klantboek.errors import KlantboekError, from_here

# Where the database points to: a line of the SQL, perhaps cut off at both ends, and marks under what it means.
_POINTS = re.compile(r"^(?P<said>LINE (?P<line>\d+): )(?P<shown>.*)\n(?P<before> *)\^", re.MULTILINE)
_CUT = "..."


class FigureError(KlantboekError):
    """The file of a figure of the program that can't be used; ``faults`` say what is wrong in it, one at least."""

    exit_code = 32

    def __init__(self, file: Path, faults: Sequence[Fault]) -> None:
        first, *others = faults
        name = from_here(file)
        super().__init__(
            f"{name}:{first.line}:{first.column}: {first.message.rstrip('.!')}.",
            f"{first.help} Mend the file; where you did not change it, please report this.".strip(),
            [f"{name}:{one.line}:{one.column}: {one.message}" for one in others],
        )


def fault_of(sql: str, first_line: int, message: str) -> Fault:
    """Give what the database says of a SELECT that begins on a line of its file, at the place that it points to."""
    first, _, rest = message.partition("\n")
    said = first.partition(": ")[2] or first
    near = re.match(r"Candidate bindings: (.+)", rest)
    advice = f"Did you mean {near[1]}?" if near else ""
    at = _POINTS.search(rest)
    if at is None:
        return Fault(first_line, 1, said, advice)
    line = int(at["line"])
    # What stands before it can be ours, or be cut off: the place is that of what follows.
    meant = at["shown"][len(at["before"]) - len(at["said"]) :].removesuffix(_CUT)
    return Fault(first_line + line - 1, sql.splitlines()[line - 1].find(meant) + 1 or 1, said, advice)
