"""KB304, judgements do not contradict each other."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.judgements import Judgements
from klantboek.rules import Problem, rule
from klantboek.rules.claims import judged
from klantboek.rules.registry import Across


@rule("KB304", requirement="M05", across=Across(judged))
def judgements_do_not_contradict(book: Book) -> Iterator[Problem]:
    """Two relations that are judged distinct are not one relation by other judgements, nor merged.

    What follows from judgements is never asked again, so one that is wrong spreads to pairs that nobody looked at.

    Bad: `{relations/R-00001.yaml: {}, relations/R-00002.yaml: {}, relations/R-00003.yaml: {}, judgements/R-00001_R-00002.yaml: {a: R-00001, b: R-00002, verdict: same}, judgements/R-00002_R-00003.yaml: {a: R-00002, b: R-00003, verdict: same}, judgements/R-00001_R-00003.yaml: {a: R-00001, b: R-00003, verdict: distinct}}`

    Good: `{relations/R-00001.yaml: {}, relations/R-00002.yaml: {}, relations/R-00003.yaml: {}, judgements/R-00001_R-00002.yaml: {a: R-00001, b: R-00002, verdict: same}, judgements/R-00001_R-00003.yaml: {a: R-00001, b: R-00003, verdict: distinct}}`
    """
    for found in Judgements(book).contradictions:
        judged = found.distinct
        if found.same:
            way = " = ".join(f"{one.a} and {one.b}" for one in found.same[:1])
            more = len(found.same) - 1
            others = f", with {more} more judgement{'' if more == 1 else 's'}" if more else ""
            message = f"{judged.a} and {judged.b} are judged distinct, and the same: {way}{others}"
        else:
            message = f"{judged.a} and {judged.b} are judged distinct, and were merged"
        yield Problem(
            judged,
            "verdict",
            message,
            "Look at the relations again and change the judgement that is wrong, or delete it.",
            found.same[0] if found.same else None,
            "verdict",
            "judged the same here",
        )
