"""KB911, free text says nothing about health, religion, descent and the like."""

import re
from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.texts import texts_with
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

# Words that are seldom about anything else; common words with another meaning (geloof, kerk, ill) are left out.
_WORDS = {
    "health": "ziek|zieke|ziekte|ziekteverlof|overspannen|burn-out|burnout|depressie|depressief|depressieve|depression|"
    "depressed|zwanger|zwangere|zwangerschap|pregnant|pregnancy|arbeidsongeschikt|arbeidsongeschikte|"
    "chemotherapie|chemotherapy|dementie|dementia|diabetes|hiv|psychiater|psychiatrist|verslaafd|verslaafde|"
    "alcoholist|alcoholic|sick leave|seriously ill",
    "religion": "katholiek|katholieke|moslim|moslima|moslims|islamitisch|islamitische|joods|joodse|hindoe|"
    "gelovig|gelovige|jehova's getuige|religie|muslim|jewish|hindu|religious|religion",
    "union membership": "vakbond|vakbondslid|vakbonden|vakvereniging|trade union|union member",
    "descent": "allochtoon|allochtone|etniciteit|etnisch|etnische|huidskleur|ethnicity|ethnic|skin colour|skin color",
    "sexuality": "homo|homoseksueel|homoseksuele|lesbisch|lesbische|biseksueel|transgender|seksuele geaardheid|"
    "homosexual|lesbian|bisexual|sexual orientation",
    "a criminal record": "strafblad|veroordeeld|gedetineerde|ex-gedetineerde|criminal record|ex-convict|convicted",
}
_ANY = re.compile(
    "|".join(rf"\b(?P<w{n}>{words})\b" for n, words in enumerate(_WORDS.values())), re.IGNORECASE
)
_HINTS = frozenset(
    max(reversed(re.findall(r"\w+", word)), key=len) for words in _WORDS.values() for word in words.split("|")
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
        for path, _, text in texts_with(record, _ANY, _HINTS):
            if _FREE.isdisjoint(step for step in path if isinstance(step, str)) or "name" in path:
                continue
            found = _ANY.search(text)
            topic = next(n for n in range(len(_TOPICS)) if found and found[f"w{n}"])
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
