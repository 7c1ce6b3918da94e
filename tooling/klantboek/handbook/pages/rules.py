"""What is checked: a page for each code, and the list of them."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from klantboek.handbook.cells import TONE
from klantboek.handbook.edition import Edition
from klantboek.handbook.findings import by_code, located_rows
from klantboek.handbook.listing import Column, Listing, keyed, text
from klantboek.handbook.markup import badge, coded, in_english, link
from klantboek.handbook.page import Page
from klantboek.rules.catalogue import Entry, catalogue


def pages(edition: Edition) -> Iterator[Page]:
    """Give the list of rules and a page for each code, also for a code that only a finding knows."""
    known = {entry.code: entry for entry in catalogue()}
    for code, found in by_code(edition).items():
        if code not in known:
            known[code] = Entry(code, code, found[0].severity, "", found[0].why, found[0].help)
    entries = [known[code] for code in sorted(known)]
    yield Page(
        "rules.html", "list", edition.words("rules.title"), partial(_list, edition, entries), "quality", 41
    )
    lang = "" if edition.language == "en" else "en"
    for entry in entries:
        file, title = f"rules/{entry.code}.html", f"{entry.code} {entry.name}"
        yield Page(file, "rule", title, partial(_make, edition, entry), active="rules.html", lang=lang)


def _list(edition: Edition, entries: list[Entry]) -> Mapping[str, Any]:
    words, found = edition.words, by_code(edition)
    labels = ("code", "rule", "severity", "requirement", "found")
    columns = [Column(words(f"column.{label}"), "n" if label == "found" else "") for label in labels]
    rows = [
        [
            (link(f"rules/{one.code}.html", one.code), ""),
            (in_english(coded(one.summary or one.name)), ""),
            (badge(words.choice("severity", one.severity), TONE.get(one.severity, "")), ""),
            text(one.requirement),
            keyed(edition.write.number(len(found[one.code])), len(found[one.code]))
            if one.code in found
            else text(""),
        ]
        for one in entries
    ]
    return {
        "title": words("rules.title"),
        "intro": words("rules.intro"),
        "listing": Listing.of(columns, rows),
    }


def _make(edition: Edition, entry: Entry) -> Mapping[str, Any]:
    found = by_code(edition).get(entry.code, ())
    return {
        "entry": entry,
        "heading": coded((entry.summary or entry.name).removesuffix(".")),
        "texts": [coded(text) for text in (entry.why, entry.help) if text],
        "severity": badge(edition.words.choice("severity", entry.severity), TONE.get(entry.severity, "")),
        "rows": located_rows(edition, found, edition.cells("../")),
    }
