"""The head of a relation's page: what to know before the call."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from klantboek.book.period import months_later
from klantboek.book.record import Record
from klantboek.handbook.agenda import last_contact
from klantboek.handbook.cards import items_of
from klantboek.handbook.cells import TONE, Cells, Scope
from klantboek.handbook.charts import sparkline
from klantboek.handbook.edition import Edition
from klantboek.handbook.links import anchor
from klantboek.handbook.markup import NOTHING, badge, escaped
from klantboek.shapes import shape_of

Item = Mapping[str, Any]
# In percent.
_HALF = 50


class Figure(NamedTuple):
    """A number in the head, with a line below it; of the tone ``ours`` is what no customer sees on paper."""

    label: str
    value: Markup | str
    note: Markup | str = ""
    tone: str = ""


def row_of(edition: Edition, aggregate: str, relation: str) -> Item:
    """Give the row of a relation in an aggregate that has one per relation; {} when it has none."""
    return next(iter(edition.rows(aggregate, relation)), {})


def badges(edition: Edition, value: Item) -> list[Markup]:
    """Give the labels below a relation's name."""
    words, names = edition.words, edition.names
    own = value.get("classification", {})
    found = [badge(words.choice("roles", role)) for role in value.get("roles", ())]
    if "status" in value:
        found.append(badge(words.choice("status", value["status"]), TONE.get(value["status"], "")))
    if "class" in own:
        found.append(badge(names.setting("class", own["class"]), "accent"))
    if "goal" in own:
        found.append(badge(f"{words('head.goal')}: {words.choice('goal', own['goal'])}"))
    return found


def figures(edition: Edition, record: Record, cells: Cells) -> Iterator[Figure]:
    """Give the numbers of a relation, as far as there are any."""
    words, write, value = edition.words, edition.write, record.document.value
    bought = row_of(edition, "relation_activity", record.id)
    yield from _turnover(edition, record, cells)
    if bought and bought["orders"]:
        average = bought["average_order_minor"]
        note = (
            words("head.average", amount=write.minor(average, bought["currency"]))
            if average is not None
            else ""
        )
        yield Figure(words("head.orders"), write.number(bought["orders"]), note)
        yield Figure(
            words("head.last_order"),
            cells.date(bought["last_on"]),
            words("ago", days=write.number(bought["days_since"])),
        )
    yield from _worth(edition, record)
    yield from _owed(edition, record)
    scores = [one for one in value.get("classification", {}).get("satisfaction", ()) if "score" in one]
    if scores:
        last = max(scores, key=lambda one: one.get("on", ""))
        tone = "bad" if last["score"] <= 5 else "good" if last["score"] >= 8 else ""  # noqa: PLR2004 -- of ten
        yield Figure(
            words("head.satisfaction"),
            f"{last['score']}",
            cells.date(last["on"]) if "on" in last else "",
            tone,
        )


def _turnover(edition: Edition, record: Record, cells: Cells) -> Iterator[Figure]:
    """Give the turnover of twelve months in each currency; who buys in others only has none in that of the book."""
    label, write, home = edition.words("head.turnover"), edition.write, cells.home
    since, others = months_later(edition.book.as_of, -12), dict[str, int]()
    for row in edition.rows("order_totals", record.id):
        if row["currency"] != home:
            amount = row["amount_minor"] if row["date"] > since else 0
            others[row["currency"]] = others.get(row["currency"], 0) + (amount or 0)
    recent = row_of(edition, "customer_class", record.id)
    if recent and recent["turnover_minor"] is not None and (recent["turnover_minor"] or not others):
        amount = write.minor(recent["turnover_minor"], recent["currency"])
        yield Figure(label, amount, _months(cells, record.id))
    for currency, amount in sorted(others.items()):
        yield Figure(label, write.minor(amount, currency))


