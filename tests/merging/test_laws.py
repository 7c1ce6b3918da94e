"""The laws of merging, on random pairs: nothing is lost, nothing is made up, every comment stays."""

from datetime import date
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from given import examples
from klantboek.book import Record
from klantboek.book.addresses import bare
from klantboek.book.references import references
from klantboek.edits import EditRefusedError, edited
from klantboek.merging.differences import Asked
from klantboek.merging.merge import with_comments
from klantboek.merging.pair import Pair, united
from klantboek.merging.remarks import remarks
from klantboek.merging.union import leaves
from klantboek.merging.united import bare_value, changes
from klantboek.shapes.order import order_of
from merging.laws import record, relations

DAY = date(2026, 11, 20)
OURS, THEIRS = "R-00042", "R-00917"
LAWS = settings(max_examples=examples(100), deadline=None, suppress_health_check=list(HealthCheck))


def _united(ours: Record, theirs: Record) -> Pair:
    assume(ours.fits and theirs.fits)
    return united(ours, theirs, Asked(), DAY)


def _kept_texts(value: dict[str, Any]) -> str:
    """Give everything that stands in the places where former values are kept."""
    names = [
        entry["name"]
        for kind in ("organisation", "person")
        for entry in value.get(kind, {}).get("former_names", ())
    ]
    former = [entry.get("value", "") for entry in value.get("former", ())]
    return "\n".join([*names, *former, *(note["text"] for note in value.get("notes", ()))])


@LAWS
@given(relations(OURS), relations(THEIRS))
def test_no_value_is_lost(ours: Record, theirs: Record) -> None:
    """Each value of both records is in the united one, among its former values, or told of as dropped."""
    found = _united(ours, theirs)
    there = set(leaves(found.value))
    alike = {bare(text) for text in there}
    kept = _kept_texts(found.value)
    dropped = {text for one in found.dropped for text in leaves(one.value)}
    for one in (ours, theirs):
        for text in leaves(one.document.value):
            renamed = any(text in said or (text == "true" and "preferred" in said) for said in found.said)
            assert text in there or text in kept or text in dropped or renamed or text == THEIRS, text
    for drop in found.dropped:
        for text in leaves(drop.value):
            assert text == "true" or bare(text) in alike or text in kept, drop


@LAWS
@given(relations(OURS), relations(THEIRS))
def test_nothing_is_made_up(ours: Record, theirs: Record) -> None:
    """Each value of the united record stood in one of the two, but for what tells of the merge itself."""
    found = _united(ours, theirs)
    known = {*leaves(ours.document.value), *leaves(theirs.document.value)}
    # Former values are texts of their own; an address that is replaced ends the day before.
    value = {key: item for key, item in found.value.items() if key not in {"former", "notes"}}
    value["organisation"] = {k: v for k, v in value["organisation"].items() if k != "former_names"}
    told = " ".join(found.said)
    assert [text for text in leaves(value) if text not in known and text not in told] == []


@LAWS
@given(relations(OURS))
def test_a_copy_changes_nothing(ours: Record) -> None:
    """A record united with a copy of itself under another number stays as it is."""
    assume(ours.fits)
    copy = record(THEIRS, ours.document.text.replace(OURS, THEIRS, 1))
    assume(copy.fits)
    found = united(ours, copy, Asked(), DAY)
    assert list(changes(ours.document.value, found.value)) == []
    assert found.differences == ()
    assert found.dropped == ()


@LAWS
@given(relations(OURS), relations(THEIRS), st.randoms(use_true_random=False))
def test_every_comment_stays(ours: Record, theirs: Record, random: Any) -> None:
    """The comments of both records are in the united one, and its values are those that were planned."""
    one, two = (_commented(each, random) for each in (ours, theirs))
    found = _united(one, two)
    try:
        after = with_comments(one, two, found.value)
    except EditRefusedError:
        raise AssertionError(one.document.text + "---\n" + two.document.text) from None
    assert after.document.value == bare_value(found.value)
    texts = [remark.text for remark in remarks(after.document)]
    for each in (one, two):
        for remark in remarks(each.document):
            assert remark.text in texts


def _commented(one: Record, random: Any) -> Record:
    """Write comments above and behind some lines of a record."""
    assume(one.fits)
    lines = []
    for at, line in enumerate(one.document.text.splitlines()):
        if random.random() < 0.2:
            indent = " " * (len(line) - len(line.lstrip()))
            lines.append(f"{indent}# {one.id} above {at}")
        behind = f"  # {one.id} behind {at}" if random.random() < 0.1 and not line.endswith(":") else ""
        lines.append(line + behind)
    return record(one.id, "\n".join(lines) + "\n")


@LAWS
@given(relations(OURS), relations(THEIRS))
def test_names_inside_the_record_still_lead_somewhere(ours: Record, theirs: Record) -> None:
    """Who an order or a visit of either record names is the same person afterwards."""
    assume(ours.fits and theirs.fits)
    before = _led(ours) | _led(theirs)
    found = _united(ours, theirs)
    document = edited(ours.document, changes(ours.document.value, found.value), order_of("relation"))
    after = record(OURS, document.text)
    assert len(before) >= len(set(_led(after)))
    ids = [entry["id"] for entry in after.document.value.get("contacts", ())]
    assert len(ids) == len(set(ids))


def _led(one: Record) -> set[str]:
    local = {"contact", "document", "project"}
    return {f"{found.to} {found.name}" for found in references(one) if found.to in local}


def test_disjoint_lists_add_up() -> None:
    """Lists that share nothing are joined whole, in order."""

    def text(number: str, first: int) -> str:
        return (
            f"number: {number}\nkind: organisation\nroles: [customer]\nstatus: active\n"
            f"organisation: {{name: Halm}}\nnotes:\n"
            + "".join(f"  - {{on: 2026-01-{day:02d}, text: n{day}}}\n" for day in range(first, 20, 2))
        )

    found = united(record(OURS, text(OURS, 1)), record(THEIRS, text(THEIRS, 2)), Asked(), DAY)
    assert [note["text"] for note in found.value["notes"]] == [f"n{day}" for day in range(1, 20)]
