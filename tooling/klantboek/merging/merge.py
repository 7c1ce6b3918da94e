"""``merge``: two records of one relation become one, and the other number points the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from klantboek.book import Book, Record
from klantboek.book.amounts import class_of, turnover
from klantboek.book.judgements import DISTINCT, Judgements, in_order
from klantboek.book.references import references, targets
from klantboek.changes import Delete, Put
from klantboek.edits import edited
from klantboek.edits.splice import same
from klantboek.errors import from_here
from klantboek.findings import Finding
from klantboek.merging.differences import NOTHING_ASKED, Asked, Difference, Dropped
from klantboek.merging.local_names import LOCAL
from klantboek.merging.pair import united
from klantboek.merging.plan import (
    Mention,
    Plan,
    living,
    made,
    mentions,
    pointing_at,
    reread,
    unread,
)
from klantboek.merging.proof import Linting
from klantboek.merging.refused import OpenDifferencesError, RefusedError, WorseError
from klantboek.merging.remarks import carried, lost, remarks, without_comment
from klantboek.merging.united import changes, where_now
from klantboek.shapes.order import order_of

# A finding can make room for the next: a comment that allowed two things allows one, then none.
_ROUNDS = 3


@dataclass(frozen=True)
class Merge:
    """A merge as it will be written, with its account for people.

    ``said`` is what was done besides, ``moved`` how many references other records changed, by file.
    """

    plan: Plan
    ours: str
    theirs: str
    differences: tuple[Difference, ...]
    dropped: tuple[Dropped, ...]
    said: tuple[str, ...]
    moved: tuple[tuple[str, int], ...]
    mentions: tuple[Mention, ...]
    unread: tuple[str, ...]

    @property
    def open(self) -> tuple[Difference, ...]:
        """The differences that a person has to decide."""
        return tuple(one for one in self.differences if one.open)

    def checked(self, *, findings: bool = False) -> "Merge":
        """Give the merge itself; raises OpenDifferencesError, and WorseError unless ``findings`` are accepted."""
        if self.open:
            raise OpenDifferencesError(self.ours, self.theirs, self.open)
        if self.plan.worse and not findings:
            advice = "What nobody can mend, such as a letter that was sent, is written with --with-findings."
            raise WorseError(self.plan.worse, advice)
        return self


def merge(book: Book, a: str, b: str, asked: Asked = NOTHING_ASKED, lint: Linting | None = None) -> Merge:
    """Give the merge of two relations; the book may be as much of it as ``reach`` gives, with its ``lint``.

    Raises RefusedError when they can't be one relation, and
    EditRefusedError when a text does not allow the change.
    """
    ours, theirs = _sides(book, a, b, asked.keep)
    _check_asked(asked, ours, theirs)
    pair = united(ours, theirs, asked, book.as_of)
    _check_fields(asked, {one.field for one in pair.differences})
    after = with_comments(ours, theirs, pair.value)
    plan = Plan(book, lint or Linting(book), moved={theirs.id: ours.id})
    plan = plan.with_record(after).with_record(_stone(book, ours, theirs, asked.by))
    plan, moved = _moved(plan, ours.id, theirs.id)
    plan, said = _mended(plan, ours)
    return Merge(
        plan,
        ours.id,
        theirs.id,
        pair.differences,
        pair.dropped,
        (*pair.said, *said),
        moved,
        tuple(_mentions(plan, ours, theirs)),
        tuple(unread(book)),
    )


def _mentions(plan: Plan, ours: Record, theirs: Record) -> Iterator[Mention]:
    """Give where texts still name the other number, what the merge itself wrote left out."""
    judged = [record.file for record in plan.book.records if record.kind == "judgement"]
    now = plan.now(ours)
    lines = now.document.text.splitlines() if now is not None else []
    old = {line.strip() for one in (ours, theirs) for line in one.document.text.splitlines()}
    for found in mentions(plan.after, theirs.id, (theirs.file, *judged)):
        if found.file != ours.file or lines[found.line - 1].strip() in old:
            yield found


def _sides(book: Book, a: str, b: str, keep: str) -> tuple[Record, Record]:
    """Give the record that stays and the other one; raises RefusedError when the two can't be one relation."""
    if a == b:
        raise RefusedError(f"{a} is one record already.", "Name two numbers.")
    keep = keep or in_order(a, b)[0]
    if keep not in (a, b):
        raise RefusedError(f"{keep} is neither of the two.", f"Write --keep {a} or --keep {b}.")
    ours, theirs = living(book, keep), living(book, b if keep == a else a)
    if ours.node.kind != theirs.node.kind:
        raise RefusedError(
            f"{ours.id} is of the kind {ours.node.kind} and {theirs.id} of the kind {theirs.node.kind}.",
            "A person and an organisation are two relations; link them to each other.",
        )
    judgements = Judgements(book)
    if judgements.verdict(ours.id, theirs.id) == DISTINCT:
        found = judgements.about(ours.id, theirs.id)
        when = f" by {found.by} on {found.on}" if found is not None else ", by what others were judged"
        raise RefusedError(
            f"{ours.id} and {theirs.id} are judged distinct{when}.",
            "Change that judgement first if it was wrong.",
        )
    for one, other in ((ours, theirs), (theirs, ours)):
        for reference in references(one):
            if reference.to == "relation" and reference.name == other.id:
                place = one.document.place(reference.path)
                raise RefusedError(
                    f"{one.id} refers to {other.id} as another relation ({from_here(book.root / place.file)}:{place.line}).",
                    "Two records that are tied to each other are two relations; remove that line if it is wrong.",
                )
    _check_names(book, ours, theirs)
    return ours, theirs


