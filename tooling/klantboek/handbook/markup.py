"""Small pieces of HTML, put together from texts that are escaped here: the only place that vouches for markup."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

NOTHING = Markup()
Fact = tuple[Markup, Markup]
_CODE = re.compile(r"`([^`]+)`")
_CLASS = {"": "", "n": ' class="n"'}


@lru_cache(2**15, typed=True)
def escaped(text: str) -> Markup:
    """Give a text as HTML."""
    # What stands on many pages is kept; by its type, so that a text that looks like markup is never taken for it.
    return escape(text)


def vouched(html: str) -> Markup:
    """Take HTML as it is: only for what was put together from escaped parts."""
    # Markup(html) looks for more than a string each time; this is the one place, and it is called very often.
    return str.__new__(Markup, html)


def joined(between: str, parts: Iterable[Markup]) -> Markup:
    """Join pieces of HTML; ``between`` is HTML too."""
    return vouched(between.join(parts))


def link(href: str, text: str) -> Markup:
    """Give a link; just the text when there is nowhere to go."""
    return vouched(f'<a href="{escaped(href)}">{escaped(text)}</a>') if href else escaped(text)


def badge(text: str, tone: str = "") -> Markup:
    """Give a text as a small label."""
    kind = f"badge {tone}" if tone else "badge"
    return vouched(f'<span class="{escaped(kind)}">{escaped(text)}</span>')


def span(kind: str, text: str) -> Markup:
    """Give a text in a span of a class."""
    return vouched(f'<span class="{escaped(kind)}">{escaped(text)}</span>')


def span_of(kind: str, inside: Markup) -> Markup:
    """Give markup in a span of a class."""
    return vouched(f'<span class="{kind}">{inside}</span>')


def folded(title: str, inside: Markup) -> Markup:
    """Give what is shown on request; it stands in the page all the same."""
    return vouched(f'<details class="more"><summary>{escaped(title)}</summary>{inside}</details>')


def section_head(anchor: str, title: Markup | str, size: int, intro: Markup) -> Markup:
    """Give the start of a section: its heading, with how many there are, and what is said before the rest."""
    before = f'<div class="intro">{intro}</div>' if intro else ""
    return vouched(f'<section id="{escaped(anchor)}" class="part"><h2>{_counted(title, size)}</h2>{before}')


def toc_entry(anchor: str, title: Markup | str, size: int) -> Markup:
    """Give a section's line in the list of what is on a page."""
    return vouched(f'<li><a href="#{escaped(anchor)}">{_counted(title, size)}</a></li>')


def _counted(title: Markup | str, size: int) -> str:
    return f'{escaped(title)} <span class="count">{size}</span>' if size > 1 else escaped(title)


def named(anchor: str, cell: Markup) -> Markup:
    """Give a cell an anchor."""
    return vouched(f'<span id="{escaped(anchor)}">{cell}</span>')


def meter(share: int, text: str) -> Markup:
    """Give a share in percent as a small bar with its text."""
    return vouched(
        '<svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="100" height="6"/><rect class="bar" width="{share}" height="6"/></svg> {escaped(text)}'
    )


def long_text(text: str) -> Markup:
    """Give a text with its own line ends kept."""
    return span("text", text) if "\n" in text else escaped(text)


def coded(text: str) -> Markup:
    """Give a message in which keys and values stand between backticks."""
    return vouched(_CODE.sub(r"<code>\1</code>", str(escaped(text))))


def day(text: str) -> Markup:
    """Give a date, which never breaks over two lines."""
    return escaped(text.replace(" ", "\u00a0"))


def items(parts: Iterable[Markup]) -> Markup:
    """Give pieces as a list without marks."""
    inside = "".join([f"<li>{part}</li>" for part in parts])
    return vouched(f"<ul>{inside}</ul>")


def bits(facts: Iterable[Fact]) -> Markup:
    """Give facts on one line."""
    return joined(" ", [vouched(f"<div><i>{label}</i> {cell}</div>") for label, cell in facts])


def run(facts: Iterable[Fact], kind: str = "") -> Markup:
    """Give facts as running text, each behind what it is called; nothing when there are none."""
    # Shorter than a list of pairs, and there are very many of these on a page.
    inside = " · ".join([f"<i>{label}</i> {cell}" if label else cell for label, cell in facts])
    return vouched(f'<div class="run{kind and f" {kind}"}">{inside}</div>') if inside else NOTHING


def pairs(facts: Iterable[Fact]) -> Markup:
    """Give facts as the inside of a ``dl``."""
    return vouched("".join([f"<div><dt>{label}</dt><dd>{cell}</dd></div>" for label, cell in facts]))


def flow(facts: Iterable[Fact], kind: str = "flow") -> Markup:
    """Give facts that follow each other; nothing when there are none."""
    inside = pairs(facts)
    return vouched(f'<dl class="{kind}">{inside}</dl>') if inside else NOTHING


def table_head(columns: Iterable[tuple[Markup, str]]) -> Markup:
    """Give the head of a table from the labels and classes of its columns."""
    inside = "".join([f'<th scope="col"{_CLASS[kind]}>{label}</th>' for label, kind in columns])
    return vouched(f"<thead><tr>{inside}</tr></thead>")


def table_row(cells: Sequence[Markup], kinds: Sequence[str], rest: Markup) -> Markup:
    """Give a row of a table, and below it what has no column."""
    inside = "".join([f"<td{_CLASS[kind]}>{cell}</td>" for cell, kind in zip(cells, kinds, strict=True)])
    below = f'<tr class="rest"><td colspan="{len(cells) or 1}">{rest}</td></tr>' if rest else ""
    return vouched(f'<tr class="led">{inside}</tr>{below}' if rest else f"<tr>{inside}</tr>")


def event(when: Markup, where: str, kind: Markup, what: Markup) -> Markup:
    """Give a line of the timeline."""
    return vouched(f'<li><i>{when}</i><a href="#{escaped(where)}">{kind}</a><span>{what}</span></li>')


def sortable_row(cells: Iterable[tuple[Markup, str]], kinds: Sequence[str]) -> Markup:
    """Give a row of a table whose cells carry what they are sorted by."""
    inside = "".join(
        f'<td{_CLASS[kind]} data-key="{escaped(key)}">{cell}</td>'
        if key
        else f"<td{_CLASS[kind]}>{cell}</td>"
        for (cell, key), kind in zip(cells, kinds, strict=True)
    )
    return vouched(f"<tr>{inside}</tr>\n")
