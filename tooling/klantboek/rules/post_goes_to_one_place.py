"""KB806, post for a relation goes to one address."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.period import period_of
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB806", requirement="M03", severity=Severity.WARNING)
def post_goes_to_one_place(book: Book) -> Iterator[Problem]:
    """Of the addresses that hold today one is for post and one for bills, or they say for whom or what.

    With two, one letter goes to the one and the next to the other, or to the place they moved from.

    Bad: `addresses: [{uses: [postal], po_box: "12", postcode: 3500 BA, city: Utrecht, country: NL}, {uses: [postal], po_box: "98", postcode: 3500 BA, city: Utrecht, country: NL}]`

    Good: `addresses: [{uses: [postal], po_box: "12", postcode: 3500 BA, city: Utrecht, country: NL, until: 2025-06-30}, {uses: [postal], po_box: "98", postcode: 3500 BA, city: Utrecht, country: NL}]`
    """
    for relation in book.relations:
        # A reply number is for what others send to them; a note tells two addresses apart in words.
        current = [
            one
            for one in relation.addresses
            if period_of(one).holds(book.as_of) and not (one.reply_number or one.note)
        ]
        for use, what in (("postal", "post"), ("billing", "bills")):
            places = [one for one in current if use in one.uses]
            for number, address in enumerate(places):
                other = next((one for one in places[:number] if one.attention == address.attention), None)
                if other is not None:
                    yield Problem(
                        address,
                        "uses",
                        f"a second address for {what} that holds today",
                        f"End one with until, take {use} off its uses, or write attention: for whom.",
                        other,
                        "uses",
                        "the first one",
                    )
