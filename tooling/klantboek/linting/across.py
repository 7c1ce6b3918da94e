"""The rules that compare relations, on those that must be seen; and the rules about registers."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property, partial
from itertools import chain

from klantboek.book import Book, Node, Record
from klantboek.book.book import Rest, stated_number
from klantboek.book.files import reading_order
from klantboek.book.node import record_of
from klantboek.book.usage import Use, use_of
from klantboek.duplicates import MINIMUM, Bounded, Cluster
from klantboek.duplicates.features import Features
from klantboek.duplicates.findings import LINT, findings_of
from klantboek.duplicates.judgements import judged
from klantboek.duplicates.pairs import Duplicates, Judged, Pair, Reason
from klantboek.findings import Finding
from klantboek.linting.examine import REFERENCES
from klantboek.linting.relations import Relations, number_of
from klantboek.linting.result import kept_claim
from klantboek.linting.store import Store
from klantboek.rules.registry import Rule, Side, finding_of

# The rule that finds files with another name than the number in them.
NUMBERED = "KB201"


@dataclass(frozen=True)
class Whole:
    """A book of which the relations are known by what is stored of them.

    ``load`` reads a relation by the name of its file.
    """

    store: Store
    registers: Book
    relations: Relations
    rules: Sequence[Rule]
    load: Callable[[str], Record]

    def findings(self) -> Iterator[Finding]:
        """Give what the rules say about several relations, or about registers."""
        part, whole = self._part, self._with(())
        of_registers = frozenset(self.registers.records)
        for rule in self.rules:
            for problem in rule.check(whole if rule.across is None else part):
                # What a rule says about one relation was said when that was examined.
                if rule.across or rule.registers_only or record_of(problem.node) in of_registers:
                    yield finding_of(rule, problem)

    @cached_property
    def stated(self) -> frozenset[str]:
        """The numbers in relations whose files have another name, as far as no file has that name."""
        files = self.store.claiming(kept_claim(NUMBERED, Side.SUSPECT, "")[1], Side.SUSPECT)
        found = frozenset(filter(None, map(stated_number, map(self.load, files))))
        return found.difference(self.relations.numbers)

    def naming(self, numbers: Iterable[str]) -> list[Record]:
        """Give the relations that fit and refer to one of these numbers, in order."""
        keys = [kept_claim(REFERENCES, Side.ASKS, number)[1] for number in numbers]
        files = {name for key in keys for name in self.store.claiming(key)}
        return [self.load(name) for name in sorted(files, key=reading_order)]

    @cached_property
    def _part(self) -> Book:
        """The relations that rules must see together, with the registers."""
        comparing = [one for one in self.rules if one.across is not None]
        suspects = sorted(self._suspects(comparing), key=reading_order) if comparing else ()
        return self._with(self.load(name) for name in suspects)

    def duplicates(self) -> list[Finding]:
        """Give the findings about probable duplicates."""
        pairs = tuple(map(_pair, self._searched().pairs(LINT)))
        files = {
            file for pair in pairs for number in (pair.a, pair.b) if (file := self.relations.own(number))
        }
        involved = [self.load(name) for name in sorted(files, key=reading_order)]
        others = [record for record in self._part.records if record.file not in files]
        records = sorted((*involved, *others), key=lambda record: reading_order(record.file))
        book = replace(self._part, records=tuple(records))
        return findings_of(Duplicates(pairs, (), (), 0), book)

    def _searched(self) -> Store:
        """Give the store with the pairs that are probable.

        The search is done again when anything that is compared has changed, in any relation: how much a name
        says depends on how many have it.
        """
        judgements = judged(self._part)
        told = f"{self.store.all_features} {judgements!r} {self.relations.several}"
        if self.store.pairs_of != told:
            found = self._again(judgements) or self._anew(judgements)
            pairs = ((pair.probability, json.dumps(asdict(pair))) for pair in found.pairs)
            besides = asdict(replace(found, pairs=()))
            self.store.set_pairs(told, pairs, json.dumps(besides))
        return self.store

    def _anew(self, judgements: Sequence[Judged]) -> Duplicates:
        """Search the whole book, and leave what makes the next search quicker."""
        from klantboek.duplicates.streams import duplicates_in_stream  # noqa: PLC0415 -- numbers take long to import
        from klantboek.duplicates.trace import Leaving  # noqa: PLC0415 -- so do these

        leaving, store = None, self.store
        if store.trace is not None and store.may_leave:
            store.set_trace(f"{store.all_features} {self.relations.several}")
            leaving = Leaving(store.trace, store.trace_of)
        return duplicates_in_stream(self._features, judgements, MINIMUM, leaving)

    def _again(self, judgements: Sequence[Judged]) -> Duplicates | None:
        """Find the same by what the last whole search left; None when too much has changed since."""
        store = self.store
        if store.trace is None or store.trace_of.partition(" ")[2] != str(self.relations.several):
            return None
        from klantboek.duplicates.again import search_again  # noqa: PLC0415 -- numbers take long to import
        from klantboek.duplicates.trace import load  # noqa: PLC0415 -- so do these

        moved, trace = store.moved(), load(store.trace, store.trace_of)
        # Nothing is kept of relations that are gone, not even hashes.
        if trace is None or None in moved.values():
            return None
        now = {
            number_of(name): Features.read(json.loads(text)) if text else None
            for name, text in moved.items()
            if self.relations.own(number_of(name)) is not None
        }
        return search_again(trace, now, judgements, self._look_up)

    def _look_up(self, numbers: Iterable[str]) -> Iterator[Features]:
        """Give what is compared of some relations now."""
        for name in filter(None, map(self.relations.own, sorted(numbers))):
            if text := self.store.features_of(name):
                yield Features.read(json.loads(text))

    def probable(self) -> Duplicates:
        """Give all that a search gives: the pairs that are more likely one party than two."""
        store = self._searched()
        kept = json.loads(store.besides)
        return Duplicates(
            tuple(map(_pair, store.pairs())),
            tuple(Cluster(tuple(one["members"])) for one in kept["clusters"]),
            tuple(Bounded(**one) for one in kept["bounded"]),
            kept["compared"],
        )

    def _features(self, kind: str | None) -> Iterator[Features]:
        """Give what is compared of the relations of a kind that have a number of their own."""
        for text in self.store.features():
            if kind is None or _may_be(text, kind):
                found = Features.read(json.loads(text))
                if kind in {None, found.kind} and self.relations.own(found.id) is not None:
                    yield found

    @cached_property
    def _rest(self) -> Rest:
        totals = self.store.tallies()
        tallies = {rule.tally: totals.get(rule.code, {}) for rule in self.rules if rule.tally is not None}
        numbers = self.relations.numbers
        return Rest(self.registers, numbers, self.uses(), tallies, unread=self._unread, stated=self.stated)

    def _unread(self) -> Iterator[str]:
        return (self.load(name).document.text for name, result in self.store.results() if result.misfit)

    def _with(self, relations: Iterable[Record]) -> Book:
        registers = self.registers
        records = (*relations, *registers.records)
        return Book(
            registers.root,
            registers.as_of,
            records,
            rest=self._rest,
            standing=registers.standing,
            bulk=registers.bulk,
        )

    def _suspects(self, rules: Iterable[Rule]) -> set[str]:
        found = self.store.met()
        suspected: dict[str, list[str]] = {}
        for name, result in self.store.results():
            for code in result.suspected:
                suspected.setdefault(code, []).append(name)
        whole = self._with(())
        asked = (one for one in rules if one.across and (one.across.asked is None or one.across.asked(whole)))
        names = (
            chain(
                suspected.get(rule.code, ()),
                self.store.claiming(kept_claim(rule.code, Side.SUSPECT, "")[1], Side.SUSPECT),
            )
            for rule in asked
        )
        return found.union(*names)

    def uses(self) -> dict[str, Use]:
        """Give the fields in use, as the relations themselves would."""
        return {
            one.field: use_of(one.field, one.count, number_of(one.first), partial(self._node, one.first))
            for one in self.store.fields()
        }

    def _node(self, name: str) -> Node:
        return self.load(name).node


def _may_be(text: str, kind: str) -> bool:
    """Tell whether features may be those of this kind, without reading all that is written."""
    end = text.find('"', len('["'))
    return text[end - 1] == "\\" or text.startswith(f'","{kind}",', end)


def _pair(text: str) -> Pair:
    kept = json.loads(text)
    return Pair(**{**kept, "reasons": tuple(Reason(**reason) for reason in kept["reasons"])})
