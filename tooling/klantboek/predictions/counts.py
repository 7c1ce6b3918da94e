"""What was counted over all relations of a book, read from what is kept of each."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from klantboek.predictions.buying import Customer, some_of
from klantboek.predictions.facts import Fields, read
from klantboek.predictions.gathering import fields_of, table_of
from klantboek.predictions.weighed import Weighed
from klantboek.tables.store import Stored

if TYPE_CHECKING:
    from klantboek.book import Book


@dataclass(frozen=True)
class Count:
    """One field: in how many relations it is filled, with how many different values, and how many on which last day."""

    filled: int = 0
    distinct: int = 0
    days: Mapping[str, int] = field(default_factory=dict)

    @property
    def dated(self) -> int:
        """The relations in which it carries a day."""
        return sum(self.days.values())


class Counts:
    """The counts of a book; ``registers`` is the book without its relations."""

    def __init__(self, found: Stored) -> None:
        self.registers: Book = found.registers
        self.fields: Fields = fields_of(found.registers)
        self._found = found

    @cached_property
    def living(self) -> Counter[str]:
        """How many relations there are of each kind."""
        return Counter(dict(self._rows(f"SELECT kind, COUNT(*) FROM {table_of('relations')} GROUP BY kind")))  # noqa: S608 -- names from here

    @cached_property
    def turnover_minor(self) -> int:
        """The turnover of the last twelve months in minor units of the book's currency."""
        ((found,),) = self._rows(f"SELECT COALESCE(SUM(turnover_minor), 0) FROM {table_of('relations')}")  # noqa: S608 -- names from here
        return int(found)

    @cached_property
    def of(self) -> Mapping[str, Count]:
        """The count of each field that entries of the dictionary name."""
        filled = dict(self._rows(f"SELECT field, COUNT(*) FROM {table_of('filled')} GROUP BY field"))  # noqa: S608 -- names from here
        distinct = dict(
            self._rows(f"SELECT field, COUNT(DISTINCT digest) FROM {table_of('values')} GROUP BY field")  # noqa: S608 -- names from here
        )
        days: dict[int, Counter[str]] = {}
        query = f"SELECT field, CAST(day AS VARCHAR), COUNT(*) FROM {table_of('filled')} WHERE day IS NOT NULL GROUP BY field, day"  # noqa: S608 -- names from here
        for place, day, count in self._rows(query):
            days.setdefault(place, Counter())[day] = count
        return {
            one: Count(filled.get(place, 0), distinct.get(place, 0), days.get(place, Counter()))
            for place, one in enumerate(self.fields.measured)
        }

    @cached_property
    def wrong(self) -> Counter[str]:
        """In how many relations the schema finds a value wrong, by the field that an entry names."""
        return Counter(dict(self._rows(f"SELECT field, COUNT(*) FROM {table_of('wrong')} GROUP BY field")))  # noqa: S608 -- names from here

    @cached_property
    def needed(self) -> Mapping[str, int]:
        """How many relations have each field that objectives name."""
        found = dict(self._rows(f"SELECT field, COUNT(*) FROM {table_of('needed')} GROUP BY field"))  # noqa: S608 -- names from here
        return {one: found.get(place, 0) for place, one in enumerate(self.fields.needed)}

    def customers(self) -> list[Customer]:
        """Give the relations that had bought by the start of the last period: of many a part."""
        query = f"SELECT relation, kind, bought FROM {table_of('relations')} WHERE bought IS NOT NULL"  # noqa: S608 -- names from here
        return some_of(Customer(*row) for row in self._rows(query))

    def known(self, customers: Collection[Customer]) -> "Known":
        """Give what was known of customers when the last period began."""
        return Known(self._found, [one.id for one in customers])

    def weighed(self) -> Weighed:
        """Give what fields were found to tell the time before."""
        return Weighed(self._found)

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return self._found.connection.execute(query).fetchall()


class Known:
    """What was known of some relations, by their places in a list; read a field at a time."""

    def __init__(self, found: Stored, relations: list[str]) -> None:
        self._connection = found.connection
        self._relations = relations

    @cached_property
    def _table(self) -> str:
        self._connection.execute(
            "CREATE OR REPLACE TEMP TABLE known_then AS"  # noqa: S608 -- names from here
            " WITH asked AS (SELECT unnest($numbers) AS relation, unnest(range(len($numbers))) AS place)"
            f" SELECT k.field, a.place, k.value, k.dated FROM {table_of('known')} k JOIN asked a USING (relation)"
            " ORDER BY k.field, a.place",
            {"numbers": self._relations},
        )
        return "known_then"

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """What stands for all that was known of a field, of these relations and all others; by field."""
        query = (
            "SELECT field, concat_ws(' ', COUNT(*), SUM(hash(relation, value, dated)))"  # noqa: S608 -- names from here
            f" FROM {table_of('known')} GROUP BY field ORDER BY field"
        )
        return dict(self._connection.execute(query).fetchall())

    @property
    def fields(self) -> list[str]:
        """The fields of which anything was known."""
        return list(self.digests)

    def column(self, field: str) -> Iterator[tuple[int, Any, bool]]:
        """Give the place, the value and whether it carried its day for each relation that had one."""
        query = f"SELECT place, value, dated FROM {self._table} WHERE field = $field ORDER BY place"  # noqa: S608 -- a name from here
        rows = self._connection.execute(query, {"field": field}).fetchall()
        return ((place, read(text), dated) for place, text, dated in rows)