def _worth(edition: Edition, record: Record) -> Iterator[Figure]:
    """Give what a relation was worth so far, and its score among the others."""
    words, write = edition.words, edition.write
    value = row_of(edition, "relation_profit", record.id)
    if value.get("profit_minor"):
        amount = write.minor(value["profit_minor"], value["currency"])
        yield Figure(words("head.profit"), amount, words("head.profit_note"), "ours")
    score = row_of(edition, "customer_score", record.id)
    if score.get("score") is not None:
        yield Figure(words("head.score"), write.number(score["score"]), _place(edition, score["top_percent"]))


def _place(edition: Edition, top: int) -> str:
    """Tell where a score stands among all, in steps: a place would be another with each order in the book."""
    if top > _HALF:
        return edition.words("head.lower_half")
    return edition.words("head.best", share=edition.write.percent(top))


def _owed(edition: Edition, record: Record) -> Iterator[Figure]:
    words, write = edition.words, edition.write
    for row in edition.rows("payment_behaviour", record.id):
        if row["outstanding_minor"]:
            late, currency = row["overdue_minor"] or 0, row["currency"]
            amount = write.minor(row["outstanding_minor"], currency)
            overdue = words("head.overdue", amount=write.minor(late, currency)) if late else ""
            yield Figure(words("head.outstanding"), amount, overdue, "bad" if late > 0 else "")


def _months(cells: Cells, relation: str) -> Markup:
    """Draw the turnover of the last twelve months, by month, in the currency of the book."""
    edition, home = cells.edition, cells.home
    last = edition.book.as_of.year * 12 + edition.book.as_of.month
    sums = [0.0] * 12
    for row in edition.rows("order_totals", relation):
        back = last - (row["date"].year * 12 + row["date"].month)
        if 0 <= back < len(sums) and row["currency"] == home:
            sums[-1 - back] += row["amount_minor"] or 0
    return sparkline(edition.words("head.months"), sums) if any(sums) else NOTHING


class Step(NamedTuple):
    """A task as the head of a page shows it."""

    day: Markup
    kind: str
    what: Markup
    owner: str
    where: str
    is_late: bool


def next_steps(edition: Edition, record: Record, cells: Cells) -> list[Step]:
    """Give the tasks of the coming year and those that are late."""
    until = months_later(edition.book.as_of, 12)
    return [
        Step(
            cells.date(task.due),
            edition.words(f"task.{task.kind}"),
            task_text(cells, task.kind, task.what),
            edition.names.staff(task.owner) if task.owner else "",
            task.where,
            task.is_late(edition.book.as_of),
        )
        for task in edition.tasks.of(record)
        if task.due <= until
    ]


def task_text(cells: Cells, kind: str, what: str) -> Markup:
    """Give what a task is about: a product by its name, everything else as it is written."""
    is_product = kind in {"replacement", "renewal"} and cells.edition.book.find("product", what) is not None
    return cells.record("product", what) if is_product else escape(what)


class Last(NamedTuple):
    """The last conversation: where it stands, what it was about, when and with whom, what was agreed."""

    where: str
    subject: Markup
    told: dict[str, Markup]
    summary: Markup
    agreed: list[str]


def last_words(edition: Edition, record: Record, cells: Cells, scope: Scope) -> Last | None:
    """Give the last conversation, when there was one."""
    found = last_contact(record.document.value, edition.book.as_of)
    if found is None:
        return None
    number, item = found
    shape = items_of(shape_of("relation").properties["interactions"])
    cell = {
        key: cells.of(shape.properties[key])(item[key], scope)
        for key in ("on", "kind", "contacts", "staff", "subject", "summary")
        if item.get(key)
    }
    if "on" in cell:
        days = (edition.book.as_of - date.fromisoformat(item["on"])).days
        cell["on"] = escaped(f"{cell['on']}, {edition.words('ago', days=edition.write.number(days))}")
    subject, summary = cell.pop("subject", NOTHING), cell.pop("summary", NOTHING)
    agreed = [one["text"] for one in item.get("agreements", ()) if "text" in one]
    return Last(anchor("interactions", number), subject, cell, summary, agreed)
