"""Contact persons compared: a firm that is named after one of them has said so with its name already."""

from dataclasses import dataclass

import numpy as np

from klantboek.duplicates.columns import Column, places_of
from klantboek.duplicates.crossing import Rows, Tenths
from klantboek.duplicates.evaluation import Outcome, Values
from klantboek.duplicates.model import Comparison
from klantboek.duplicates.texts import hashes, joined
from klantboek.duplicates.vocabulary import Flags, Vocabulary


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
        named = some[self._named_after(some)]
        both = places[np.isin(a[places], named) & np.isin(b[places], named)]
        person.levels[both], person.tenths[both] = owner, comparison.levels[owner].tenths

    def _named_after(self, records: Rows) -> Flags:
        """Tell which records have the surname of a contact person as a word in one of their names."""
        people, owners = places_of(self.person.column, records)
        texts = self.person.vocabulary.some(self.person.column.codes[people])
        # What has no second word is no name of a person.
        named = np.array([at for at, text in enumerate(texts) if " " in text], np.int64)
        surnames = hashes([texts[at].partition(" ")[0] for at in named.tolist()])
        places, of_names = places_of(self.names, records)
        words, of_words = places_of(self.names.words, self.names.codes[places])
        known, codes = Vocabulary(self.names.words.texts), self.names.words.codes[words]
        theirs = joined(hashes(known.some(codes)), of_names[of_words].astype(np.uint64))
        found = np.zeros(len(records), np.bool_)
        found[owners[named][np.isin(joined(surnames, owners[named].astype(np.uint64)), theirs)]] = True
        return found
