"""What a relation allows and forbids us, in plain words."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from klantboek.book.record import Record
from klantboek.handbook.cells import Scope
from klantboek.handbook.edition import Edition
from klantboek.handbook.links import anchor
from klantboek.handbook.markup import NOTHING, harmless, vouched

Item = Mapping[str, Any]


class Permission(NamedTuple):
    """The last word on a purpose, by a channel and from a person: given, withdrawn, objected or past."""

    state: str
    number: int
    item: Item


def permissions(edition: Edition, record: Record) -> list[Permission]:
    """Give the last word on each purpose, channel and person; of two on one day the one written last."""
    last: dict[tuple[str, ...], Permission] = {}
    said = enumerate(record.document.value.get("consents", ()))
    for number, item in sorted(said, key=lambda one: one[1].get("on", "")):
        state = "past" if _is_past(edition, item) else item.get("state", "given")
        about = tuple(item.get(key, "") for key in ("purpose", "channel", "contact"))
        last[about] = Permission(state, number, item)
    return list(last.values())


def in_plain_words(edition: Edition, said: Iterable[Permission], scope: Scope) -> Markup:
    """Give the last words as a list, each a link to what was said; nothing when there are none."""
    lines = []
    for one in said:
        text = edition.words(f"consent.{one.state}", what=told(edition, one, scope))
        tone = "good" if one.state == "given" else "bad"
        where = anchor("consents", one.number)
        lines.append(f"<li class={tone}><a href=#{where}>{harmless(text)}</a></li>")
    return vouched(f"<ul class=plain-words>{''.join(lines)}</ul>") if lines else NOTHING


def told(edition: Edition, said: Permission, scope: Scope) -> str:
    """Tell what somebody spoke about: the purpose, the channel, the person."""
    purpose, channel, contact = (said.item.get(key, "") for key in ("purpose", "channel", "contact"))
    found = edition.book.find("processing", purpose)
    what = edition.names.record(found) if found is not None else purpose
    by = [edition.names.term("channels", channel)] if channel else []
    who = [scope.local.get(("contact", contact), (contact, ""))[0]] if contact else []
    return f"{what} ({', '.join([*by, *who])})" if by or who else what


def _is_past(edition: Edition, item: Item) -> bool:
    return item.get("state") == "given" and item.get("until", "9999") < edition.book.as_of.isoformat()
