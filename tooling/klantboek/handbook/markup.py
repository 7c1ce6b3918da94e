"""Small pieces of HTML, put together from texts that are escaped here: the only place that vouches for markup.

What a user wrote stands escaped between quotes. Without quotes stand only what we name ourselves (anchors, classes,
numbers of columns) and the quoted names of pages, which hold nothing that could end them.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

try:
    # Several times as fast as to look for what must be escaped, and most texts have nothing of it.
    from markupsafe._speedups import _escape_inner as _safe
except ImportError:

    def _safe(s: str, /) -> str:
        return str(escape(s))


NOTHING = Markup()
Fact = tuple[Markup, Markup]
# A name of our own, for it is called very often.
_new = str.__new__
_CODE = re.compile(r"`([^`]+)`")
_START = {"": "<td", "n": '<td class="n"', "c": '<td class="c"', "t": '<td class="t"'}


def escaped(text: str) -> Markup:
    """Give a text as HTML."""
    if type(text) is str:
        return _new(Markup, _safe(text))
    return text if type(text) is Markup else escape(text)


def harmless(text: str) -> str:
    """Give a text as HTML for what is put together from it at once."""
    return text if type(text) is Markup else _safe(text)


def vouched(html: str) -> Markup:
    """Take HTML as it is: only for what was put together from escaped parts.

    What is made very often is put together with ``join``: an f-string takes four times as long where pieces are Markup.
    """
    # Markup(html) looks for more than a string each time; this is the one place, and it is called very often.
    return _new(Markup, html)


def joined(between: str, parts: Iterable[Markup]) -> Markup:
    """Join pieces of HTML; ``between`` is HTML too."""
    return _new(Markup, between.join(parts))


def enumerated(parts: list[Markup]) -> Markup:
    """Join texts by commas; by semicolons where they have commas of their own and are no links."""
    plain = any("," in one and "<" not in one for one in parts)
    return joined("; " if plain else ", ", parts)


def link(href: str, text: str) -> Markup:
    """Give a link; just the text when there is nowhere to go."""
    if not href:
        return escaped(text)
    return _new(Markup, "".join(('<a href="', harmless(href), '">', harmless(text), "</a>")))


@lru_cache(2**12, typed=True)
def badge(text: str, tone: str = "") -> Markup:
    """Give a text as a small label."""
    return vouched(f"<em class={tone}>{harmless(text)}</em>" if tone else f"<em>{harmless(text)}</em>")


def span(kind: str, text: str) -> Markup:
    """Give a text in a span of a class."""
    return vouched("".join(('<span class="', harmless(kind), '">', harmless(text), "</span>")))


def in_english(inside: Markup) -> Markup:
    """Give markup whose text is English on a page of whatever language: what lint says."""
    return vouched(f"<span lang=en>{inside}</span>") if inside else inside


def span_of(kind: str, inside: Markup) -> Markup:
    """Give markup in a span of a class."""
    return vouched(f'<span class="{kind}">{inside}</span>')


def folded(title: str, inside: Markup) -> Markup:
    """Give what is shown on request; it stands in the page all the same."""
    return vouched(f'<details class="more"><summary>{escaped(title)}</summary>{inside}</details>')


def section_head(anchor: str, title: Markup | str, count: str, intro: Markup) -> str:
    """Give the start of a section: its heading, with how many there are, and what is said before the rest."""
    number = f" <small>{count}</small>" if count else ""
    return "".join(("<section id=", anchor, "><h2>", harmless(title), number, "</h2>", intro))


def toc_entry(anchor: str, title: Markup | str) -> str:
    """Give a section's line in the list of what is on a page."""
    return "".join(("<a href=#", anchor, ">", harmless(title), "</a>"))


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
    return span("text", text) if "\n" in text else _new(Markup, _safe(text))


def coded(text: str) -> Markup:
    """Give a message in which keys and values stand between backticks."""
    return vouched(_CODE.sub(r"<code>\1</code>", str(escaped(text))))


def day(text: str) -> Markup:
    """Give a date, which never breaks over two lines."""
    return escaped(text.replace(" ", "\u00a0"))


def items(parts: Sequence[Markup]) -> Markup:
    """Give pieces as a list without marks; a single one needs none."""
    return parts[0] if len(parts) == 1 else listed(parts)


def listed(parts: Iterable[Markup]) -> Markup:
    """Give pieces as a list."""
    return vouched(f"<ul><li>{'</li><li>'.join(parts)}</li></ul>")


