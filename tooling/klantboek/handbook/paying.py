"""How a relation pays: what is open, how late it was, invoice by invoice."""

from collections.abc import Iterator

from markupsafe import Markup

from klantboek.handbook.cells import Cells
from klantboek.handbook.charts import sparkline
from klantboek.handbook.derived import told
from klantboek.handbook.layout import Section
from klantboek.handbook.links import anchor
from klantboek.handbook.markup import (
    NOTHING,
    badge,
    escaped,
    joined,
    link,
    run,
    table_head,
    table_row,
    vouched,
)

_OPEN = frozenset(["open", "overdue"])
_LAST = 24
_HEADS = ("invoice", "due_on", "days_late", "open", "state")
_KINDS = ("", "", "n", "n", "")


def paying(cells: Cells, number: str) -> Iterator[Section]:
    """Give the section with the payment behaviour of a relation, when it had invoices."""
    edition = cells.edition
    behaviour = edition.results.get("payment_behaviour")
    rows = behaviour.where("relation", number) if behaviour is not None else ()
    if behaviour is None or not rows:
        return
    how = link(f"{cells.root}figures/payment_behaviour.html", edition.words("figure.formula"))
    facts = [run([*told(cells, behaviour, row, "relation"), (NOTHING, how)]) for row in rows]
    parts = [*facts, _late(cells, number), _open(cells, number)]
    yield Section("paying", edition.words("paying.title"), joined("", parts))


def _late(cells: Cells, number: str) -> Markup:
    """Draw the days that each of the last invoices was late."""
    found = cells.edition.rows("invoice_status", number)
    days = [float(row["days_late"] or 0) for row in found][-_LAST:]
    if not any(days):
        return NOTHING
    words = cells.edition.words
    spark = sparkline(words("paying.chart", most=cells.edition.write.number(int(max(days)))), days)
    return vouched(f'<div class="run spark-line"><i>{cells.word("paying.late")}</i> {spark}</div>')


def _open(cells: Cells, number: str) -> Markup:
    edition, write = cells.edition, cells.edition.write
    rows = [row for row in edition.rows("invoice_status", number) if row["state"] in _OPEN]
    if not rows:
        return NOTHING
    head = table_head((cells.word(f"column.{name}"), kind) for name, kind in zip(_HEADS, _KINDS, strict=True))
    lines = [
        table_row(
            [
                link(f"#{anchor('orders', row['orders_position'] - 1)}", row["number"]),
                cells.date(row["due"]) if row["due"] else NOTHING,
                escaped(write.number(row["days_late"])) if row["days_late"] else NOTHING,
                escaped(write.minor(row["open_minor"], row["currency"])),
                badge(edition.words(f"invoices.{row['state']}"), "bad" if row["state"] == "overdue" else ""),
            ],
            _KINDS,
            NOTHING,
        )
        for row in rows
    ]
    return vouched(
        f'<div class="scroll"><table class="small">{head}<tbody>{"".join(lines)}</tbody></table></div>'
    )
