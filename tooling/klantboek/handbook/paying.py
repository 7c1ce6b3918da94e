"""How a relation pays: what is open, how late it was, invoice by invoice."""

from collections.abc import Iterator

from markupsafe import Markup

from klantboek.handbook.cells import Cells
from klantboek.handbook.charts import sparkline
from klantboek.handbook.derived import told
from klantboek.handbook.layout import Section
from klantboek.handbook.links import anchor
from klantboek.handbook.markup import NOTHING, badge, escaped, framed, link, table_row, table_start, vouched
from klantboek.handbook.streamed import about

_OPEN = frozenset(["open", "overdue"])
_LAST = 24
_HEADS = (("invoice", ""), ("due_on", ""), ("days_late", "n"), ("open", "n"), ("state", ""))


def paying(cells: Cells, number: str) -> Iterator[Section]:
    """Give the section with the payment behaviour of a relation, when it had invoices."""
    edition = cells.edition
    behaviour = edition.results.get("payment_behaviour")
    rows = about(behaviour, "relation", number) if behaviour is not None else ()
    if behaviour is None or not rows:
        return
    how = f"<a href={cells.root}figures/payment_behaviour.html>{cells.word('figure.formula')}</a>"
    facts = "".join([f"<div>{told(cells, behaviour, row, 'relation')} · {how}</div>" for row in rows])
    body = vouched(f"{facts}{_late(cells, number)}{_open(cells, number)}")
    yield Section("paying", cells.word("paying.title"), body)


def _late(cells: Cells, number: str) -> str:
    """Draw the days that each of the last invoices was late."""
    found = cells.edition.rows("invoice_status", number)
    days = [float(row["days_late"] or 0) for row in found][-_LAST:]
    if not any(days):
        return ""
    words = cells.edition.words
    spark = sparkline(words("paying.chart", most=cells.edition.write.number(int(max(days)))), days)
    return f"<div><i>{cells.word('paying.late')}</i> {spark}</div>"


def _open(cells: Cells, number: str) -> Markup:
    """Give the open invoices as a table."""
    edition, write = cells.edition, cells.edition.write
    rows = [row for row in edition.rows("invoice_status", number) if row["state"] in _OPEN]
    if not rows:
        return NOTHING
    start = cells.once(
        "paying", lambda: table_start([(cells.word(f"column.{name}"), kind) for name, kind in _HEADS])
    )
    lines = [
        table_row(
            [
                link(f"#{anchor('orders', row['orders_position'] - 1)}", row["number"]),
                cells.date(row["due"]) if row["due"] else NOTHING,
                escaped(write.number(row["days_late"])) if row["days_late"] else NOTHING,
                cells.minor(row["open_minor"], row["currency"]),
                badge(edition.words(f"invoices.{row['state']}"), "bad" if row["state"] == "overdue" else ""),
            ]
        )
        for row in rows
    ]
    return framed(start, ["<tbody>", *lines, "</tbody>"])
