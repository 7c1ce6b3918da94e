"""KB204, a delivery or visiting address is not a PO box."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.places import places_in_use
from klantboek.book.streets import box_in_street
from klantboek.rules import Problem, rule


@rule("KB204", requirement="M03")
def delivery_is_not_po_box(book: Book) -> Iterator[Problem]:
    """Goods and visitors can reach a delivery or visiting address.

    A PO box receives letters only: an order sent there comes back.

    Bad: `addresses: [{uses: [delivery], po_box: "1234", postcode: 3500 BA, city: Utrecht, country: NL}]`

    Good: `addresses: [{uses: [postal], po_box: "1234", postcode: 3500 BA, city: Utrecht, country: NL}]`
    """
    for relation in book.relations:
        for address in places_in_use(relation, book.as_of):
            written = box_in_street(address)
            box = address.po_box or address.reply_number or (written and written[1])
            if box and not {"delivery", "visiting"}.isdisjoint(address.uses):
                yield Problem(
                    address,
                    "uses",
                    f"PO box {box} can't receive goods or visitors",
                    "Use it for postal or billing, and add the address where the door is.",
                )
