"""KB305, judged relations are as they were when they were judged."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.judgements import Judgements
from klantboek.findings import Severity
from klantboek.rules import Problem, rule
from klantboek.rules.claims import judged
from klantboek.rules.registry import Across


@rule("KB305", requirement="M05", severity=Severity.ADVICE, across=Across(judged))
def judged_relations_are_as_they_were(book: Book) -> Iterator[Problem]:
    """A judgement counts as long as names, numbers and addresses of both relations are as they were then.

    Somebody who moves house, or gets the number of the other, may be another pair than the one that was judged.

    Bad: `{relations/R-00001.yaml: {}, relations/R-00002.yaml: {}, judgements/R-00001_R-00002.yaml: {content_a: "0000000000000000"}}`

    Good: `{relations/R-00001.yaml: {}, relations/R-00002.yaml: {}, judgements/R-00001_R-00002.yaml: {a: R-00001, b: R-00002}}`
    """
    judgements = Judgements(book)
    for judgement in judgements.stale:
        for side in judgements.changed_sides(judgement):
            number = judgement[side.removeprefix("content_")]
            yield Problem(
                judgement,
                side,
                f"{number} was changed since it was judged on {judgement.on}",
                "klantboek duplicates --review shows the pair again.",
            )
