"""Duplicates of a book: what is compared of it, and what of that is a finding."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from klantboek.book import Book, Node
from klantboek.book.book import RELATION
from klantboek.book.node import place_of, record_of, value_of
from klantboek.duplicates.collecting import collected_later
from klantboek.duplicates.features import PERSON, Features, features_of
from klantboek.duplicates.judgements import judged
from klantboek.duplicates.pairs import MINIMUM, Duplicates, Judged, Pair
from klantboek.findings import Finding
from klantboek.rules.catalogue import DUPLICATE

# What lint reports: of a hundred such pairs at least ninety-nine are one party.
LINT = 0.99
# The rules on what belongs to one relation: KvK, VAT and other numbers, accounts, contact points.
TOLD_BY = frozenset({"KB301", "KB302", "KB303"})
# The reasons that a message has room for: those that weigh most.
_REASONS = 3


def features_in(book: Book) -> Iterator[Features]:
    """Give the features of the relations that fit, tombstones left out.

    Two files of one number can't be told apart by it; they are left out until one has a number of its own, and so
    is a file that is named by another number than it holds.
    """
    files = Counter(record.id for record in book.records if record.kind == RELATION)
    return (
        features_of(value_of(node), number)
        for node in book.relations
        if files[number := record_of(node).id] == 1 and node.number == number
    )


def duplicates_of(book: Book, minimum: float = MINIMUM) -> Duplicates:
    """Find the duplicates of a book, with what people judged about them and what that teaches."""
    return duplicates_among(features_in(book), judged(book), minimum)


def duplicates_among(
    features: Iterable[Features], judgements: Sequence[Judged], minimum: float = MINIMUM
) -> Duplicates:
    """Find the duplicates among features, with what people judged about them and what that teaches.

    Features are taken some at a time; let them come from a stream where there are many.
    """
    from klantboek.duplicates.columns import columns_of  # noqa: PLC0415 -- rows of numbers take long to import
    from klantboek.duplicates.find import duplicates_in  # noqa: PLC0415 -- so do these
    from klantboek.duplicates.learning import learned_in  # noqa: PLC0415 -- so do these

    with collected_later():
        columns = columns_of(features)
        return duplicates_in(columns, judgements, minimum, learned_in(columns, judgements))


def findings_of(duplicates: Duplicates, book: Book, minimum: float = LINT) -> list[Finding]:
    """Give a finding with two ends for each pair that is at least so probable and that nobody settled.

    What was judged the same and not merged is told by the rules on judgements; a pair about which somebody
    was unsure is told again.
    """
    known = {node.number: node for node in book.relations}
    settled = {frozenset((one.a, one.b)) for one in judged(book) if one.verdict != "unsure"}
    return [
        _finding(pair, known[pair.a], known[pair.b])
        for pair in duplicates.pairs
        if pair.probability >= minimum and pair.a in known and pair.b in known
        if frozenset((pair.a, pair.b)) not in settled
    ]


def untold(probable: Iterable[Finding], findings: Iterable[Finding]) -> list[Finding]:
    """Give the probable duplicates of which no rule said already that both have one number, account or address."""
    told = {_ends(one) for one in findings if one.code in TOLD_BY}
    return [one for one in probable if _ends(one) not in told]


def _ends(finding: Finding) -> frozenset[str]:
    second = finding.second.file if finding.second is not None else ""
    return frozenset((finding.place.file, second))


def _finding(pair: Pair, first: Node, second: Node) -> Finding:
    record = record_of(second)
    reasons = [one for one in pair.reasons if one.weight > 0][:_REASONS]
    told = ", ".join(f"+{one.weight:.1f} {one.text}" for one in reasons)
    return Finding(
        DUPLICATE.code,
        DUPLICATE.severity,
        f"{record.kind}/{record.id}",
        ("number",),
        place_of(second, "number"),
        f"this is probably {pair.a} again: {told}",
        DUPLICATE.why,
        f"{_remedy(pair, first, second)}; klantboek duplicates --review says that they are two.",
        place_of(first, "number"),
        "there",
    )


def _remedy(pair: Pair, first: Node, second: Node) -> str:
    if first.kind == second.kind:
        return f"klantboek merge {pair.a} {pair.b} makes one of them"
    person = pair.a if first.kind == PERSON else pair.b
    return f"a sole trader is one party: write what {person} has in the other and take it out with klantboek retire"
