"""KB912, no password or key stands in a text."""

import re
from collections.abc import Iterator

from klantboek.book import Book, Record
from klantboek.book.texts import loose_texts_with, texts_with
from klantboek.findings import Path
from klantboek.rules import Problem, rule

_WORD = r"(?:password|passphrase|passwd|pwd|passwort|wachtwoord|wachtwoorden|wachtzin|mot de passe)"
_SECRETS = {
    # Behind a colon or an equals sign anything counts; behind a space only what looks drawn up.
    "a password": rf"\b{_WORD}\b\s*(?:(?:is|=|:)\s*)*(?:(?<=[:=])|(?<=[:=] ))(?!\s)[^\s,;.]{{4,}}"
    rf"|\b{_WORD}\b\s*(?:(?:is|was|=|:)\s*)*(?=\S*\d)(?=\S*[^\W\d_])\S{{5,}}",
    "a code that opens something": r"\b(?:ww|pw)\s*[:=]\s*[^\s,;]{4,}"
    r"|\b(?:pincode|pin-code|pin code|alarmcode|alarm code|toegangscode|deurcode|sleutelcode|access code|door code)\b"
    r"[^\d\n,;]{0,20}(?!(?:19|20)\d\d\b)\d{4,8}(?!\d)",
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----",
    "an access key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[0-9A-Za-z]{36,}\b|\bglpat-[0-9A-Za-z_-]{20,}"
    r"|\bxox[abprs]-[0-9A-Za-z-]{10,}|\b[sr]k_live_[0-9A-Za-z]{16,}\b",
}
_ANY = re.compile(
    "|".join(
        rf"(?P<s{n}>{f'(?i:{pattern})' if n <= 1 else pattern})"
        for n, pattern in enumerate(_SECRETS.values())
    )
)
_HINTS = (
    "pass", "pwd", "wachtwoord", "wachtzin", "private", "akia", "asia", "ghp_", "gho_", "ghu_", "ghs_", "ghr_",
    "glpat-", "xox", "k_live_", "ww", "pw", "pin", "code",
)  # fmt: skip
_NAMES = tuple(_SECRETS)


@rule("KB912", requirement="M57")
def text_holds_no_secret(book: Book) -> Iterator[Problem]:
    """No password, private key or access key stands in any text of the book.

    The book is copied to every reader's computer and its history keeps everything: a secret in it is no
    secret any more, also after it was removed.

    Bad: `notes: [{on: 2026-01-01, by: hdv, text: "Portal: wachtwoord: Brood-2026"}]`

    Good: `notes: [{on: 2026-01-01, by: hdv, text: The password of the portal is in our password safe.}]`
    """
    for record in book.records:
        for path, _, text in texts_with(record, _ANY, _HINTS) if record.fits else ():
            yield _problem(record, text, path)
        for start, text in loose_texts_with(record, _ANY):
            yield _problem(record, text, (), (start, start + len(text)))


def _problem(record: Record, text: str, path: Path, span: tuple[int, int] | None = None) -> Problem:
    found = _ANY.search(text)
    which = next(n for n in range(len(_NAMES)) if found and found[f"s{n}"])
    return Problem(
        record.node,
        None,
        f"this {'text' if span is None else 'line'} holds what looks like {_NAMES[which]}",
        "Change it where it is used, keep the new one in a password safe, and remove it here.",
        exact=path,
        hidden=True,
        span=span,
    )
