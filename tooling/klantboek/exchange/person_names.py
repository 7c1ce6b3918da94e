"""The parts of a person's name, taken apart only where there is no doubt."""

import re

_PREFIXES = {
    "van", "de", "den", "der", "het", "'t", "\u2019t", "ten", "ter", "te", "tot", "op", "in", "aan", "bij",
    "onder", "over", "uit", "uijt", "voor", "vande", "vanden", "vander", "von", "zu", "zum", "zur",
}  # fmt: skip
_INITIALS = re.compile(r"(?:[^\W\d_]\.(?:-?))+")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


def split_name(text: str) -> dict[str, str]:
    """Give given name or initials, prefix and surname; the whole as surname when it is not certain.

    Certain are: one given name or initials, Dutch or German prefixes in small letters, one surname;
    also as "surname, given prefix". Anything else has titles, or more names than rules can tell apart.
    """
    if text.count(",") == 1:
        last, first = (part.split() for part in text.split(","))
        words = [*first, *last] if first else []
    else:
        words = text.split()
    if len(words) < 2 or not all(word in _PREFIXES for word in words[1:-1]):  # noqa: PLR2004 -- a first and a last
        return {"surname": text}
    first_word, surname = words[0], words[-1]
    if not _WORD.fullmatch(surname) or not surname[0].isupper():
        return {"surname": text}
    if _INITIALS.fullmatch(first_word):
        parts = {"initials": first_word}
    elif _WORD.fullmatch(first_word) and first_word[0].isupper() and len(first_word) > 1:
        parts = {"given": first_word}
    else:
        return {"surname": text}
    prefix = " ".join(words[1:-1])
    return {**parts, **({"prefix": prefix} if prefix else {}), "surname": surname}
