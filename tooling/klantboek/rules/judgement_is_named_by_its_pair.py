"""KB307, the file of a judgement is named by its pair."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from klantboek.book import Book
from klantboek.book.judgements import file_name, in_order
from klantboek.book.node import record_of
from klantboek.rules import Problem, rule


@rule("KB307", requirement="M05", registers_only=True)
def judgement_is_named_by_its_pair(book: Book) -> Iterator[Problem]:
    """A judgement is about two relations, the lower number first, and its file is named by both.

    Two people who judge one pair on two branches then meet in git; with other names both verdicts would stand.

    Bad: `{relations/R-00002.yaml: {}, judgements/R-00001_R-00003.yaml: {a: R-00001, b: R-00002}}`

    Good: `{relations/R-00002.yaml: {}, judgements/R-00001_R-00002.yaml: {a: R-00001, b: R-00002}}`
    """
    for judgement in book.nodes("judgement"):
        a, b = judgement.a, judgement.b
        if a == b:
            yield Problem(judgement, "b", f"{a} is compared with itself", "Name the other relation.")
            continue
        named = PurePosixPath(file_name(a, b)).name
        if in_order(a, b) != (a, b):
            yield Problem(
                judgement,
                "a",
                f"{b} is the lower number and comes first",
                f"Write a: {b} and b: {a}, their contents too, in {named}.",
            )
        elif record_of(judgement).id != named.removesuffix(".yaml"):
            yield Problem(
                judgement,
                "a",
                f"the judgement is about {a} and {b}, but the file is named {record_of(judgement).id}.yaml",
                f"Rename the file to {named}.",
            )
