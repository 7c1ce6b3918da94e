"""Check one document against the schema of its kind."""

from klantboek.findings import Finding, Severity
from klantboek.schema.codes import CODES
from klantboek.schema.gate import fits_whole
from klantboek.schema.misfit import Misfit
from klantboek.schema.whole import whole
from klantboek.schema.wrong_types import written
from klantboek.yaml import Document


def check(kind: str, record: str, document: Document) -> tuple[list[Finding], bool]:
    """Give everything about ``document`` that its schema refuses, and whether its structure fits.

    A value that is written wrongly (an e-mail address, an IBAN) is a finding, but the record still fits;
    a wrong type, an unknown or missing key, or a date that does not exist is not.
    """
    if fits_whole(kind, document.value):
        return [], True
    misfits = _misfits(kind, document)
    return [_finding(misfit, kind, record, document) for misfit in misfits], all(
        one.code == "KB105" for one in misfits
    )


def _misfits(kind: str, document: Document) -> list[Misfit]:
    if not isinstance(document.value, dict):
        what = written(document.value)
        message = f"this file is {what}, but a {kind} is a group of keys"
        return [Misfit("KB109", (), message, CODES["KB109"].help)]
    from klantboek.schema.explain import explain  # noqa: PLC0415 -- only when something is wrong
    from klantboek.schema.validator import validator_of  # noqa: PLC0415 -- jsonschema takes long to import

    return explain(validator_of(kind).iter_errors(document.value), kind, whole(kind), document.value)


def _finding(misfit: Misfit, kind: str, record: str, document: Document) -> Finding:
    from klantboek.schema.mending import fix_of  # noqa: PLC0415 -- only when something is wrong

    second = None if misfit.second is None else document.place(misfit.second, key=True)
    return Finding(
        misfit.code,
        Severity.ERROR,
        record,
        misfit.path,
        document.place(misfit.path, key=misfit.key),
        misfit.message,
        CODES[misfit.code].why,
        misfit.help or CODES[misfit.code].help,
        second,
        misfit.second_label,
        fix=fix_of(misfit, kind, document),
    )
