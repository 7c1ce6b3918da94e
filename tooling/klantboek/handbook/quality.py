"""How good the book is, field by field and owner by owner: how full, how fresh, what was found wrong."""

from collections import Counter
from typing import NamedTuple

from klantboek.book.book import RELATION
from klantboek.book.dictionary import Dictionary
from klantboek.book.measured import Figures, measured
from klantboek.book.period import days_later
from klantboek.findings import Severity
from klantboek.handbook.edition import Edition
from klantboek.handbook.gleaning import NEEDED
from klantboek.handbook.plan import dictionary_fields
from klantboek.handbook.streamed import picked, tallied
from klantboek.linting.relations import number_of
from klantboek.predictions.fields import kinds_of

_DUE = "verification_due"


class FieldQuality(NamedTuple):
    """A field that an entry of the dictionary names: filled in ``filled`` of ``applies`` relations.

    Of ``dated`` parts that go out of date ``fresh`` were verified in time; ``figures`` are those that
    ``klantboek compile`` left beside the book.
    """

    entry: str
    field: str
    applies: int
    filled: int
    dated: int
    fresh: int
    findings: int
    figures: Figures | None


class OwnerQuality(NamedTuple):
    """The relations of one of our people: how many, how full in percent, what is late or was found in them."""

    owner: str
    relations: int
    filled: int
    errors: int
    warnings: int
    late: int
    unverified: int


def fields(edition: Edition) -> list[FieldQuality]:
    """Measure the fields of relations that the dictionary names."""
    dictionary, book = Dictionary(edition.book), edition.book
    named = [
        (entry, one)
        for entry in book.nodes("dictionary")
        for one in entry.fields
        if one.startswith("relation.") and dictionary.entry(one) is entry and edition.sees(one)
    ]
    counts, kinds, places = edition.index.filled(), edition.index.kinds(), dictionary_fields(book)
    verified, wrong = fresh(edition), _wrong(edition)
    # What compile measured is of the whole book.
    told = {} if edition.audience else measured(book)
    found = []
    for entry, one in named:
        dated, good = verified.get(one, (0, 0))
        found.append(
            FieldQuality(
                entry.code,
                one,
                sum(kinds[kind] for kind in kinds_of(entry, one)),
                counts[places.index(one)],
                dated,
                good,
                sum(size for path, size in wrong.items() if f"{path}.".startswith(f"{one}.")),
                told.get((entry.code, one)),
            )
        )
    return found


def fresh(edition: Edition) -> dict[str, tuple[int, int]]:
    """Give of each field how many parts go out of date, and how many of those were verified in time."""
    result = edition.results.get(_DUE)
    if result is None:
        return {}
    late = {what: int(size) for what, _, size in tallied(result, "what", "overdue")}
    return {
        what: (int(size), int(size) - late[what]) for what, _, size in tallied(result, "what", "how_many")
    }


def _wrong(edition: Edition) -> Counter[str]:
    """Count the findings by the field that they are about."""
    found: Counter[str] = Counter()
    for finding in edition.findings:
        kind = finding.record.partition("/")[0]
        steps = [step for step in finding.path if isinstance(step, str)]
        if kind == "relation" and steps:
            found[".".join([kind, *steps])] += 1
    return found


def owners(edition: Edition) -> list[OwnerQuality]:
    """Measure the relations of each of our people, those with most relations first."""
    due = picked(edition.results.get(_DUE), ["relation", "overdue"])
    late_rows = {relation for relation, overdue in due if overdue}
    late_tasks = Counter(task.record.file for task in edition.tasks.every(days_later(edition.book.as_of, -1)))
    found: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for finding in edition.findings:
        found[finding.severity is Severity.ERROR][finding.record] += 1
    errors, warnings, sizes, full, late, old = (Counter[str]() for _ in range(6))
    for file, owner, size in edition.index.of_owners():
        number = number_of(file)
        name = f"{RELATION}/{number}"
        sizes[owner] += 1
        full[owner] += size
        # Asked with get: most have nothing, and what a counter gives for what it lacks is slow.
        late[owner] += late_tasks.get(file, 0)
        old[owner] += number in late_rows
        errors[owner] += found[True].get(name, 0)
        warnings[owner] += found[False].get(name, 0)
    return [
        OwnerQuality(
            owner,
            size,
            100 * full[owner] // (size * len(NEEDED)),
            errors[owner],
            warnings[owner],
            late[owner],
            old[owner],
        )
        for owner, size in sorted(sizes.items(), key=lambda one: (-one[1], one[0]))
    ]
