"""One value as a piece of HTML: the only place where the text of a record becomes markup."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, partial
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from markupsafe import Markup

from klantboek.handbook import invoices, links
from klantboek.handbook.addresses import LAID_OUT, lines
from klantboek.handbook.asking import Remembered, ask_all, noted
from klantboek.handbook.edition import Edition
from klantboek.handbook.fields import field_name
from klantboek.handbook.markup import (
    NOTHING,
    Fact,
    badge,
    bits,
    day,
    enumerated,
    escaped,
    items,
    joined,
    link,
    long_text,
    span,
    vouched,
)
from klantboek.handbook.names import full_name
from klantboek.handbook.renaming import link_to
from klantboek.handbook.telling import BARE, INSIDE, TOLD, Style, teller
from klantboek.schema import legal_forms
from klantboek.shapes import KINDS, Shape, Type

_TONES = {
    "good": "active accepted delivered resolved done paid given approved running realised",
    "warn": "open dormant planned waiting in_progress paused trial draft lead prospect partly unsure warning",
    "bad": "lost declined rejected cancelled withdrawn objected stopped returned overdue error",
}
TONE = {value: tone for tone, values in _TONES.items() for value in values.split()}
# What names a field by its path with dots.
_PATHS = {"relation.former.field", "dictionary.fields", "book.objectives.fields"}
_BADGES = {"status", "state", "outcome", "severity", "answer", "verdict"}
_EMPTY: tuple[object, ...] = ([], {})
_CURRENCY = frozenset(["currency"])
_NONE = frozenset[str]()


class Scope(NamedTuple):
    """What a value can only be read with: the names inside its record, the currency, custom fields' titles.

    ``page`` is where the record is shown, when that is another page.
    """

    local: Mapping[tuple[str, str], tuple[str, str]]
    currency: str
    custom: Mapping[str, str]
    page: str = ""


Cell = Callable[[Any, Scope], Markup]
_T = TypeVar("_T")


def _known(name: Callable[[str], str]) -> Cell:
    """Give the cell of codes that stand on many pages, by what names them."""
    known = cache(lambda code: escaped(name(code)))
    return lambda value, _: known(value)


class Cells:
    """Cells for the pages in one folder; ``root`` leads from there to the first page (``""``, ``"../"``)."""

    def __init__(self, edition: Edition, root: str) -> None:
        self.edition = edition
        self.root = root
        self.home: str = edition.book.settings.currency
        self.today = edition.book.as_of.isoformat()
        self._country: str = edition.book.settings.country
        self._made: dict[Shape, Cell] = {}
        self._once: dict[object, tuple[Any, frozenset[str]]] = {}
        # The same few dates, names and states stand on most pages.
        self.label = cache(self._label)
        self.date = cache(self._date)
        self.day_of_year = cache(self._day_of_year)
        self.record = Remembered(self._record, most=2**11)
        self.choice = cache(self._choice)
        self.minor = lru_cache(2**12)(lambda *of: escaped(edition.write.minor(*of)))
        self.word = cache(self._word)
        named = ("po_box", "reply_number", "box", "floor", "room")
        self._address_words = {key: edition.words(f"address.{key}") for key in named}

    def once(self, key: object, make: Callable[[], _T]) -> _T:
        """Give what ``make`` makes, made once for all pages of the folder."""
        found: tuple[_T, frozenset[str]] | None = self._once.get(key)
        if found is None:
            with noted() as names:
                value = make()
            found = self._once[key] = value, frozenset(names)
        if found[1]:
            ask_all(found[1])
        return found[0]

    def _label(self, shape: Shape) -> Markup:
        """Give what a property is called."""
        return escaped(self.edition.title_of(shape))

    def _word(self, key: str) -> Markup:
        """Give words of the handbook itself."""
        return escaped(self.edition.words(key))

    def of(self, shape: Shape) -> Cell:
        """Give the function that turns values of this shape into cells."""
        made = self._made.get(shape)
        if made is None:
            made = self._made[shape] = self._make(shape)
        return made

    def _record(self, kind: str, name: str) -> Markup:
        """Give a link to the page of a record, by its name; the bare name when it isn't there."""
        found = self.edition.book.find(kind, name)
        if found is None:
            return span("missing", name)
        return link_to(self.edition, found, self.root)

    def address(self, value: Mapping[str, Any]) -> Markup:
        """Give an address in the lines of its country."""
        country = value.get("country", "")
        abroad = "" if country == self._country else self.edition.write.country(country)
        found = lines(value, abroad, self._address_words)
        return joined("<br>", map(escaped, found))

    def _date(self, value: str | date) -> Markup:
        """Give a date; what is no date as it is written."""
        try:
            on = date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            return escaped(str(value))
        return day(self.edition.write.date(on))

    def _day_of_year(self, value: str) -> Markup:
        """Give a date below a heading that names its year: 20 nov."""
        return day(self.edition.write.date(date.fromisoformat(value)).rpartition(" ")[0])

    def _choice(self, name: str, value: str) -> Markup:
        """Give a value of a closed list: a label with a colour where it is a state."""
        text = self.edition.words.choice(name, value)
        return badge(text, TONE.get(value, "")) if name in _BADGES else escaped(text)

    def plain(self, value: Any) -> Markup:
        """Give a value whose shape nobody declared."""
        if isinstance(value, bool):
            return self._boolean(value)
        if isinstance(value, int | Decimal):
            return escaped(self.edition.write.number(value))
        if isinstance(value, dict):
            return bits([(escaped(key), self.plain(item)) for key, item in value.items()])
        if isinstance(value, list):
            return joined(", ", (self.plain(item) for item in value))
        return long_text(str(value))

    def _boolean(self, value: bool) -> Markup:  # noqa: FBT001 -- it is the value itself
        return escaped(self.edition.words("yes" if value else "no"))

    def _make(self, shape: Shape) -> Cell:
        if shape.type is Type.LIST and shape.items is not None:
            return self._list(shape.items)
        if shape.type is Type.OBJECT:
            return self._object(shape)
        if shape.type is Type.OPEN:
            return lambda value, scope: bits(
                [(escaped(scope.custom.get(key, key)), self.plain(item)) for key, item in value.items()]
            )
        if shape.reference:
            return self._reference(shape.reference)
        return self._scalar(shape)

    def _scalar(self, shape: Shape) -> Cell:
        write = self.edition.write
        if shape.type is Type.MONEY:
            money = self.once("money", lambda: lru_cache(2**12)(lambda *of: escaped(write.money(*of))))
            return lambda value, scope: money(value, scope.currency)
        if shape.type is Type.DATE:
            date_of = self.date
            return lambda value, _: date_of(value)
        if shape.type is Type.BOOLEAN:
            return lambda value, _: self._boolean(value)
        if shape.type in {Type.INTEGER, Type.NUMBER}:
            if shape.name == "year":
                return lambda value, _: escaped(str(value))
            if shape.name.endswith("percent"):
                return lambda value, _: escaped(write.percent(value))
            number = self.once("number", lambda: lru_cache(2**12)(lambda value: escaped(write.number(value))))
            return lambda value, _: number(value)
        if shape.choices:
            name, choice = shape.name, self.choice
            return lambda value, _: choice(name, value)
        return self._format(shape)

    def _format(self, shape: Shape) -> Cell:
        write = self.edition.write
        formats: dict[str, Cell] = {
            "email": lambda value, _: link(links.mail(value), value),
            "phone": lambda value, _: link(links.call(value), write.phone(value)),
            "web": lambda value, _: link(links.safe(value), value),
            "country": _known(write.country),
            "language": _known(write.tongue),
            "elf": _known(lambda code: legal_forms.written(code) or code),
        }
        if shape.path in _PATHS:
            return lambda value, _: escaped(field_name(self.edition, value))
        return formats.get(shape.format, lambda value, _: long_text(value))

    def _reference(self, to: str) -> Cell:
        if to in {"contact", "order", "quote", "project", "document"}:
            return lambda value, scope: self._local(to, value, scope)
        if to in KINDS:
            return lambda value, _: self.record(to, value)
        names = self.edition.names
        if to.startswith("vocabulary/"):
            return _known(partial(names.term, to.removeprefix("vocabulary/")))
        return _known(names.staff if to == "staff" else partial(names.setting, to))

    def _local(self, to: str, value: str, scope: Scope) -> Markup:
        text, anchor = scope.local.get((to, value), (value, ""))
        return link(f"{scope.page}#{anchor}" if anchor else "", text)

    def _list(self, shape: Shape) -> Cell:
        one = self.of(shape)
        if shape.type in {Type.OBJECT, Type.OPEN}:
            return lambda value, scope: items([one(entry, scope) for entry in value])
        return lambda value, scope: enumerated([one(entry, scope) for entry in value])

    def _object(self, shape: Shape) -> Cell:
        if shape.path == invoices.PATH:
            return invoices.teller(self, shape)
        if "postcode" in shape.properties:
            return lambda value, scope: self.address(value) + self._rest(shape, value, scope, LAID_OUT)
        if {"surname", "initials"} <= shape.properties.keys():
            return lambda value, _: escaped(full_name(value))
        if set(shape.properties) == {"nl", "en"}:
            return lambda value, _: self._translated(value)
        if shape.name in {"verified", "collected"}:
            return self.teller(shape, style=BARE)
        return self.teller(shape, style=INSIDE)

    def _translated(self, value: Mapping[str, str]) -> Markup:
        """Give a text in our language, and behind it in the other."""
        own = self.edition.names.translated(value)
        others = [f"<i lang={key}>/ {escaped(text)}</i>" for key, text in value.items() if text != own]
        return joined(" ", [escaped(own), *map(vouched, others)])

    def teller(self, shape: Shape, but: frozenset[str] = _NONE, style: Style = TOLD) -> Cell:
        """Give the function that writes a group as running text, without what ``but`` names."""
        return self.once((shape, but, style), lambda: teller(self, shape, but, style))

    def _rest(self, shape: Shape, value: Mapping[str, Any], scope: Scope, but: frozenset[str]) -> Markup:
        rest = self.teller(shape, but, INSIDE)(value, scope)
        return vouched(f"<br>{rest}") if rest else NOTHING

    def facts(
        self,
        shape: Shape,
        value: Mapping[str, Any],
        scope: Scope,
        but: frozenset[str] = _NONE,
        first: tuple[str, ...] = (),
    ) -> list[Fact]:
        """Give (what it is called, cell) for each property that is written.

        What ``first`` names comes first, then the rest in the order of the schema, except ``but``. The
        currency of the book goes without saying.
        """
        if "currency" in value:
            scope = scope._replace(currency=value["currency"])
            if shape.path != "book" and value["currency"] == self.home:
                but = but | _CURRENCY
        plan = self._plan(shape)
        found = []
        for name, item in value.items():
            entry = plan.get(name)
            if entry is None or name in but or (not item and item in _EMPTY):
                continue
            place, label, cell = entry
            if name in first:
                place = first.index(name) - len(first)
            found.append((place, label, cell(item, scope)))
        found.sort(key=itemgetter(0))
        return [(label, cell) for _, label, cell in found]

    def _plan(self, shape: Shape) -> dict[str, tuple[int, Markup, Cell]]:
        """Give the place, the label and the cell of each property of a group, by name."""
        properties = enumerate(shape.properties.items())
        return self.once(
            ("plan", shape),
            lambda: {name: (place, self.label(sub), self.of(sub)) for place, (name, sub) in properties},
        )
