"""KB607, the status of a project agrees with its first and last day."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB607", requirement="M29", severity=Severity.WARNING)
def project_stands_where_its_days_say(book: Book) -> Iterator[Problem]:
    """A project whose last day has passed is done or stopped, one that has begun is no longer planned, and no other way round.

    A project that runs past its end is late or forgotten; either way somebody should know.

    Bad: `projects: [{code: P-1, name: New shop, start: 2026-02-01, end: 2026-06-30, status: running}]`

    Good: `projects: [{code: P-1, name: New shop, start: 2026-02-01, end: 2026-06-30, status: done}]`
    """
    for relation in book.relations:
        for project in relation.projects:
            status, start, end = project.status, project.start, project.end
            if status in {"planned", "running", "paused"} and end is not None and end < book.as_of:
                what = f"ended on {end}, and is still {status}"
                yield _problem(project, what, "Write done or stopped, or give it a new end.", "end")
            elif status == "planned" and start < book.as_of:
                what = f"should have begun on {start}, and is still planned"
                yield _problem(project, what, "Write running, or give it a new start.", "start")
            elif status in {"running", "paused", "done"} and start > book.as_of:
                what = f"begins on {start}, and is {status} already"
                yield _problem(project, what, "Write planned, or correct the start.", "start")


def _problem(project: Node, what: str, advice: str, day: str) -> Problem:
    label = "first day" if day == "start" else "last day"
    return Problem(project, "status", f"project {project.code} {what}", advice, project, day, label)
