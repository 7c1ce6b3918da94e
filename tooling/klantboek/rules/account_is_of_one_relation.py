"""KB302, a bank account belongs to one relation."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.rules import Problem, rule


@rule("KB302", requirement="M05")
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
