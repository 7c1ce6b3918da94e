"""KB306, two records that are judged the same are merged."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.judgements import SAME, Judgements
from klantboek.findings import Severity
from klantboek.rules import Problem, rule
from klantboek.rules.claims import judged
from klantboek.rules.registry import Across


@rule("KB306", requirement="M54", severity=Severity.WARNING, across=Across(judged))
def same_relation_is_merged(book: Book) -> Iterator[Problem]:
    """Two records that somebody judged to be one relation are merged into one.

    Until then orders, agreements and objections are spread over two pages, and a letter goes out twice.

    Bad: `{relations/R-00001.yaml: {}, relations/R-00002.yaml: {}, judgements/R-00001_R-00002.yaml: {a: R-00001, b: R-00002, verdict: same}}`

    Good: `{relations/R-00001.yaml: {}, relations/R-00002.yaml: {tombstone: {reason: merged, on: 2026-02-01, into: R-00001}}, judgements/R-00001_R-00002.yaml: {a: R-00001, b: R-00002, verdict: same}}`
    """
    judgements = Judgements(book)
    living = {node.number for node in book.relations}
    for judgement in judgements.valid:
        a, b = judgements.pair(judgement)
        if judgement.verdict == SAME and a != b and {a, b} <= living:
            yield Problem(
                judgement,
                "verdict",
                f"{a} and {b} are judged the same, and are still two records",
                f"klantboek merge {a} {b}",
            )
