"""The relations whose pages may show something that changed: they themselves, and those that they are tied to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from klantboek.handbook.news import News, of_kind
from klantboek.handbook.shelved import files_with
from klantboek.linting.relations import number_of

if TYPE_CHECKING:
    from klantboek.handbook.edition import Edition
    from klantboek.handbook.kept import Kept

_TWINS = "twins"


def nearby(edition: "Edition", news: News, kept: "Kept") -> set[str]:
    """Give the files of these relations; more than needed does no harm, for what their pages are made from is compared."""
    names = news.names
    numbers = of_kind(names, "about") | of_kind(names, "number")
    numbers |= {one.removeprefix("relation/") for one in of_kind(names, "leads") | of_kind(names, "findings")}
    files = of_kind(names, "record") | of_kind(names, "row") | of_kind(names, "history")
    numbers |= {number_of(file) for file in files} | _of_pairs(edition, news, kept)
    if not numbers:
        return set()
    files = _files(edition, numbers)
    tied = {file for number in numbers for file, *_ in edition.index.leads_to("relation", number)}
    numbers |= {name for some in edition.index.named_by([*files]).values() for name in some}
    numbers |= {one for number in [*numbers] for one in _group(edition, number)}
    return tied | _files(edition, numbers)


def _files(edition: "Edition", numbers: set[str]) -> set[str]:
    return files_with(edition.book, numbers)


def _group(edition: "Edition", number: str) -> Sequence[str]:
    return edition.groups.everybody(number) if edition.groups.has(number) else ()


def _of_pairs(edition: "Edition", news: News, kept: "Kept") -> set[str]:
    """Give the relations that have a twin, or had one, if anything changed about pairs at all."""
    before = kept.worked(_TWINS)
    if before is not None and not news.touches(before):
        return set()
    now: list[str] = edition.memory.of(_TWINS, lambda: sorted(edition.twins))
    return {*now, *(before.found if before is not None else ())}
