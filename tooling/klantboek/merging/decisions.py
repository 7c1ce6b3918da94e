"""Which of two values stays: what was chosen, what is no longer true, what was checked last, what says more."""

from collections.abc import Collection
from typing import Any

from klantboek.merging.differences import Asked, Where, extends
from klantboek.merging.fields import must_be_chosen

_LIVELY = ("active", "dormant", "lost", "ended")
# The first day that we know of counts.
_EARLIEST = {"relation.since", "relation.organisation.profile.founded_on"}
Verdict = tuple[bool, str, bool]


class Decisions:
    """Decides between two values by what a person asked and by what both records say."""

    def __init__(
        self, ours: str, theirs: str, asked: Asked, former: Collection[tuple[str, str, str]]
    ) -> None:
        """Take both numbers, what was asked, and the former values: number of the record, field, value."""
        self._ours, self._theirs = ours, theirs
        self._asked = asked
        self._former = former

    def between(self, one: Any, two: Any, where: Where) -> Verdict:
        """Tell whether our value stays, why, and whether a person should have chosen."""
        if chosen := self._asked.of(where.label):
            return chosen == self._ours, "chosen", False
        if found := self._known(one, two, where):
            return *found, False
        if must_be_chosen(where.field):
            if self._asked.others:
                return self._asked.others == self._ours, "chosen", False
            return True, "nothing tells which is right", True
        return *self._likely(one, two, where), False

    def _known(self, one: Any, two: Any, where: Where) -> tuple[bool, str] | None:
        """Decide by what can't be wrong: the record itself calls the other value a former one, or it says more."""
        if (self._ours, where.field, str(two)) in self._former:
            return True, f"{self._ours} knows the other as a former one"
        if (self._theirs, where.field, str(one)) in self._former:
            return False, f"{self._theirs} knows the other as a former one"
        if extends(one, two):
            return True, "says more"
        if extends(two, one):
            return False, "says more"
        return None

    def _likely(self, one: Any, two: Any, where: Where) -> tuple[bool, str]:
        if where.field in _EARLIEST:
            return str(one) <= str(two), "the first day that is known"
        if where.field == "relation.status" and {one, two} <= set(_LIVELY):
            return _LIVELY.index(one) <= _LIVELY.index(two), "the livelier of the two"
        ours, theirs = where.verified
        if ours != theirs:
            return ours > theirs, f"verified {max(ours, theirs)}"
        if isinstance(one, str) and isinstance(two, str):
            small, large = one.casefold(), two.casefold()
            if small in large or large in small:
                return len(one) >= len(two), "says more"
        if self._asked.others:
            return self._asked.others == self._ours, "chosen"
        if where.size[0] != where.size[1]:
            return where.size[0] > where.size[1], "stands in the more complete part"
        return True, "its number stays"
