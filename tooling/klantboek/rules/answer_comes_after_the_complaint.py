"""KB604, an answer is not older than its complaint."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.rules import Problem, rule


@rule("KB604", requirement="M28")
def answer_comes_after_the_complaint(book: Book) -> Iterator[Problem]:
    """An answer is given on the day of the complaint or later.

    One of the two days is wrong, and how fast we answered is counted from them.

    Bad: `complaints: [{number: K-1, on: 2026-09-10, nature: defect, description: Oven too hot, status: in_progress, answers: [{on: 2026-09-01, text: We come on Friday.}]}]`

    Good: `complaints: [{number: K-1, on: 2026-09-10, nature: defect, description: Oven too hot, status: in_progress, answers: [{on: 2026-09-11, text: We come on Friday.}]}]`
    """
    for relation in book.relations:
        for complaint in relation.complaints:
            for answer in complaint.answers:
                if answer.on < complaint.on:
                    yield Problem(
                        answer,
                        "on",
                        f"answered on {answer.on}, before the complaint of {complaint.on}",
                        "Correct one of the two days.",
                        complaint,
                        "on",
                        "the complaint came in here",
                    )
