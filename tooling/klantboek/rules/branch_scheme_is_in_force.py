"""KB214, a branch code stands in the scheme that is in force."""

from collections.abc import Iterator
from datetime import date

from klantboek.book import Book
from klantboek.book.period import period_of
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

# What came after a scheme, and the first day on which the registers gave out codes in it: the Chamber of
# Commerce on 1 September 2025, the Belgian register and Eurostat on 1 January 2025.
_AFTER = {
    "sbi-2008": ("sbi-2025", date(2025, 9, 1)),
    "nace-bel-2008": ("nace-bel-2025", date(2025, 1, 1)),
    "nace-2": ("nace-2.1", date(2025, 1, 1)),
}


@rule("KB214", requirement="M08", severity=Severity.ADVICE)
def branch_scheme_is_in_force(book: Book) -> Iterator[Problem]:
    """A branch that holds today has a code in the scheme that is in force.

    Registers and statistics only know the new codes, so a segment or a comparison by branch misses this one.

    Bad: `branches: [{scheme: sbi-2008, code: "62.01"}]`

    Good: `branches: [{scheme: sbi-2008, code: "62.01", until: 2025-08-31}, {scheme: sbi-2025, code: "62.10", from: 2025-09-01}]`
    """
    for relation in book.relations:
        if relation.status in {"lost", "ended"}:
            continue
        branches = [one for one in relation.branches if period_of(one).holds(book.as_of)]
        schemes = {branch.scheme for branch in branches}
        for branch in branches:
            newer, start = _AFTER.get(branch.scheme, ("", date.max))
            if book.as_of < start:
                continue
            close = f"`until: {date.fromordinal(start.toordinal() - 1)}`"
            yield Problem(
                branch,
                "scheme",
                f"{branch.scheme} was followed by {newer} on {start}",
                f"Close this one with {close}; the code of {newer} is there."
                if newer in schemes
                else f"Add the code of {newer} and close this one with {close}.",
            )
