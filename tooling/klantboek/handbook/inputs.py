"""Everything that the page of a relation is made from, as digests: what is the same need not be rendered again."""

import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from klantboek.book.record import Record
from klantboek.handbook.digests import digest
from klantboek.handbook.edition import Edition
from klantboek.handbook.group import turnover
from klantboek.house import carried, libraries
from klantboek.tables.made import program as of_package

_LIBRARIES = ("babel", "jinja2", "markupsafe", "mkdocs", "phonenumberslite")
_SOURCES = frozenset([".py", ".yaml", ".sql", ".json", ".html"])


class Inputs:
    """The digests of one edition; ``context`` is what all its pages share."""

    def __init__(self, edition: Edition, context: str) -> None:
        self._edition = edition
        self._context = context

    def of(self, records: Sequence[Record], abouts: Mapping[str, str]) -> Iterator[tuple[Record, str, str]]:
        """Give the digests of what the pages of some relations are made from, and what stands for their figures."""
        named_by = self._edition.index.named_by([record.file for record in records])
        contents = self._edition.contents(records)
        self._edition.history.take([record.file for record in records])
        for record in records:
            about = abouts.get(record.id, "")
            yield record, self._of(record, contents[record.file], about, named_by.get(record.file, [])), about

    def _of(self, record: Record, content: bytes, about: str, named: Sequence[str]) -> str:
        edition = self._edition
        twins = edition.twins.get(record.id, ())
        groups = edition.groups
        group = groups.members(record.id) if groups.has(record.id) else ()
        pairs = [number for one in twins for number in (one.pair.a, one.pair.b)]
        links = edition.backlinks.to("relation", record.id)
        return digest(
            [
                self._context,
                record.file,
                content,
                about,
                *map(repr, edition.findings_of(record)),
                *map(repr, edition.history.of(record.file)),
                *(f"{one} {groups.mothers.get(one)} {turnover(edition, one)}" for one in group),
                f"{len(groups.everybody(record.id))} {groups.total(record.id, edition.turnovers)}"
                if group
                else "",
                *(f"{one.pair.a} {one.pair.b} {one.pair.probability}" for one in twins),
                # Of the other side of a pair the page tells more than its name.
                *(
                    edition.contents([other])[other.file]
                    for other in map(self._found, pairs)
                    if other is not None
                ),
                *(f"{link.file} {link.where} {link.path} {link.told}" for link in links),
                *(
                    self._named(number)
                    for number in (*named, *group, *(edition.files[link.file].id for link in links))
                ),
            ]
        )

    def _found(self, number: str) -> Record | None:
        return self._edition.book.find("relation", number)

    def _named(self, relation: str) -> str:
        """Give what other pages show of a relation."""
        found = self._found(relation)
        if found is None:
            return relation
        return f"{relation} {self._edition.page_of(found)} {self._edition.names.record(found)}"


def context_of(edition: Edition) -> str:
    """Give the digest of what every page may show: all records but relations, the figures there are, and the program."""
    return digest(
        [
            program(),
            edition.language,
            edition.book.as_of,
            *(
                f"{record.file} {record.kind} {record.id} {record.fits} {digest([record.document.text])}"
                for record in edition.registers
            ),
            edition.weeks_ahead,
            # Those of the program are known by the program.
            *(repr(one.aggregate) if one.aggregate.file else name for name, one in edition.results.items()),
        ]
    )


def files_digest(folders: Iterable[Path]) -> str:
    """Give the digest of the sources in some folders."""
    files = sorted(file for folder in folders for file in folder.rglob("*") if file.suffix in _SOURCES)
    return digest(part for file in files for part in (str(file), file.read_bytes()))


@cache
def program() -> str:
    """Give the digest of klantboek itself and of the libraries that write pages."""
    return digest(
        [platform.python_version(), *libraries(_LIBRARIES), of_package(), files_digest([carried("schemas")])]
    )
