"""KB302, a bank account belongs to one relation."""

from collections.abc import Iterator

from klantboek.book import Book, Node, Record
from klantboek.rules import Problem, rule
from klantboek.rules.claims import is_living
from klantboek.rules.registry import Across, Claim, Side


def _claims(record: Record) -> Iterator[Claim]:
    if is_living(record):
        yield from ((Side.HOLDS, account.iban) for account in record.node.payment.accounts)


@rule("KB302", requirement="M05", across=Across(_claims))
def account_is_of_one_relation(book: Book) -> Iterator[Problem]:
    """A bank account belongs to one relation, unless the record says why it is shared.

    One account in two records is one customer twice, or an invoice that will be paid by the wrong party.

    Bad: `{relations/R-00001.yaml: {payment: {accounts: [{iban: NL91ABNA0417164300}]}}, relations/R-00002.yaml: {payment: {accounts: [{iban: NL91ABNA0417164300}]}}}`

    Good: `{relations/R-00001.yaml: {payment: {accounts: [{iban: NL91ABNA0417164300}]}}, relations/R-00002.yaml: {payment: {accounts: [{iban: NL91ABNA0417164300, shared: paid by the parent}]}}}`
    """
    holders: dict[str, tuple[str, Node]] = {}
    for relation in book.relations:
        for account in relation.payment.accounts:
            number, first = holders.setdefault(account.iban, (relation.number, account))
            if number == relation.number or account.shared or first.shared:
                continue
            yield Problem(
                account,
                "iban",
                f"this account also stands in {number}",
                "Merge the two when they are one customer; else write the reason in `shared`.",
                first,
                "iban",
                "there",
            )
