"""Formats: how dates, numbers of registers, addresses on the net and codes are written."""

from klantboek.schema.formats import codelists, contact, registrations
from klantboek.schema.formats.kind import Format

__all__ = ["FORMATS", "Format", "problem"]

FORMATS: dict[str, Format] = {
    found.name: found
    for module in (contact, codelists, registrations)
    for found in vars(module).values()
    if isinstance(found, Format)
}


def problem(name: str, text: str) -> str | None:
    """Say what is wrong with the text as the format ``name``, or None; unknown formats refuse nothing."""
    found = FORMATS.get(name)
    return found.check(text) if found is not None else None
