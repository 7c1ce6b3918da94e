"""KB703, the definition of a field says what is recorded."""

import re
from collections.abc import Iterator

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

# Fewer words name a thing; they don't say what counts and what doesn't.
_FEWEST = 4


@rule("KB703", requirement="M48", severity=Severity.WARNING, registers_only=True)
def definition_is_concrete(book: Book) -> Iterator[Problem]:
    """The definition of an approved field says more than its name: what is recorded, and what is not.

    A definition is exact when two people who read it record the same value; a word or two never are.

    Bad: `{dictionary/base.yaml: {fields: [relation], definition: Customer data}}`

    Good: `{dictionary/base.yaml: {fields: [relation], definition: "Name and address of who bought, from the first order on."}}`
    """
    for entry in book.nodes("dictionary"):
        if entry.decision.outcome == "rejected":
            continue
        words = re.findall(r"\w+", entry.definition.casefold())
        names = [re.findall(r"\w+", name.casefold()) for name in (entry.names.nl, entry.names.en) if name]
        if len(words) >= _FEWEST and words not in names:
            continue
        check = entry.checklist.concrete
        yield Problem(
            entry,
            "definition",
            f"the definition of {entry.code} only names it"
            if words in names
            else f"the definition of {entry.code} is {len(words)} word{'' if len(words) == 1 else 's'} long",
            "Say what counts, what doesn't, and as of when; or answer 'no' to concrete.",
            check if check.answer == "yes" else None,
            "answer",
            "but it is called concrete here",
        )
