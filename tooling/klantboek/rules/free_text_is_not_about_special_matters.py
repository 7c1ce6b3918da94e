"""KB911, free text says nothing about health, religion, descent and the like."""

import re
from collections.abc import Iterator
from functools import cache

from klantboek.book import Book
from klantboek.book.parts import parts_of
from klantboek.findings import Severity
from klantboek.rules import Problem, rule
from klantboek.shapes import Shape

# Words that are seldom about anything else; common words with another meaning (geloof, kerk, ill) are left out.
_WORDS = {
    "health": "ziek|zieke|ziekte|ziekteverlof|overspannen|burn-out|burnout|depressie|depressief|depressieve|depression|"
    "depressed|zwanger|zwangere|zwangerschap|pregnant|pregnancy|arbeidsongeschikt|arbeidsongeschikte|"
    "chemotherapie|chemotherapy|dementie|dementia|diabetes|hiv|psychiater|psychiatrist|verslaafd|verslaafde|"
    "alcoholist|alcoholic|sick leave|seriously ill|"
    "kanker|kankerpatiënt|borstkanker|hartaanval|hartinfarct|herseninfarct|beroerte|cancer|heart attack",
    "religion": "katholiek|katholieke|moslim|moslima|moslims|islamitisch|islamitische|joods|joodse|hindoe|"
    "gelovig|gelovige|jehova's getuige|religie|muslim|jewish|hindu|religious|religion",
    "union membership": "vakbond|vakbondslid|vakbonden|vakvereniging|trade union|union member",
    "political opinions": "politieke voorkeur|politieke overtuiging|politieke opvattingen|partijlid|"
    "political views|political opinions",
    "descent": "allochtoon|allochtone|etniciteit|etnisch|etnische|huidskleur|ethnicity|ethnic|skin colour|skin color",
    "sexuality": "homo|homoseksueel|homoseksuele|lesbisch|lesbische|biseksueel|transgender|seksuele geaardheid|"
    "homosexual|lesbian|bisexual|sexual orientation",
    "a criminal record": "strafblad|veroordeeld|gedetineerde|ex-gedetineerde|criminal record|ex-convict|convicted",
}
_ANY = re.compile(
    "|".join(rf"\b(?P<w{n}>{words})\b" for n, words in enumerate(_WORDS.values())), re.IGNORECASE
)
_WORD = re.compile(r"\w+")
# One whole word of each, in small letters: a text without any of them needs no closer look.
_HINTS = frozenset(
    max(reversed(_WORD.findall(word)), key=len) for words in _WORDS.values() for word in words.split("|")
)
_TOPICS = tuple(_WORDS)
# Keys under which people write sentences; names, places and titles of things are not looked at.
_FREE = {
    "answer", "answers", "because", "best_time", "choices", "collected_because", "custom", "description",
    "event", "goal_note", "habits", "how_explanation", "kind_explanation", "nature_explanation", "note",
    "occupation", "outcome", "reason", "roles_explanation", "subject", "summary", "text", "title", "use",
    "value", "what", "why",
}  # fmt: skip
_KINDS = {"relation", "judgement"}


@rule("KB911", requirement="M57", severity=Severity.WARNING)
def free_text_is_not_about_special_matters(book: Book) -> Iterator[Problem]:
    """Notes, summaries and other free text say nothing about a person's health, religion, union, descent, sexuality or convictions.

    Keeping that is forbidden unless the law makes an exception (GDPR articles 9 and 10), and everybody who
    may read the customer reads it. Only words are looked at: whether it is about a person, you judge.

    Bad: `notes: [{on: 2026-01-01, by: hdv, text: Call his wife; he is ziek.}]`

    Good: `notes: [{on: 2026-01-01, by: hdv, text: Delivers to the ziekenhuis. Call again in March.}]`
    """
    for record in book.records:
        if not record.fits or record.kind not in _KINDS:
            continue
        parts = parts_of(record)
        for path, shape, text in () if _HINTS.isdisjoint(_WORD.findall(parts.small)) else parts.texts:
            found = _ANY.search(text) if _is_free(shape) else None
            if found is None or "name" in path:
                continue
            topic = next(n for n in range(len(_TOPICS)) if found[f"w{n}"])
            yield Problem(
                record.node,
                None,
                f"this text may be about somebody's {_TOPICS[topic]}"
                if not _TOPICS[topic].startswith("a ")
                else f"this text may be about {_TOPICS[topic]}",
                "Write what to do (call again in March), not why; or allow KB911 here with a reason.",
                exact=path,
                hidden=True,
            )


@cache
def _is_free(shape: Shape | None) -> bool:
    """Tell whether people write sentences there; they do in fields of the book's own."""
    steps = shape.path.split(".") if shape is not None else ["custom"]
    return not _FREE.isdisjoint(steps) and "name" not in steps
