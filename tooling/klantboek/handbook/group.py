"""The group around a relation: mothers, daughters, branches and members, as a tree with what each buys."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import Markup

from klantboek.book.files import reading_order
from klantboek.handbook.charts import Branch
from klantboek.handbook.charts import tree as picture
from klantboek.handbook.layout import Section
from klantboek.handbook.markup import NOTHING, escaped, joined, vouched
from klantboek.linting.relations import number_of

if TYPE_CHECKING:
    from klantboek.handbook.cells import Cells
    from klantboek.handbook.edition import Edition

# So many of a group are told on a page.
_MOST = 200
# A picture says more than a list when there are more than this, and less when there are very many.
_FEW, _DRAWN = 2, 24


@dataclass(frozen=True)
class Groups:
    """Who stands below whom: the mother of each relation with the kind of tie, and the daughters of each."""

    mothers: Mapping[str, tuple[str, str]]
    daughters: Mapping[str, tuple[str, ...]]
    # By their head.
    _whole: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _totals: dict[str, int] = field(default_factory=dict)

    def root(self, number: str) -> str:
        """Give the head of the group; where ties go round in a circle, the first one met twice."""
        seen = {number}
        while number in self.mothers:
            number = self.mothers[number][0]
            if number in seen:
                break
            seen.add(number)
        return number

    def has(self, number: str) -> bool:
        """Tell whether a relation is in a group."""
        return number in self.mothers or number in self.daughters

    def everybody(self, number: str) -> tuple[str, ...]:
        """Give everybody in the group of a relation, from the head down."""
        head = self.root(number)
        if head not in self._whole:
            found, waiting = {head: None}, deque([head])
            while waiting:
                below = [one for one in self.daughters.get(waiting.popleft(), ()) if one not in found]
                found.update(dict.fromkeys(below))
                waiting.extend(below)
            self._whole[head] = tuple(found)
        return self._whole[head]

    def total(self, number: str, amounts: Mapping[str, int]) -> int:
        """Add up what everybody in the group of a relation bought; ``amounts`` are the same each time."""
        head = self.root(number)
        if head not in self._totals:
            self._totals[head] = sum(amounts.get(one, 0) for one in self.everybody(number))
        return self._totals[head]

    def members(self, number: str) -> Sequence[str]:
        """Give whom the page of a relation tells of its group: everybody; of very many first those above and below it."""
        every = self.everybody(number)
        if len(every) <= _MOST:
            return every
        above = [number]
        while above[-1] in self.mothers and len(above) < _MOST // 2:
            above.append(self.mothers[above[-1]][0])
        first = dict.fromkeys([*reversed(above), *self.daughters.get(number, ()), *every])
        return list(first)[:_MOST]


def groups(edition: "Edition") -> Groups:
    """Read the ties that hold today."""
    today = edition.book.as_of.isoformat()
    mothers: dict[str, tuple[str, str]] = {}
    ties = edition.index.ties()
    for file in sorted(ties, key=reading_order):
        number = number_of(file)
        for kind, to, since, until in ties[file]:
            holds = (until or "9999") >= today and since <= today
            if holds and number not in mothers and to != number:
                mothers[number] = to, kind
    daughters: dict[str, list[str]] = {}
    for number, (mother, _) in sorted(mothers.items()):
        daughters.setdefault(mother, []).append(number)
    return Groups(mothers, {mother: tuple(some) for mother, some in daughters.items()})


@dataclass(frozen=True)
class _Drawing:
    cells: "Cells"
    groups: Groups
    own: str
    members: frozenset[str]
    drawn: set[str] = field(default_factory=set)

    def tree(self, number: str) -> str:
        """Give a relation with all below it as a list in a list."""
        self.drawn.add(number)
        below = [
            self.tree(one)
            for one in self.groups.daughters.get(number, ())
            if one in self.members and one not in self.drawn
        ]
        inside = f"<ul>{''.join(below)}</ul>" if below else ""
        return f"<li>{self._node(number)}{inside}</li>"

    def _node(self, number: str) -> Markup:
        edition = self.cells.edition
        name = self.cells.record("relation", number)
        if number == self.own:
            record = edition.book.find("relation", number)
            here = escaped(edition.names.record(record) if record is not None else number)
            name = vouched(f'<strong aria-current="true">{here}</strong>')
        mother = self.groups.mothers.get(number)
        kind = self.cells.word(f"group.{mother[1]}") if mother else ""
        amount = turnover(edition, number)
        told = [part for part in (kind, amount and _money(edition, amount)) if part]
        return joined(" ", [name, *([vouched(f"<i>{' · '.join(told)}</i>")] if told else [])])


def turnover(edition: "Edition", number: str) -> int:
    """Give what a relation bought in the last twelve months, in minor units of the book's currency."""
    return edition.turnovers.get(number, 0)


def _money(edition: "Edition", amount: int) -> Markup:
    return escaped(edition.write.minor(amount, edition.book.settings.currency))


def group_section(cells: "Cells", number: str) -> Iterator[Section]:
    """Give the section with the group of a relation, when it is in one."""
    edition = cells.edition
    if not edition.groups.has(number):
        return
    members, size = edition.groups.members(number), len(edition.groups.everybody(number))
    drawing = _Drawing(cells, edition.groups, number, frozenset(members))
    tree = vouched(f'<ul class="tree">{drawing.tree(members[0])}</ul>')
    total = _money(edition, edition.groups.total(number, edition.turnovers))
    said = edition.words("group.total", count=edition.write.number(size), amount=total)
    if size > len(members):
        said = f"{said} {edition.words('group.first', count=len(members))}"
    intro = vouched(f"<p class=quiet>{escaped(said)}</p>")
    drawn = _picture(cells, members, number) if _FEW < len(members) <= _DRAWN else NOTHING
    yield Section("group", edition.words("group.title"), joined("", [intro, drawn, tree]))


def _picture(cells: "Cells", members: Sequence[str], number: str) -> Markup:
    """Draw the members, of whom each stands after its mother; the list below the picture says the same."""
    edition, places = cells.edition, {one: place for place, one in enumerate(members)}
    branches = []
    for place, one in enumerate(members):
        mother, kind = edition.groups.mothers.get(one, ("", ""))
        above = places.get(mother, -1) if place else -1
        amount = turnover(edition, one)
        record = edition.book.find("relation", one)
        told = [edition.words(f"group.{kind}")] if kind else []
        told += [edition.write.minor(amount, cells.home)] if amount else []
        branches.append(
            Branch(above, edition.names.record(record) if record else one, " · ".join(told), one == number)
        )
    return vouched(f"<div class=scroll>{picture(edition.words('group.title'), branches)}</div>")
