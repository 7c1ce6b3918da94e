"""Small pieces of HTML, put together from texts that are escaped here: the only place that vouches for markup."""

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

NOTHING = Markup()
Fact = tuple[Markup, Markup]
_CODE = re.compile(r"`([^`]+)`")


def vouched(html: str) -> Markup:
    """Take HTML as it is: only for what was put together from escaped parts."""
    return Markup(html)  # noqa: S704 -- this is the one place; Markup.format takes five times as long


def joined(between: str, parts: Iterable[Markup]) -> Markup:
    """Join pieces of HTML; ``between`` is HTML too."""
    return vouched(between.join(parts))


def link(href: str, text: str) -> Markup:
    """Give a link; just the text when there is nowhere to go."""
    return vouched(f'<a href="{escape(href)}">{escape(text)}</a>') if href else escape(text)


def badge(text: str, tone: str = "") -> Markup:
    """Give a text as a small label."""
    return vouched(f'<span class="badge {escape(tone)}">{escape(text)}</span>')


def span(kind: str, text: str) -> Markup:
    """Give a text in a span of a class."""
    return vouched(f'<span class="{escape(kind)}">{escape(text)}</span>')


def named(anchor: str, cell: Markup) -> Markup:
    """Give a cell an anchor."""
    return vouched(f'<span id="{escape(anchor)}">{cell}</span>')


def long_text(text: str) -> Markup:
    """Give a text with its own line ends kept."""
    return span("text", text) if "\n" in text else escape(text)


def coded(text: str) -> Markup:
    """Give a message in which keys and values stand between backticks."""
    return vouched(_CODE.sub(r"<code>\1</code>", str(escape(text))))


def day(machine: str, text: str) -> Markup:
    """Give a date for people and for machines."""
    return vouched(f'<time datetime="{escape(machine)}">{escape(text)}</time>')


def items(parts: Iterable[Markup]) -> Markup:
    """Give pieces as a list without marks."""
    inside = "".join(f"<li>{part}</li>" for part in parts)
    return vouched(f'<ul class="bits">{inside}</ul>')


def bits(facts: Iterable[Fact]) -> Markup:
    """Give facts on one line."""
    return joined(
        " ",
        (vouched(f'<span class="bit"><span class="k">{label}</span> {cell}</span>') for label, cell in facts),
    )


def pairs(facts: Iterable[Fact]) -> Markup:
    """Give facts as the inside of a ``dl``."""
    return vouched(
        "".join(
            f"<div><dt>{label}</dt><dd>{cell}</dd></div>" if label else f"<div><dd>{cell}</dd></div>"
            for label, cell in facts
        )
    )


def table_row(cells: Sequence[Markup], kinds: Sequence[str], rest: Markup) -> Markup:
    """Give a row of a table, and below it what has no column."""
    inside = "".join(
        f'<td class="{kind}">{cell}</td>' if kind else f"<td>{cell}</td>"
        for cell, kind in zip(cells, kinds, strict=True)
    )
    below = f'<tr class="rest"><td colspan="{len(cells) or 1}">{rest}</td></tr>' if rest else ""
    return vouched(f'<tr class="led">{inside}</tr>{below}' if rest else f"<tr>{inside}</tr>")


def event(when: Markup, kind: Markup, what: Markup) -> Markup:
    """Give a line of the timeline."""
    return vouched(
        f'<li><span class="when">{when}</span><span class="kind">{kind}</span><span>{what}</span></li>'
    )


def sortable_row(cells: Iterable[tuple[Markup, str]], kinds: Sequence[str]) -> Markup:
    """Give a row of a table whose cells carry what they are sorted by."""
    inside = "".join(
        f'<td{_CLASS[kind]} data-key="{escape(key)}">{cell}</td>' if key else f"<td{_CLASS[kind]}>{cell}</td>"
        for (cell, key), kind in zip(cells, kinds, strict=True)
    )
    return vouched(f"<tr>{inside}</tr>\n")


_CLASS = {"": "", "n": ' class="n"'}
