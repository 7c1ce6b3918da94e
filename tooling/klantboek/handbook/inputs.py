"""Everything that the page of a relation is made from, as digests: what is the same need not be rendered again."""

import platform
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from klantboek.book.record import Record
from klantboek.handbook.edition import Edition
from klantboek.handbook.group import turnover
from klantboek.house import carried

_LIBRARIES = ("babel", "jinja2", "markupsafe", "mkdocs", "phonenumberslite")
_SOURCES = frozenset([".py", ".yaml", ".sql", ".json", ".html"])


def digest(parts: Iterable[object]) -> str:
    """Give a short text that differs when any of the parts does."""
    found = blake2b(digest_size=16)
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()


class Inputs:
    """The digests of one edition; ``frame`` is whatever else all pages share: templates, menu, title."""

    def __init__(self, edition: Edition, frame: Iterable[object]) -> None:
        self._edition = edition
        self._frame = tuple(frame)

    def of(self, record: Record) -> str:
        """Give the digest of what the page of a relation is made from."""
        edition, rows = self._edition, list(self._rows(record))
        own = ("relation", record.id)
        twins = edition.twins.get(record.id, ())
        group = edition.groups.members(record.id) if edition.groups.has(record.id) else []
        others = [
            *group,
            *(name for _, names in rows for name in names),
            *(number for one in twins for number in (one.pair.a, one.pair.b)),
        ]
        return digest(
            [
                self._shared,
                record.file,
                self._texts(record.file),
                *(row for row, _ in rows),
                *map(repr, edition.findings_of(record)),
                *map(repr, edition.history.of(record.file)),
                *(f"{one} {edition.groups.mothers.get(one)} {turnover(edition, one)}" for one in group),
                *(f"{one.pair.a} {one.pair.b} {one.pair.probability}" for one in twins),
                *(
                    f"{link.record.file} {link.where} {link.shape.path}"
                    for link in edition.backlinks.get(own, ())
                ),
                *(self._texts(link.record.file) for link in edition.backlinks.get(own, ())),
                *(self._named(name) for name in (*self._named_by.get(record.file, ()), *others)),
                *(self._named(link.record.id) for link in edition.backlinks.get(own, ())),
            ]
        )

    def _rows(self, record: Record) -> Iterator[tuple[str, list[str]]]:
        """Give the derived figures about a relation, each row with the relations it names."""
        for name, result in sorted(self._edition.results.items()):
            places = [result.position(one.name) for one in result.columns if one.reference == "relation"]
            for place in places:
                column = result.columns[place].name
                for row in result.where(column, record.id):
                    yield f"{name} {row!r}", [str(row[one]) for one in places]

    def _named(self, relation: str) -> str:
        """Give what other pages show of a relation."""
        found = self._edition.book.find("relation", relation)
        if found is None:
            return relation
        return f"{relation} {self._edition.page_of(found)} {self._edition.names.record(found)}"

    @cached_property
    def _named_by(self) -> Mapping[str, list[str]]:
        """The relations that each record refers to, by the record's file."""
        found: dict[str, list[str]] = {}
        for (kind, name), links in self._edition.backlinks.items():
            if kind == "relation":
                for link in links:
                    found.setdefault(link.record.file, []).append(name)
        return found

    @cached_property
    def _digests(self) -> dict[str, str]:
        return {record.file: digest([record.document.text]) for record in self._edition.book.records}

    def _texts(self, file: str) -> str:
        return self._digests[file]

    @cached_property
    def _shared(self) -> str:
        """What every page may show: all records but relations, and how pages are made."""
        edition = self._edition
        return digest(
            [
                _program(),
                *self._frame,
                edition.language,
                edition.book.as_of,
                *(
                    f"{record.file} {record.kind} {record.id} {record.fits} {self._texts(record.file)}"
                    for record in edition.book.records
                    if record.kind != "relation"
                ),
            ]
        )


def files_digest(folders: Iterable[Path]) -> str:
    """Give the digest of the sources in some folders."""
    files = sorted(file for folder in folders for file in folder.rglob("*") if file.suffix in _SOURCES)
    return digest(part for file in files for part in (str(file), file.read_bytes()))


@cache
def _program() -> str:
    """Give the digest of klantboek itself and of the libraries that write pages."""
    versions = (version(name) for name in _LIBRARIES)
    return digest(
        [platform.python_version(), *versions, files_digest([Path(__file__).parents[1], carried("schemas")])]
    )
