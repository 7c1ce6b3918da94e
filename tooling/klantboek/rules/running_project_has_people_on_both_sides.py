"""KB606, a project that runs has people on both sides."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB606", requirement="M29", severity=Severity.WARNING)
def running_project_has_people_on_both_sides(book: Book) -> Iterator[Problem]:
    """A project that runs or is paused says who works on it: on our side, and at an organisation on theirs.

    When something goes wrong nobody knows whom to call, and nobody here feels called.

    Bad: `{contacts: [{id: ria, name: {surname: Bakker}}], projects: [{code: P-1, name: New shop, start: 2026-09-01, status: running, contacts: [ria]}]}`

    Good: `{contacts: [{id: ria, name: {surname: Bakker}}], projects: [{code: P-1, name: New shop, start: 2026-09-01, status: running, contacts: [ria], staff: [hdv]}]}`
    """
    for relation in book.relations:
        # A person is the other side themselves.
        sides = (
            {"staff": "our side"}
            if relation.kind == "person"
            else {"contacts": "their side", "staff": "our side"}
        )
        for project in relation.projects:
            missing = [key for key in sides if not project[key]]
            if project.status in {"running", "paused"} and missing:
                where = "either side" if len(missing) > 1 else sides[missing[0]]
                yield Problem(
                    project,
                    "status",
                    f"project {project.code} is {project.status} with nobody on {where}",
                    f"Add {' and '.join(missing)}.",
                )
