"""KB208, a branch code stands in its scheme."""

import re
from collections.abc import Iterator
from functools import cache

from klantboek.book import Book
from klantboek.rules import Problem, rule

# The Dutch and Belgian schemes refine NACE in their fifth digit; no public package holds that digit, so the
# first four are checked: by NACE Rev. 2 for the schemes of 2008, by Rev. 2.1 for those of 2025.
_REVISION = {
    "sbi-2008": "2.0",
    "nace-bel-2008": "2.0",
    "nace-2": "2.0",
    "sbi-2025": "2.1",
    "nace-bel-2025": "2.1",
    "nace-2.1": "2.1",
}
_NATIONAL = 5


@rule("KB208", requirement="M08")
def branch_code_is_known(book: Book) -> Iterator[Problem]:
    """A branch code exists in the scheme and version that stand beside it.

    Segments and comparisons by branch miss a relation with a code of another scheme or a typing error.

    Bad: `branches: [{scheme: sbi-2025, code: "62.01"}]`

    Good: `branches: [{scheme: sbi-2025, code: "62.10"}]`
    """
    for relation in book.relations:
        for branch in relation.branches:
            digits = branch.code.replace(".", "")
            longest = 4 if branch.scheme.startswith("nace-2") else _NATIONAL
            written = re.fullmatch(r"[0-9]{2}(\.?[0-9]{1,2}){0,2}", branch.code) and len(digits) <= longest
            if written and _exists(digits[:4], _REVISION[branch.scheme]):
                continue
            others = sorted(
                scheme
                for scheme, revision in _REVISION.items()
                if scheme[:4] == branch.scheme[:4]
                and scheme != branch.scheme
                and _exists(digits[:4], revision)
            )
            advice = (
                f"It is one of {others[0]}: write that scheme, or look up the new code."
                if others
                else ("Look the code up in the scheme; it has two to five digits.")
            )
            yield Problem(branch, "code", f"{branch.scheme} has no code {branch.code!r}", advice)


@cache
def _exists(digits: str, revision: str) -> bool:
    from stdnum.eu import nace  # noqa: PLC0415 -- only when there are branches

    return bool(nace.is_valid(digits, revision))
