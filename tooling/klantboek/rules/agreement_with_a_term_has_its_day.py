"""KB507, an agreement that names a term has that term as a day."""

import re
from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

_MONTH = (
    r"(?:jan|feb|mrt|maart|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\.?"  # Dutch and English
)
_DAY = (
    rf"(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[-/]\d{{1,2}}\b|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH} \d{{1,2}}\b)"
)
# Only words by which something ends: "from 1 March" and "until 1 March" say how long it holds, not when it is done.
_TERM = re.compile(
    rf"\b(?:uiterlijk|vóór|by|before|no later than)(?: op| de| het| the| on)? {_DAY}"
    r"|\b(?:voor|vóór|by|before)(?: het| the)? (?:einde?|end)(?: van| of)?(?: de| deze| the| this)? "
    r"(?:week|maand|jaar|month|year)\b"
    r"|\b(?:volgende week|komende week|next week|morgen|tomorrow)\b",
    re.IGNORECASE,
)


@rule("KB507", requirement="M23", severity=Severity.ADVICE)
def agreement_with_a_term_has_its_day(book: Book) -> Iterator[Problem]:
    """An agreement whose words name a last day has that day in `due`.

    Reminders are made from `due`; a day that stands in a sentence only is seen by whoever happens to read it.

    Bad: `interactions: [{on: 2026-11-02, state: realised, form: individual, kind: sales, channel: phone, subject: Oven, agreements: [{text: We send the quote next week.}]}]`

    Good: `interactions: [{on: 2026-11-02, state: realised, form: individual, kind: sales, channel: phone, subject: Oven, agreements: [{text: We send the quote next week., due: 2026-11-13}]}]`
    """
    for relation in book.relations:
        for agreement in _agreements(relation):
            term = _TERM.search(agreement.text) if agreement.due is None else None
            if term:
                yield Problem(
                    agreement,
                    "text",
                    f"names a term ({term[0]!r}) but has no due",
                    "Add due with the last day on which it must be done.",
                )


def _agreements(relation: Node) -> Iterator[Node]:
    for contact in relation.interactions:
        yield from contact.agreements
    for contract in relation.contracts:
        yield from contract.agreements
