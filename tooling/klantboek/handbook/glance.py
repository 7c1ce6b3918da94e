"""The top of a relation's page as markup: what to know before the call, in one glance."""

from collections.abc import Iterator, Sequence

from klantboek.book.record import Record
from klantboek.handbook import head
from klantboek.handbook.alerts import Alert, alerts
from klantboek.handbook.bought import bought
from klantboek.handbook.call import call
from klantboek.handbook.cells import Cells, Scope
from klantboek.handbook.editing import source
from klantboek.handbook.edition import Edition
from klantboek.handbook.markup import NOTHING, badge, harmless
from klantboek.handbook.permissions import Permission, in_plain_words, permissions
from klantboek.handbook.twins import twins


def tops(cells: Cells, some: Sequence[tuple[Record, Scope]]) -> list[str]:
    """Give everything above the first section of some relations."""
    edition, said = cells.edition, [permissions(cells.edition, record) for record, _ in some]
    # One part of all, then the next part: see the page of a relation.
    titles = [_title(edition, record, cells) for record, _ in some]
    others = ["\n".join(_twins(edition, record, cells)) for record, _ in some]
    warned = [
        _alerts(list(alerts(cells, record, may, scope)))
        for (record, scope), may in zip(some, said, strict=True)
    ]
    figures = [_figures(list(head.figures(edition, record, cells))) for record, _ in some]
    glances = _glances(cells, some, said)
    sums = [
        f"<div class=sum>{''.join(one)}</div>" if any(one) else ""
        for one in zip(figures, glances, strict=True)
    ]
    parts = zip(titles, others, warned, sums, strict=True)
    return ["\n".join(filter(None, one)) for one in parts]


def _glances(
    cells: Cells, some: Sequence[tuple[Record, Scope]], said: Sequence[Sequence[Permission]]
) -> list[str]:
    """Give what to know at a glance; nothing of a relation that is gone."""
    edition = cells.edition
    lasts = [_last(edition, record, cells, scope) for record, scope in some]
    nexts = [_next(edition, record, cells) for record, _ in some]
    buys = [_bought(edition, record, cells) for record, _ in some]
    may = [_may(edition, one, cells, scope) for (_, scope), one in zip(some, said, strict=True)]
    return [
        "" if "tombstone" in record.document.value else f"<div class=glance>{''.join(parts)}</div>"
        for (record, _), parts in zip(some, zip(lasts, nexts, buys, may, strict=True), strict=True)
    ]


def _title(edition: Edition, record: Record, cells: Cells) -> str:
    """Give who it is: name and number, labels, whose it is and since when, in which segments."""
    value = record.document.value
    kind = [badge(edition.words.choice("kind", value["kind"]))] if "kind" in value else []
    badges = " ".join([*kind, *head.badges(edition, value)])
    told = []
    if "owner" in value:
        told.append(
            f"{cells.word('head.owner')} <strong>{harmless(edition.names.staff(value['owner']))}</strong>"
        )
    if "since" in value:
        told.append(f"{cells.word('head.since')} {cells.date(value['since'])}")
    codes = edition.segments.get(record.id)
    if codes:
        segments = ", ".join([cells.record("segment", code) for code in codes])
        told.append(f"{cells.word('column.segments')}: {segments}")
    whose = f"<p class=quiet>{' · '.join(told)}</p>" if told else ""
    name = edition.names.record(record)
    number = f" <small>{harmless(record.id)}</small>" if name != record.id else ""
    return (
        f'<p class=crumb><a href="{cells.root}relations.html">{cells.word("relations.title")}</a>'
        f" {source(cells, record)}</p>\n"
        f"<h1>{harmless(name)}{number}</h1>"
        f"<p class=badges>{badges}</p>{whose}{call(cells, value)}"
    )


def _twins(edition: Edition, record: Record, cells: Cells) -> Iterator[str]:
    """Say who else it may be."""
    for other, sure, where in twins(edition, record, cells):
        yield (
            f'<p class=twin>{cells.word("pairs.twin")} <a href="{harmless(other.href)}">{harmless(other.name)}</a>'
            f' <span class=code>{harmless(other.number)}</span> (<a href="{harmless(where)}">{harmless(sure)}</a>)</p>'
        )


def _alerts(found: Sequence[Alert]) -> str:
    lines = [f"<li class={one.tone}>{_linked(one.where, harmless(one.text))}</li>" for one in found]
    return f"<ul class=alerts>{''.join(lines)}</ul>" if lines else ""


def _linked(where: str, text: str) -> str:
    return f"<a href={where}>{text}</a>" if where else text


def _figures(found: Sequence[head.Figure]) -> str:
    boxes = []
    for one in found:
        tone = f" class={one.tone}" if one.tone else ""
        note = f"<small>{harmless(one.note)}</small>" if one.note else ""
        boxes.append(f"<div{tone}><dt>{harmless(one.label)}</dt><dd>{harmless(one.value)}{note}</dd></div>")
    return f"<dl class=figures>{''.join(boxes)}</dl>" if boxes else ""


def _panel(cells: Cells, name: str, inside: str) -> str:
    shown = inside or f"<p class=quiet>{cells.word(f'head.no_{name}')}</p>"
    return f"<section id={name}><h2>{cells.word(f'head.{name}')}</h2>{shown}</section>\n"


def _last(edition: Edition, record: Record, cells: Cells, scope: Scope) -> str:
    """Tell the last conversation: about what, when, with whom, what was agreed."""
    last = head.last_words(edition, record, cells, scope)
    if last is None:
        return _panel(cells, "last", "")
    told, subject = last.told, last.subject or last.told.pop("kind", NOTHING)
    texts = f"<p>{last.summary}</p>" if last.summary else ""
    agreed = "".join([f"<li>{harmless(one)}</li>" for one in last.agreed])
    return _panel(
        cells,
        "last",
        f"<p><a href=#{last.where}><strong>{subject}</strong></a></p><p class=quiet>{' · '.join(told.values())}</p>"
        f"{texts}{f'<ul>{agreed}</ul>' if agreed else ''}",
    )


def _next(edition: Edition, record: Record, cells: Cells) -> str:
    lines = []
    for step in head.next_steps(edition, record, cells):
        late = " class=late" if step.is_late else ""
        what = f": {step.what}" if step.what else ""
        # What follows from many orders or talks stands at none of them.
        kind = _linked(f"#{step.where}" if step.where else "", harmless(step.kind))
        owner = f" <i>· {harmless(step.owner)}</i>" if step.owner else ""
        lines.append(f"<li{late}><i>{step.day}</i><span>{kind}{what}{owner}</span></li>")
    return _panel(cells, "next", f"<ul class=tasks>{''.join(lines)}</ul>" if lines else "")


def _bought(edition: Edition, record: Record, cells: Cells) -> str:
    lines = [
        f"<li>{one.product} <i>{harmless(one.note)}</i></li>" for one in bought(edition, record.id, cells)
    ]
    return _panel(cells, "bought", f"<ul class=lines-2>{''.join(lines)}</ul>" if lines else "")


def _may(edition: Edition, said: Sequence[Permission], cells: Cells, scope: Scope) -> str:
    return _panel(cells, "may", in_plain_words(edition, said, scope))
