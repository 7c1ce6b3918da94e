"""Contact persons compared: a firm that is named after one of them has said so with its name already."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from klantboek.duplicates.columns import Column, texts_of
from klantboek.duplicates.crossing import Rows, Tenths
from klantboek.duplicates.evaluation import Outcome, Values
from klantboek.duplicates.model import Comparison


@dataclass(eq=False)
class Contacts:
    """Compares contact persons, and sees which of them gave both firms their name."""

    person: Values
    names: Column
    exact = False

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The one comparison."""
        return (self.person.comparison,)

    def bounds(self, a: Rows, b: Rows) -> list[Tenths]:
        """Give the most that each pair can come to."""
        return self.person.bounds(a, b)

    def outcomes(self, a: Rows, b: Rows) -> list[Outcome]:
        """Give the level and weight of the best pair of contact persons."""
        return self.person.outcomes(a, b)

    def lower(self, found: dict[str, Outcome], a: Rows, b: Rows) -> None:
        """See where the same surname stands in both names: there are many bakers called Bakker."""
        comparison, person = self.person.comparison, found["person"]
        owner = comparison.at("owner")
        alike = (person.tenths > comparison.levels[owner].tenths) & (found["name"].tenths > 0)
        places = np.flatnonzero(alike)
        some = np.unique(np.concatenate((a[places], b[places])))
        named = some[np.fromiter(map(self._is_named_after, some.tolist()), np.bool_, len(some))]
        both = places[np.isin(a[places], named) & np.isin(b[places], named)]
        person.levels[both], person.tenths[both] = owner, comparison.levels[owner].tenths

    def _is_named_after(self, record: int) -> bool:
        people, names = map(partial(texts_of, row=record), (self.person.column, self.names))
        surnames = {one.partition(" ")[0] for one in people if " " in one}
        return any(not surnames.isdisjoint(name.split()) for name in names)
