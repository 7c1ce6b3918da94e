"""Keys of a group in another order, each with its comments."""

from klantboek.edits.lines import column, newline, stands_alone
from klantboek.edits.outline import Layout, Part
from klantboek.edits.rows import rows_end, rows_start
from klantboek.edits.splice import Splice


def reorder(text: str, group: Part, keys: tuple[str, ...]) -> list[Splice] | str:
    """Give the splices that put the keys in this order, or the reason why that can't be done."""
    positions = {part.step: at for at, part in enumerate(group.parts)}
    order = [positions[key] for key in keys]
    return _between_brackets(text, group, order) if group.layout is Layout.FLOW else _rows(text, group, order)


def _between_brackets(text: str, group: Part, order: list[int]) -> list[Splice] | str:
    if "#" in text[group.start : group.end] and any(
        "#" in text[one.end : two.head] for one, two in zip(group.parts, group.parts[1:], strict=False)
    ):
        return "comments stand between the keys"
    return [
        Splice(slot.head, slot.end, text[group.parts[at].head : group.parts[at].end])
        for slot, at in zip(group.parts, order, strict=True)
    ]


def _rows(text: str, group: Part, order: list[int]) -> list[Splice] | str:
    starts = [rows_start(text, group, at) for at in range(len(group.parts))]
    ends = [rows_end(text, group, at) for at in range(len(group.parts))]
    end = newline(text)
    inline = not stands_alone(text, group.parts[0].head)
    if inline and starts[order[0]] < group.parts[order[0]].head - column(text, group.parts[order[0]].head):
        return "a comment stands above the key that would follow the dash"
    indent = " " * column(text, group.parts[0].head)
    # What stands between two entries and belongs to neither goes with the lower one.
    gaps = ["", *(text[one:two] for one, two in zip(ends, starts[1:], strict=False))]
    gaps[0], gaps[order[0]] = gaps[order[0]], ""
    pieces = []
    for slot, at in enumerate(order):
        rows = text[starts[at] : ends[at]]
        if at == 0 and inline:
            rows = indent + rows
        if slot == 0 and inline:
            rows = rows.removeprefix(indent)
        pieces.append(gaps[at] + rows + ("" if rows.endswith(("\n", "\r")) else end))
    written = "".join(pieces)
    if text[ends[-1] - 1 : ends[-1]] not in ("\n", "\r"):
        written = written.removesuffix(end)
    return [Splice(starts[0], ends[-1], written)]