def _check_names(book: Book, ours: Record, theirs: Record) -> None:
    """Refuse a name that leads nowhere in the other record, and would lead to somebody else in ours."""
    for reference in (one for one in references(theirs) if one.to in LOCAL):
        there, here = (targets(book, record, reference.to) or () for record in (theirs, ours))
        if reference.name in here and reference.name not in there:
            place = theirs.document.place(reference.path)
            raise RefusedError(
                f"{theirs.id} has no {reference.to} {reference.name!r} ({from_here(book.root / place.file)}:{place.line}), but {ours.id} has.",
                "Mend that line first: who or what is meant?",
            )


def _check_asked(asked: Asked, ours: Record, theirs: Record) -> None:
    for number in (*asked.fields.values(), *([asked.others] if asked.others else [])):
        if number not in (ours.id, theirs.id):
            raise RefusedError(
                f"{number} is neither {ours.id} nor {theirs.id}.", "Take a value from one of the two."
            )


def _check_fields(asked: Asked, known: set[str]) -> None:
    for name in asked.fields:
        if not any(one == name or one.startswith(f"{name}.") for one in known):
            shown = ", ".join(sorted(known)) or "none"
            raise RefusedError(
                f"The two do not differ in {name!r}.", f"They differ in: {shown}." if known else ""
            )


def with_comments(ours: Record, theirs: Record, value: dict[str, object]) -> Record:
    """Give our record with the united values and the comments of both."""
    document = edited(ours.document, changes(ours.document.value, value), order_of("relation"))
    mine = lost(ours.document, document)
    document = carried(document, mine, lambda path: where_now(value, path, theirs=False), "")
    there = {one.text for one in remarks(document)}
    other = [one for one in remarks(theirs.document) if one.text not in there]
    title = f"# {theirs.id}, which was merged into this one:"
    document = carried(document, other, lambda path: where_now(value, path, theirs=True), title)
    return reread(ours, document)


def _stone(book: Book, ours: Record, theirs: Record, by: str) -> Record:
    stone = {"reason": "merged", "on": book.as_of.isoformat(), "into": ours.id, **({"by": by} if by else {})}
    return made("relation", theirs.file, {"number": theirs.id, "tombstone": stone})


def _moved(plan: Plan, ours: str, theirs: str) -> tuple[Plan, tuple[tuple[str, int], ...]]:
    """Let everything that referred to the other number refer to ours; a judgement stays as it was given."""
    counts: dict[str, int] = {}
    for record, path in pointing_at(plan.book, theirs):
        if record.kind != "judgement":
            plan = plan.edited(record, [Put(path, ours)])
            counts[record.file] = counts.get(record.file, 0) + 1
    for record in [one for one in plan.book.records if one.file in counts]:
        plan = plan.edited(record, _twice(plan, record, ours))
    return plan, tuple(counts.items())


def _twice(plan: Plan, record: Record, number: str) -> list[Delete]:
    """Give the removal of entries that became equal to an earlier one by naming one relation now."""
    now = plan.now(record)
    paths = [one.path for one in references(now)] if now is not None and now.fits else []
    found: list[Delete] = []
    for path in paths:
        if now is None or len(path) < 2 or not isinstance(path[-2], int):  # noqa: PLR2004 -- a key in an entry of a list
            continue
        items = now.document.value
        for step in path[:-2]:
            items = items[step]
        mine = items[path[-2]]
        if mine.get(path[-1]) == number and any(same(one, mine) for one in items[: path[-2]]):
            found.append(Delete(path[:-1]))
    return list(reversed(found))


def _mended(plan: Plan, ours: Record) -> tuple[Plan, list[str]]:
    """Mend what only the merge made wrong and has one right answer: a class by turnover, a comment without use."""
    said: list[str] = []
    for _ in range(_ROUNDS):
        before = plan
        for finding in _by_line(plan.worse):
            plan = _mend(plan, ours, finding, said)
        if plan is before:
            break
    return plan, said


def _by_line(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Give findings from the end of each file to its start, so that taking a line out moves none of the others."""
    yield from sorted(findings, key=lambda one: (one.place.file, -one.place.line))


def _mend(plan: Plan, ours: Record, finding: Finding, said: list[str]) -> Plan:
    record = next((one for one in plan.after.records if one.file == finding.place.file), None)
    if record is None:
        return plan
    if finding.code == "KB401" and record.id == ours.id:
        reached = class_of(plan.book, turnover(plan.after, record.node))
        if reached is not None:
            said.append(f"the class becomes {reached}, by the turnover of both")
            return plan.edited(record, [Put(("classification", "class"), reached)])
    if finding.code == "KB018" and record.file in plan.records and "," not in _codes(record, finding):
        said.append(
            f"a comment in {from_here(plan.book.root / record.file)} that allowed a finding is gone with the finding"
        )
        return plan.with_record(reread(record, without_comment(record.document, finding.place.line)))
    return plan


def _codes(record: Record, finding: Finding) -> str:
    """Give the part of a comment that allows something in which its codes stand."""
    return record.document.text.splitlines()[finding.place.line - 1].partition("--")[0]
