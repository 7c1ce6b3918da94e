"""How good the book is, field by field and owner by owner: how full, how fresh, what was found wrong."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from klantboek.book.dictionary import Dictionary
from klantboek.book.measured import Figures, measured
from klantboek.findings import Severity
from klantboek.handbook.edition import Edition
from klantboek.handbook.links import label
from klantboek.predictions.fields import kinds_of

Item = Mapping[str, Any]
# What a salesperson needs first of a relation.
NEEDED = (
    "owner", "contacts", "phones", "emails", "addresses", "branches", "classification", "preferences", "consents",
)  # fmt: skip
_EMPTY: tuple[object, ...] = (None, "", [], {})


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
    counts, kinds = _counted(edition, [one for _, one in named])
    fresh, wrong = _fresh(edition), _wrong(edition)
    # What compile measured is of the whole book.
    told = {} if edition.audience else measured(book)
    found = []
    for entry, one in named:
        dated, good = fresh.get(one, (0, 0))
        found.append(
            FieldQuality(
                entry.code,
                one,
                sum(kinds[kind] for kind in kinds_of(entry, one)),
                counts[one],
                dated,
                good,
                sum(size for path, size in wrong.items() if f"{path}.".startswith(f"{one}.")),
                told.get((entry.code, one)),
            )
        )
    return found


def _counted(edition: Edition, named: list[str]) -> tuple[Counter[str], Counter[str]]:
    """Count the relations that have each field, and those of each kind, in one walk over all."""
    tree: dict[str, Any] = {}
    for one in named:
        at = tree
        for step in one.split(".")[1:]:
            at = at.setdefault(step, {})
        at[""] = one
    counts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for record in edition.live_relations:
        value = record.document.value
        kinds[value.get("kind", "")] += 1
        counts.update(set(_filled(value, tree)))
    return counts, kinds


def _filled(value: Item, tree: Mapping[str, Any]) -> Iterator[str]:
    for step, below in tree.items():
        inner = value.get(step) if step else None
        if inner in _EMPTY:
            continue
        if "" in below:
            yield below[""]
        if len(below) > ("" in below):
            for item in inner if isinstance(inner, list) else (inner,):
                if isinstance(item, dict):
                    yield from _filled(item, below)


def _fresh(edition: Edition) -> dict[str, tuple[int, int]]:
    """Give of each field how many parts go out of date, and how many of those were verified in time."""
    found: dict[str, tuple[int, int]] = {}
    for row in edition.rows("verification_due"):
        every, good = found.get(row["what"], (0, 0))
        found[row["what"]] = every + row["how_many"], good + row["how_many"] - row["overdue"]
    return found


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
    late_rows = Counter(row["relation"] for row in edition.rows("verification_due") if row["overdue"])
    by_label = {label(record): record.document.value.get("owner", "") for record in edition.live_relations}
    errors: Counter[str] = Counter()
    warnings: Counter[str] = Counter()
    for finding in edition.findings:
        if finding.record in by_label:
            (errors if finding.severity is Severity.ERROR else warnings)[by_label[finding.record]] += 1
    sizes: Counter[str] = Counter()
    full: Counter[str] = Counter()
    late: Counter[str] = Counter()
    old: Counter[str] = Counter()
    for record in edition.live_relations:
        value = record.document.value
        owner = value.get("owner", "")
        sizes[owner] += 1
        full[owner] += sum(value.get(name) not in _EMPTY for name in NEEDED)
        late[owner] += sum(task.is_late(edition.book.as_of) for task in edition.tasks.get(record.file, ()))
        old[owner] += late_rows[record.id] > 0
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
