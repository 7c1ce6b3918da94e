"""Findings as rows of a page."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from klantboek.findings import Finding
from klantboek.handbook.asking import ask
from klantboek.handbook.cells import TONE, Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.markup import badge, coded, joined, link, vouched
from klantboek.shapes import KINDS


class FindingRow(NamedTuple):
    """A finding as a page shows it: label, link to the rule, message, why, what to do, file and line."""

    severity: Markup
    code: Markup
    message: Markup
    why: Markup
    help: Markup
    place: Markup
    record: Markup

    @property
    def line(self) -> Markup:
        """The finding as an item of a list; what lint says is in English."""
        whose = f" {self.record}" if self.record else ""
        why = f"<p class=quiet lang=en>{self.why}</p>" if self.why else ""
        done = f"<p lang=en>{self.help}</p>" if self.help else ""
        return vouched(
            f"<li><p>{self.severity} {self.code}{whose} <strong lang=en>{self.message}</strong></p>{why}{done}"
            f"<p class=quiet><code>{self.place}</code></p></li>"
        )


def finding_rows(edition: Edition, found: Sequence[Finding], cells: Cells) -> list[FindingRow]:
    """Give the findings of one record as rows."""
    return [_row(edition, one, cells, Markup()) for one in found]


def located_rows(edition: Edition, found: Sequence[Finding], cells: Cells) -> list[FindingRow]:
    """Give findings of several records as rows, each with a link to its record."""
    return [_row(edition, one, cells, record_of(one, cells)) for one in found]


def by_code(edition: Edition) -> Mapping[str, list[Finding]]:
    """Give the findings of each code."""
    ask("findings")
    found: dict[str, list[Finding]] = {}
    for findings in edition.findings_by_record.values():
        for one in findings:
            found.setdefault(one.code, []).append(one)
    return found


def _row(edition: Edition, one: Finding, cells: Cells, record: Markup) -> FindingRow:
    return FindingRow(
        badge(edition.words.choice("severity", one.severity), TONE.get(one.severity, "")),
        link(f"{cells.root}rules/{one.code}.html", one.code),
        coded(one.message),
        coded(one.why),
        coded(one.help),
        link(
            edition.edit_link(one.place.file, one.place.line),
            # A long path goes on below behind a slash.
            joined("/<wbr>", map(escape, f"{edition.named(one.place.file)}:{one.place.line}".split("/"))),
        ),
        record,
    )


def record_of(one: Finding, cells: Cells) -> Markup:
    """Give the record that a finding is about, with a link where it has a page; else the name of its file."""
    kind, _, name = one.record.partition("/")
    return cells.record(kind, name) if kind in KINDS else escape(name)
