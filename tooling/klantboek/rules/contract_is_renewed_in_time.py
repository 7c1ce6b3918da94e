"""KB412, a contract that ends by itself is renewed before its notice date."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.period import days_later
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB412", requirement="M20", severity=Severity.ADVICE)
def contract_is_renewed_in_time(book: Book) -> Iterator[Problem]:
    """A contract that does not renew by itself has a successor once its notice date has passed.

    After that day it only ends: the customer is without service, or buys it elsewhere.

    Bad: `{vocabularies/contract-kinds.yaml: {code: contract-kinds, terms: [{code: service, names: {en: Service}}]}, relations/R-00001.yaml: {contracts: [{number: C-1, title: Service, kind: service, from: 2024-01-01, until: 2026-12-31, notice_days: 90}]}}`

    Good: `{vocabularies/contract-kinds.yaml: {code: contract-kinds, terms: [{code: service, names: {en: Service}}]}, relations/R-00001.yaml: {contracts: [{number: C-1, title: Service, kind: service, from: 2024-01-01, until: 2026-12-31, notice_days: 90, renews: true}]}}`
    """
    for relation in book.relations:
        if relation.status in {"lost", "ended"} or relation.classification.goal == "end":
            continue
        contracts = relation.contracts
        for contract in contracts:
            if contract.until is None or contract.notice_days is None or contract.renews:
                continue
            notice = days_later(contract.until, -contract.notice_days)
            if notice < book.as_of <= contract.until and not _has_successor(contract, contracts):
                yield Problem(
                    contract,
                    "until",
                    f"{contract.number} ends on {contract.until}, and its notice date was {notice}",
                    "Agree on a new contract and add it, or write renews: true when it goes on by itself.",
                    contract,
                    "notice_days",
                    "the notice",
                )


def _has_successor(contract: Node, contracts: tuple[Node, ...]) -> bool:
    return any(
        other.kind == contract.kind
        and other.from_ > contract.from_
        and (other.until is None or other.until > contract.until)
        for other in contracts
    )
