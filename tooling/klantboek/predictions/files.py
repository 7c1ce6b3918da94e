"""The measured checklist as rows and as files: build/checklist.json and build/checklist.csv."""

import json
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from klantboek.book import Book
from klantboek.book.measured import FORMAT, dictionary_id, measured_file
from klantboek.predictions.checklist import Checklist, Judged
from klantboek.predictions.fields import Measured
from klantboek.predictions.history import History
from klantboek.predictions.worth import Value
from klantboek.tables.files import UnwritableError
from klantboek.tables.printed import as_csv


def write_checklist(book: Book, checklist: Checklist) -> tuple[Path, Path]:
    """Write the figures beside the book, each file as a whole, and give the two files. Raises UnwritableError."""
    file = measured_file(book)
    beside = file.with_suffix(".csv")
    _replace(file, checklist_json(book, checklist))
    _replace(beside, checklist_csv(checklist))
    return file, beside


def checklist_json(book: Book, checklist: Checklist) -> str:
    """Give the figures as JSON, with the day and the dictionary they belong to."""
    told = {
        "format": FORMAT,
        "as_of": book.as_of.isoformat(),
        "dictionary": dictionary_id(book),
        "period": {"from": checklist.period.start.isoformat(), "to": checklist.period.end.isoformat()},
        "relations": checklist.relations,
        "customers": checklist.customers,
        "bought": checklist.bought,
        "turnover_minor": checklist.turnover_minor,
        "currency": checklist.currency,
        "versions": checklist.history.versions if checklist.history is not None else None,
        "fields": [_field(one, checklist.history) for one in checklist.fields],
        "entries": [vars(one) for one in checklist.entries],
        "gaps": [vars(one) for one in checklist.gaps],
        "chain": [vars(one) for one in checklist.chain],
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def checklist_csv(checklist: Checklist) -> str:
    """Give a row for each field, with what its entry answers and costs in the first row of each entry."""
    entries = {one.entry: one for one in checklist.entries}
    told: set[str] = set()
    rows: list[dict[str, Any]] = []
    for one in checklist.fields:
        entry = entries[one.entry]
        rows.append(_flat(_field(one, checklist.history), None if one.entry in told else entry))
        told.add(one.entry)
    names = list(rows[0]) if rows else ["entry", "field"]
    return as_csv(names, [list(row.values()) for row in rows])


def _field(one: Measured, history: History | None) -> dict[str, Any]:
    return {
        "entry": one.entry,
        "field": one.field,
        "applies": one.applies,
        "filled": one.filled,
        "distinct": one.distinct,
        "dated": one.dated,
        "age_days": one.age_days,
        "fresh": one.fresh,
        "wrong": one.wrong,
        "wrong_versions": history.wrong[one.field] if history is not None else None,
        "readers": one.readers,
        **_value(one.value),
    }


def _value(value: Value | None) -> dict[str, Any]:
    found = value.evidence if value is not None else None
    auc = value.auc if value is not None else None
    middle, low, high = auc or (None, None, None)
    least, most = (value.bounds if value is not None else None) or (None, None)
    return {
        "tested": found.noes + found.yeses if found else 0,
        "variable": value.variable if value else "",
        "tried": value.tried if value else 0,
        "was_known": value.was_known if value else None,
        "information_value": _rounded(found.value if found else None, 4),
        "information_value_low": _rounded(least, 4),
        "information_value_high": _rounded(most, 4),
        "noise": _rounded(found.noise if found else None, 4),
        "p": _rounded(value.p if value else None, 6),
        "auc": _rounded(middle, 3),
        "auc_low": _rounded(low, 3),
        "auc_high": _rounded(high, 3),
        "verdict": value.verdict if value else "",
        "note": value.note if value else "nothing was known of anybody then",
    }


def _rounded(number: float | None, digits: int) -> float | None:
    return None if number is None else round(number, digits)


def _flat(row: dict[str, Any], entry: Judged | None) -> dict[str, Any]:
    readers: dict[str, tuple[str, ...]] = row.pop("readers")
    answers = entry.answers if entry is not None else {}
    return {
        **row,
        "read_by": "; ".join(f"{kind}: {' '.join(names)}" for kind, names in readers.items()),
        **{question: answers.get(question) for question in QUESTIONS},
        "decision": entry.outcome if entry else None,
        "minutes": entry.minutes if entry else None,
        "cost_minor": entry.cost_minor if entry else None,
        "explained_minor": entry.explained_minor if entry else None,
        "drop": "; ".join(entry.drop) if entry else None,
        "changes": "; ".join(entry.changes) if entry else None,
    }


QUESTIONS = (
    "concrete", "market_conform", "quality", "feasible", "measurable", "predictive", "necessary", "worth_cost"
)  # fmt: skip


def _replace(file: Path, text: str) -> None:
    new: Path | None = None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", newline="", dir=file.parent, delete=False) as stream:
            new = Path(stream.name)
            stream.write(text)
        new.chmod(0o644)
        new.replace(file)
    except OSError as error:
        if new is not None:
            new.unlink(missing_ok=True)
        raise UnwritableError(file.parent, error.strerror or str(error)) from error
