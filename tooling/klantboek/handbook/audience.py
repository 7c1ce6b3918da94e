"""What a handbook for one audience says of the whole book: findings and figures without anything closed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from klantboek.book.audience import LEDGERS, OpenBook
from klantboek.findings import Finding, Place
from klantboek.handbook.links import label
from klantboek.rules.catalogue import catalogue

if TYPE_CHECKING:
    from klantboek.aggregates import Result


def open_findings(seen: OpenBook, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give the findings about what is open, each in the words of its rule: a message can repeat what is closed."""
    if seen.audience.sees_everything:
        return tuple(found)
    entries = {one.code: one for one in catalogue()}
    records = {label(record): record for record in seen.whole.records}
    kept = []
    for one in found:
        record = records.get(one.record)
        path = seen.open_path(record, one.path) if record is not None else None
        entry = entries.get(one.code)
        if path is None or entry is None:
            continue
        kept.append(
            replace(
                one,
                path=path,
                place=_bare(one.place),
                message=entry.summary,
                why=entry.why,
                help=entry.help,
                second=None,
                second_label="",
                fix=None,
                identity=None,
            )
        )
    return tuple(kept)


def open_results(seen: OpenBook, results: Mapping[str, "Result"]) -> Mapping[str, "Result"]:
    """Give the figures that are made of open fields only: a sum over what is left would be another figure."""
    audience, without = seen.audience, _closed_ledgers(seen)
    return {
        name: one
        for name, one in results.items()
        if all(audience.sees_field(field) for field in one.aggregate.fields if "." in field)
        and not any(field.startswith(without) for field in one.aggregate.fields)
    }


def _closed_ledgers(seen: OpenBook) -> tuple[str, ...]:
    """Give the groups of fields of which rows were left out with the ledgers."""
    whole = seen.audience.sees_ledgers or not seen.whole.files_in("ledgers")
    return () if whole else tuple(f"{field}." for field in LEDGERS)


def _bare(place: Place) -> Place:
    """Give the line of a place without the words that stand there."""
    return Place(place.file, place.line, 1, place.line, 1)
