"""What is to be done, and when: the reminders of every relation, as pages show them."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from klantboek.book.period import days_later
from klantboek.book.record import Record
from klantboek.handbook.links import anchor
from klantboek.handbook.shelf import is_living

if TYPE_CHECKING:
    from klantboek.handbook.edition import Edition

Item = Mapping[str, Any]
FIGURE = "agenda"
# Reminders of these kinds say in a word what to do; of the others the text stands in the record.
_WORDED = frozenset(["contact", "dormant", "loyal", "verification"])


class Task(NamedTuple):
    """One thing with a day: ``kind`` is the end of a message key, ``where`` the anchor on the relation's page."""

    due: date
    kind: str
    what: str
    owner: str
    record: Record
    where: str

    def is_late(self, as_of: date) -> bool:
        """Tell whether somebody should have done it by now."""
        return self.due < as_of


class Tasks:
    """What is open for the relations of an edition.

    An audience that may not see the figure of reminders has what stands in the records that it sees.
    """

    def __init__(self, edition: "Edition") -> None:
        self._edition = edition
        self._figure = edition.results.get(FIGURE)

    def of(self, record: Record) -> list[Task]:
        """Give what is open for a relation, the first due first."""
        if self._figure is None:
            return tasks(record, self._edition.book.as_of)
        rows = self._edition.rows(FIGURE, record.id)
        return [self._task(record, row) for row in rows if row["due_on"] is not None]

    def every(self, until: date = date.max) -> Iterator[Task]:
        """Give everything that is open and due by a day, in the order of their days."""
        if self._figure is None:
            records, as_of = filter(is_living, self._edition.relations), self._edition.book.as_of
            listed = [one for record in records for one in tasks(record, as_of) if one.due <= until]
            yield from sorted(listed, key=lambda one: one.due)
            return
        for row in self._edition.all_rows(FIGURE):
            # Those without a day come last.
            if row["due_on"] is None or row["due_on"] > until:
                break
            found = self._edition.book.find("relation", row["relation"])
            if found is not None:
                yield self._task(found, row)

    def _task(self, record: Record, row: Item) -> Task:
        text = row["what"] or ""
        if row["kind"] in _WORDED:
            text = self._choices.get(text, {}).get(self._edition.language, text)
        if row["product"]:
            text = row["product"]
        if row["amount_minor"] is not None:
            text = f"{text}, {self._edition.write.minor(row['amount_minor'], row['currency'])}"
        where = anchor(row["part"], row["position"] - 1) if row["part"] and row["position"] else ""
        return Task(row["due_on"], row["kind"], text, row["owner"] or "", record, where)

    @cached_property
    def _choices(self) -> Mapping[str, Mapping[str, str]]:
        columns = self._figure.columns if self._figure is not None else ()
        return next((one.choices for one in columns if one.name == "what"), {})


def tasks(record: Record, as_of: date) -> list[Task]:
    """Give what stands in the record of a relation, the first due first."""
    value = record.document.value
    owner = value.get("owner", "")
    found = [
        Task(date.fromisoformat(due), kind, what, whose or owner, record, where)
        for due, kind, what, whose, where in _all(value, as_of)
    ]
    return sorted(found, key=lambda task: (task.due, task.kind, task.what))


_Raw = tuple[str, str, str, str, str]


def _all(value: Item, as_of: date) -> Iterator[_Raw]:
    yield from _contacts(value)
    yield from _quotes(value)
    yield from _renewals(value, as_of)
    for number, item in enumerate(value.get("products_in_use", ())):
        if "replace_by" in item and "until" not in item:
            yield item["replace_by"], "replacement", item["product"], "", anchor("products_in_use", number)


def _contacts(value: Item) -> Iterator[_Raw]:
    for number, item in enumerate(value.get("interactions", ())):
        where = anchor("interactions", number)
        if item.get("state") == "planned":
            staff = next(iter(item.get("staff", ())), "")
            yield item["on"], "planned", item.get("subject", ""), staff, where
        for step in item.get("follow_ups", ()):
            if "done_on" not in step and "due" in step:
                yield step["due"], "follow_up", step.get("what", ""), step.get("owner", ""), where


def _quotes(value: Item) -> Iterator[_Raw]:
    for number, item in enumerate(value.get("quotes", ())):
        where = anchor("quotes", number)
        step = item.get("follow_up", {})
        if "due" in step and "done_on" not in step:
            yield step["due"], "follow_up", step.get("what", ""), step.get("owner", ""), where
        if item.get("status") == "open" and "valid_until" in item:
            yield item["valid_until"], "quote", item["number"], "", where


def _renewals(value: Item, as_of: date) -> Iterator[_Raw]:
    """Give the last day on which notice can be given, or the last day of all when that one has passed."""
    for name, what in (("subscriptions", "product"), ("contracts", "title")):
        for number, item in enumerate(value.get(name, ())):
            if "until" in item and "cancelled_on" not in item:
                end = date.fromisoformat(item["until"])
                notice = days_later(end, -int(item.get("notice_days", 0)))
                if end >= as_of:
                    due = (notice if notice >= as_of else end).isoformat()
                    yield due, "renewal", item.get(what, ""), item.get("owner", ""), anchor(name, number)


def last_contact(value: Item, as_of: date) -> tuple[int, Item] | None:
    """Give the latest contact that took place, with its position."""
    done = [
        (item["on"], number)
        for number, item in enumerate(value.get("interactions", ()))
        if item.get("state") == "realised" and item["on"] <= as_of.isoformat()
    ]
    return (max(done)[1], value["interactions"][max(done)[1]]) if done else None