def bits(facts: Iterable[Fact]) -> Markup:
    """Give facts inside a line of others, each behind what it is called."""
    return vouched(", ".join([f"<i>{label}</i> {cell}" if label else cell for label, cell in facts]))


def told(facts: Iterable[Fact]) -> Markup:
    """Give facts as running text, each behind what it is called."""
    # Shorter than a list of pairs, and there are very many of these on a page.
    return vouched(" · ".join([f"<i>{label}</i> {cell}" if label else cell for label, cell in facts]))


def run(facts: Iterable[Fact], kind: str = "run") -> Markup:
    """Give facts as running text in a block of its own; nothing when there are none."""
    return block(told(facts), kind)


def block(inside: Markup, kind: str = "run") -> Markup:
    """Give running text in a block of its own; nothing when there is none."""
    return vouched(f'<div class="{kind}">{inside}</div>') if inside else NOTHING


def pairs(facts: Iterable[Fact]) -> Markup:
    """Give facts as the inside of a ``dl``."""
    return vouched("".join([f"<div><dt>{label}</dt><dd>{cell}</dd></div>" for label, cell in facts]))


def flow(facts: Iterable[Fact]) -> Markup:
    """Give facts that follow each other; nothing when there are none."""
    inside = pairs(facts)
    return vouched(f'<dl class="facts">{inside}</dl>') if inside else NOTHING


def rows(facts: Iterable[Fact]) -> Markup:
    """Give facts below each other, what they are called beside them; nothing when there are none."""
    inside = "".join([f"<dt>{label}</dt><dd>{cell}</dd>" for label, cell in facts])
    return vouched(f"<dl>{inside}</dl>") if inside else NOTHING


def table_start(columns: Sequence[tuple[Markup, str]]) -> Markup:
    """Give the start of a table from the labels and kinds of its columns, up to the end of its head."""
    # One class for the whole table says which columns stand to the right, and which are ours alone: cells need none.
    numbers = " ".join([f"{one}{place}" for place, (_, kind) in enumerate(columns, 1) for one in kind])
    inside = "".join([f"<th scope=col>{label}</th>" for label, _ in columns])
    kind = f' class="{numbers}"' if numbers else ""
    return vouched(f'<div class="scroll"><table{kind}><thead><tr>{inside}</tr></thead>')


def table_row(cells: Sequence[str], rest: str = "", width: int = 1, anchor: str = "") -> str:
    """Give a row of a table, and below it what has no column; empty cells at its end are left out."""
    end = len(cells)
    while end > 1 and not cells[end - 1]:
        end -= 1
    inside = "</td><td>".join(cells[:end])
    below = f"<tr><td colspan={width}>{rest}</td></tr>" if rest else ""
    own = f" id={anchor}" if anchor else ""
    return f"<tr{own}><td>{inside}</td></tr>{below}"


def framed(start: Markup, bodies: Iterable[str]) -> Markup:
    """Give a table that scrolls sideways where it is wider than the page."""
    return vouched("".join((start, *bodies, "</table></div>")))


def event(when: Markup, where: str, kind: Markup, what: Markup) -> str:
    """Give a line of the timeline; ``where`` is the anchor that it leads to."""
    pieces = ("<li><i>", when, "</i> <a href=#", where, ">", kind, "</a> ", what, "</li>")
    return "".join(pieces)


def brief(when: Markup, anchor: str, what: Markup) -> str:
    """Give a short line of the timeline, of which more is told elsewhere."""
    return f"<li id={anchor}><i>{when}</i> {what}</li>"


def sortable_row(cells: Iterable[tuple[Markup, str]], kinds: Sequence[str]) -> Markup:
    """Give a row of a table whose cells carry what they are sorted by."""
    return drawn_row([sortable_cell(*one, kind) for one, kind in zip(cells, kinds, strict=True)])


def sortable_cell(cell: Markup, key: str, kind: str = "") -> Markup:
    """Give a cell of such a row, which a table with the same values in many rows need draw once."""
    if key:
        return _new(Markup, "".join((_START[kind], ' data-key="', harmless(key), '">', cell, "</td>")))
    return _new(Markup, "".join((_START[kind], ">", cell, "</td>")))


def drawn_row(cells: Iterable[Markup]) -> Markup:
    """Give a row of such cells."""
    return _new(Markup, "".join(("<tr>", *cells, "</tr>\n")))
