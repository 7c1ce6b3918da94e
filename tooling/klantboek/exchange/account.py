"""A planned import as lines to print: what would be written, what does not fit, what came of each row."""

from collections import Counter
from collections.abc import Iterator
from difflib import unified_diff

from klantboek.exchange.notice import Weight
from klantboek.exchange.plan import Plan
from klantboek.plain import plain
from klantboek.shapes import KINDS


def in_full(plan: Plan, number: int, prefix: str) -> Iterator[str]:
    """Give the first records as they would be written; ``prefix`` stands before every file name."""
    for one in plan.of("new")[:number]:
        source = f", from row {one.row.number} of {one.row.table}" if one.row else ""
        yield f"{plain(prefix + one.file)}{source}:"
        yield from (f"  {plain(line)}".rstrip() for line in one.text.splitlines())
        yield ""


def differences(plan: Plan, prefix: str) -> Iterator[str]:
    """Give a diff from each record of the book to what the files make of it; nothing of it is written."""
    for one in plan.of("differs"):
        before, after, name = one.present.splitlines(), one.text.splitlines(), prefix + one.file
        yield from map(plain, unified_diff(before, after, name, f"{name} from the files", lineterm=""))
        yield ""


def notices(plan: Plan) -> Iterator[str]:
    """Give one line for every row that was left out, needs a look, or was mended."""
    for one in plan.notices:
        yield f"{plain(one.where)}  {one.weight.value}  {plain(one.message)}"
    if plan.notices:
        yield ""


def counts(plan: Plan, prefix: str, *, written: bool) -> Iterator[str]:
    """Give how many records of each kind are new, were there, and differ."""
    new = plan.of("new")
    found = ", ".join(
        f"{number} in {plain(prefix)}{KINDS[kind].folder}/"
        for kind, number in Counter(one.kind for one in new).items()
    )
    yield f"{'Written' if written else 'Would write'}: {found or 'nothing'}."
    same, differing = len(plan.of("same")), len(plan.of("differs"))
    if same or differing:
        yield f"In the book already: {same} the same, {differing} with a difference; none was changed."
    remarks = sum(one.remarks for one in new)
    if remarks:
        yield f"The linter has {remarks} things to say about how values in the new records are written."
    yield f"Rows: {', '.join(f'{number} {weight.value}' for weight, number in _weights(plan).items()) or 'all fit'}."
    if new:
        yield (
            "Next: klantboek lint checks the book."
            if written
            else "Nothing was written. Next: the same command with --write."
        )


def table_of_rows(plan: Plan) -> Iterator[str]:
    """Give the balance of each table: rows read = used + there already + left out."""
    width = max((len(one.file) for one in plan.balances), default=4)
    yield f"{'':{width}}  {'read':>7} = {'used':>7} + {'there':>7} + {'left out':>8}"
    for one in plan.balances:
        empty = f"  ({one.empty} empty)" if one.empty else ""
        yield f"{plain(one.file):{width}}  {one.read:>7} = {one.used:>7} + {one.present:>7} + {one.left_out:>8}{empty}"


def _weights(plan: Plan) -> dict[Weight, int]:
    found = Counter(notice.weight for notice in plan.notices)
    return {weight: found[weight] for weight in Weight if found[weight]}
