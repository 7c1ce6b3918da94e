"""The first page: what needs attention, how the book does, how good the book is."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup

from klantboek.findings import Severity
from klantboek.handbook.attention import panels
from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.gleaning import NEEDED
from klantboek.handbook.page import Page
from klantboek.handbook.quality import fresh
from klantboek.handbook.standing import charts, numbers
from klantboek.handbook.twins import PAGE
from klantboek.shapes import shape_of


def pages(edition: Edition) -> Iterator[Page]:
    """Give the first page."""
    yield Page("index.html", "home", edition.words("home.title"), partial(_make, edition), "home", 0)


def _make(edition: Edition) -> Mapping[str, Any]:
    cells = edition.cells("")
    return {
        "title": edition.title,
        "day": edition.write.day(edition.book.as_of),
        "panels": list(panels(edition, cells)),
        "standing": list(numbers(edition)),
        "charts": list(charts(edition)),
        "statuses": _statuses(edition),
        "numbers": _numbers(edition),
        "filled": _filled(edition, cells),
        "fresh": _fresh(edition),
    }


def _statuses(edition: Edition) -> list[tuple[str, str, int]]:
    """Give how many relations there are in each status, and as a share in percent."""
    counts = _by_status(edition)
    total = max(sum(counts.values()), 1)
    return [
        (edition.words.choice("status", one), edition.write.number(counts[one]), 100 * counts[one] // total)
        for one in ("active", "dormant", "lost", "ended")
        if one in counts
    ]


def _numbers(edition: Edition) -> list[tuple[str, str, str]]:
    words, number = edition.words, edition.write.number
    live, misfits = edition.memory.of("how many", partial(_how_many, edition))
    severities = [finding.severity for finding in edition.findings]
    return [
        (words("home.relations"), number(live), "relations.html"),
        (words("home.errors"), number(severities.count(Severity.ERROR)), "findings.html"),
        (words("home.warnings"), number(severities.count(Severity.WARNING)), "findings.html"),
        (words("home.misfits"), number(misfits), "findings.html"),
        (words("home.pairs"), number(len(edition.pairs.open)), PAGE),
    ]


def _how_many(edition: Edition) -> tuple[int, int]:
    """Count the living relations, and the records that do not fit."""
    misfits = edition.index.misfits() + sum(not record.fits for record in edition.registers)
    return edition.index.living(), misfits


def _by_status(edition: Edition) -> Mapping[str, int]:
    counts: Mapping[str, int] = edition.memory.of("statuses", edition.index.statuses)
    return counts


def _filled(edition: Edition, cells: Cells) -> list[tuple[Markup, str, int]]:
    """Give for what a salesperson needs first how many relations have it, in percent."""
    properties = shape_of("relation").properties
    total = _by_status(edition).get("active", 0)
    counts = edition.memory.of("needed", edition.index.needed)
    found = []
    for name in NEEDED if total else ():
        share = 100 * counts[name] // total
        found.append((cells.label(properties[name]), edition.write.percent(share), share))
    return found


def _fresh(edition: Edition) -> list[tuple[str, str, int]]:
    """Give for what goes out of date how much of it was verified in time, in percent."""
    result = edition.results.get("verification_due")
    if result is None:
        return []
    choices = next(one.choices for one in result.columns if one.name == "what")
    found = []
    for what, (every, good) in sorted(edition.memory.of("fresh", partial(fresh, edition)).items()):
        share = 100 * good // max(every, 1)
        name = choices.get(what, {}).get(edition.language, what)
        found.append((name[:1].upper() + name[1:], edition.write.percent(share), share))
    return found
