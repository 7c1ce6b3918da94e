"""Fixes for what a schema refuses: the same value as it must be written, or what was probably meant."""

from collections.abc import Iterator
from typing import Any

from klantboek.changes import Change, Fix, Put, Rename
from klantboek.findings import Path
from klantboek.schema.formats import FORMATS
from klantboek.schema.formats.contact import dialled, is_year_first, meant_day, without_extension
from klantboek.schema.formats.kind import compact
from klantboek.schema.legal_forms import codes_of
from klantboek.schema.misfit import Misfit
from klantboek.shapes.order import order_of
from klantboek.yaml import Document

_NUMBERS = frozenset(
    {"kvk", "kvk-branch", "rsin", "vat", "be-enterprise", "be-establishment", "lei", "iban", "bic"}
)
# What people write in front of a number of a register, which its key says already.
_PREFIXES = {"kvk": "KVK", "be-enterprise": "BE", "be-establishment": "BE"}


def fix_of(misfit: Misfit, kind: str, document: Document) -> Fix | None:
    """Give what would mend a misfit, or None when only a person can tell."""
    path = misfit.path
    if misfit.code == "KB101" and misfit.meant and misfit.meant not in _at(document.value, path[:-1]):
        return Fix(f"call it {misfit.meant}", (Rename(path, misfit.meant),), safe=False)
    if misfit.code == "KB104" and misfit.meant:
        return Fix(f"write {misfit.meant}", (Put(path, misfit.meant),), safe=False)
    if misfit.code == "KB103" and misfit.meant:
        return Fix(f'write "{misfit.meant}"', (Put(path, misfit.meant),))
    text = _at(document.value, path)
    if misfit.code not in {"KB105", "KB108"} or not isinstance(text, str):
        return None
    if misfit.form == "date":
        return _day(text, path)
    if misfit.form == "phone":
        return _phone(text, path, kind, document.value)
    if misfit.form == "elf":
        return _legal_form(text, path, document.value)
    meant = next((one for one in _spellings(misfit.form, text) if _is_right(misfit.form, one)), None)
    return None if meant is None else Fix(f"write {meant}", (Put(path, meant),))


def _spellings(form: str, text: str) -> Iterator[str]:
    if form in _NUMBERS:
        number = compact(text)
        yield number
        number = number.removeprefix(_PREFIXES.get(form, ""))
        yield number
        if form == "be-enterprise" and len(number) == 9:  # noqa: PLR2004 -- how it was written until 2005
            yield f"0{number}"
    elif form == "email":
        bare = text.strip()
        yield bare[len("mailto:") :].strip() if bare.lower().startswith("mailto:") else bare


def _is_right(form: str, text: str) -> bool:
    return FORMATS[form].check(text) is None


def _phone(text: str, path: Path, kind: str, value: Any) -> Fix | None:
    """Give the international form; a national number is read in the country of the relation's addresses."""
    number, extension = without_extension(text)
    bare = number.replace(" ", "")
    meant = bare if _is_right("phone", bare) else dialled(number, _own_country(value))
    if not meant:
        return None
    changes: tuple[Change, ...] = (Put(path, meant),)
    if extension:
        holder = _at(value, path[:-1])
        if "extension" in holder or "extension" not in order_of(kind)(path[:-1]):
            return None
        changes += (Put((*path[:-1], "extension"), extension),)
    return Fix(f"write {meant}" + (f", extension {extension}" if extension else ""), changes)


def _day(text: str, path: Path) -> Fix | None:
    """Give a day as records hold it; a guess when the month may stand first, or when there is more than a day."""
    meant = meant_day(text)
    return None if meant is None else Fix(f"write {meant}", (Put(path, str(meant)),), is_year_first(text))


def _legal_form(text: str, path: Path, value: Any) -> Fix | None:
    """Give the code of a form that is written out, in the country beside it; a guess when several are spelled so."""
    country = _at(value, path[:-1]).get("country")
    codes = codes_of(text, country) if isinstance(country, str) else ()
    return Fix(f"write {codes[0]}", (Put(path, codes[0]),), safe=len(codes) == 1) if codes else None


def _own_country(value: Any) -> str | None:
    addresses = value.get("addresses")
    if not isinstance(addresses, list):
        return None
    found = {address.get("country") for address in addresses if isinstance(address, dict)}
    country = found.pop() if len(found) == 1 else None
    return country if isinstance(country, str) else None


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value
