"""Check one document against schemas/."""

from functools import cache
from typing import Any

from klantboek.findings import Finding, Severity
from klantboek.shapes import schema_text
from klantboek.yaml import Document


@cache
def _validator(kind: str) -> Any:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 -- 0.3 s to import
    from referencing import Registry, Resource  # noqa: PLC0415

    definitions = schema_text("definitions")
    registry: Any = Registry().with_resources([(definitions["$id"], Resource.from_contents(definitions))])
    return Draft202012Validator(schema_text(kind), registry=registry)


def check(kind: str, record: str, document: Document) -> tuple[list[Finding], bool]:
    """Give everything about ``document`` that its schema refuses, and whether its structure fits.

    A value that is written wrongly (an e-mail address, an IBAN) is a finding, but the record still fits;
    a wrong type, an unknown or missing key, or a date that does not exist is not.
    """
    findings = [
        Finding("KB101", Severity.ERROR, record, tuple(e.absolute_path), document.place(tuple(e.absolute_path)), e.message)
        for e in _validator(kind).iter_errors(document.value)
    ]
    return findings, not findings
