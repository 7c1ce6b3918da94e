"""What nobody should overlook about a relation, for the top of its page."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from textwrap import shorten
from typing import Any, NamedTuple

from klantboek.book.minor import minor_units
from klantboek.book.record import Record
from klantboek.handbook import links
from klantboek.handbook.cells import Cells, Scope
from klantboek.handbook.edition import Edition
from klantboek.handbook.head import row_of
from klantboek.handbook.links import anchor
from klantboek.handbook.permissions import Permission, told

Item = Mapping[str, Any]
# The states of a complaint about which something is still to be done.
OPEN = frozenset(["open", "in_progress"])
_QUIET = frozenset(["dormant", "lost"])
# So much of what somebody complains of.
_LONG = 120


class Alert(NamedTuple):
    """Something nobody should overlook; ``where`` is the address that it leads to, "" when it leads nowhere."""

    tone: str
    text: str
    where: str


def alerts(cells: Cells, record: Record, said: Iterable[Permission], scope: Scope) -> Iterator[Alert]:
    """Give what must not be overlooked, the worst first; ``said`` is what the relation allows and forbids."""
    edition, value = cells.edition, record.document.value
    words, as_of = edition.words, edition.book.as_of
    if "tombstone" in value:
        yield _gone(cells, value["tombstone"])
    for number, item in enumerate(value.get("complaints", ())):
        if item.get("status") in OPEN:
            yield Alert("bad", _complaint(cells, item), f"#{anchor('complaints', number)}")
    yield from _overdue(edition, record)
    yield from _limit(cells, record)
    for one in said:
        if one.state == "objected":
            text = words("alert.objected", what=told(edition, one, scope))
            yield Alert("bad", text, f"#{anchor('consents', one.number)}")
    yield from _quiet(edition, record)
    late = [task for task in edition.tasks.of(record) if task.is_late(as_of)]
    if late:
        text = words("alert.late_one") if len(late) == 1 else words("alert.late", count=len(late))
        yield Alert("warn", text, "#next")


def _gone(cells: Cells, stone: Item) -> Alert:
    """Tell why a number is no relation any more, and lead to the one that took its place."""
    edition, into = cells.edition, stone.get("into", "")
    found = edition.book.find("relation", into) if into else None
    name = into if found is None else edition.names.record(found)
    where = "#tombstone" if found is None else cells.root + links.href(edition.page_of(found))
    return Alert("warn", edition.words(f"alert.{stone['reason']}", name=name), where)


def _complaint(cells: Cells, item: Item) -> str:
    nature = cells.edition.names.term("complaint-kinds", item.get("nature", ""))
    text = cells.edition.words("alert.complaint", date=cells.date(item["on"]), what=nature)
    what = item.get("description", "")
    return f"{text}. {shorten(what, _LONG, placeholder=' …')}" if what else text


def _overdue(edition: Edition, record: Record) -> Iterator[Alert]:
    """Tell how many invoices are overdue, and what is open of them in each currency."""
    today = edition.book.as_of
    late = [
        row
        for row in edition.rows("invoice_status", record.id)
        if (row["open_minor"] or 0) > 0 and row["due"] is not None and row["due"] < today
    ]
    if late:
        sums = Counter[str]()
        for row in late:
            sums[row["currency"]] += row["open_minor"]
        amount = " + ".join(edition.write.minor(sums[currency], currency) for currency in sorted(sums))
        said = "alert.overdue_one" if len(late) == 1 else "alert.overdue"
        yield Alert("bad", edition.words(said, count=len(late), amount=amount), _paying(record))


def _limit(cells: Cells, record: Record) -> Iterator[Alert]:
    """Tell that more is outstanding than a relation may have open, in the currency of the book."""
    edition, home = cells.edition, cells.home
    limit = record.document.value.get("payment", {}).get("credit_limit")
    if limit is None:
        return
    for row in edition.rows("payment_behaviour", record.id):
        amount = row["outstanding_minor"] or 0
        if row["currency"] == home and amount > minor_units(limit, home):
            told, most = edition.write.minor(amount, home), edition.write.money(limit, home)
            yield Alert("bad", edition.words("alert.limit", amount=told, limit=most), _paying(record))


def _paying(record: Record) -> str:
    """Give where it is told how a relation pays: with its orders, where its record has them."""
    return "#paying" if record.document.value.get("orders") else ""


def _quiet(edition: Edition, record: Record) -> Iterator[Alert]:
    """Tell that a relation is gone or going, by its status or else by what it ordered."""
    words, status = edition.words, record.document.value.get("status")
    bought = row_of(edition, "relation_activity", record.id)
    if status in _QUIET:
        text, where = words(f"alert.{status}"), ""
        if bought.get("orders"):
            ago = words("ago", days=edition.write.number(bought["days_since"]))
            text, where = f"{text}: {words('alert.last_order', ago=ago)}", "#orders"
        yield Alert("warn", text, where)
    elif reason := row_of(edition, "churn_warnings", record.id).get("reason", ""):
        yield Alert("warn", churn_reason(edition, reason), "#orders")
    elif bought.get("activity") in _QUIET:
        yield Alert("warn", words("alert.quiet"), "#orders")


def churn_reason(edition: Edition, reason: str) -> str:
    """Write the reason of a warning as a sentence without its full stop."""
    choices = next(one.choices for one in edition.results["churn_warnings"].columns if one.name == "reason")
    text = choices.get(reason, {}).get(edition.language, reason)
    return text[:1].upper() + text[1:]
