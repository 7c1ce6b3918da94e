"""KB216, a bank account is of a country where the relation is."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.period import period_of
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB216", requirement="M13", severity=Severity.ADVICE)
def account_is_of_its_country(book: Book) -> Iterator[Problem]:
    """A bank account is of a country in which the relation has an address or its legal form.

    Accounts abroad are allowed and happen, but a new account in another country is also how invoice fraud
    looks.

    Bad: `{relations/R-00001.yaml: {addresses: [{uses: [visiting], street: Molenpad, house_number: "12", postcode: 1016 DW, city: Amsterdam, country: NL}], payment: {accounts: [{iban: BE68539007547034}]}}}`

    Good: `{relations/R-00001.yaml: {addresses: [{uses: [visiting], street: Molenpad, house_number: "12", postcode: 1016 DW, city: Amsterdam, country: NL}], payment: {accounts: [{iban: BE68539007547034, shared: account of the mother in Gent}]}}}`
    """
    for relation in book.relations:
        accounts = relation.payment.accounts
        if not accounts:
            continue
        home = {address.country for address in relation.addresses}
        if form := relation.organisation.legal_form.country:
            home.add(form)
        for account in accounts:
            country = account.iban[:2]
            known = country in home or account.shared or not period_of(account).holds(book.as_of)
            if home and not known:
                yield Problem(
                    account,
                    "iban",
                    f"the account is in {country}, where the relation has no address",
                    "Call them on a number you know already to confirm it, and say in `shared` whose it is.",
                    relation.addresses[0] if relation.addresses else relation.organisation.legal_form,
                    "country",
                    "its country",
                )
