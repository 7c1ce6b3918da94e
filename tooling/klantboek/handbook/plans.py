"""What stands where in a section of a page: which property is a title, a label, an amount."""

from collections.abc import Mapping
from dataclasses import dataclass

# In sight on a relation's page; of what has a day the others stand on the page of its past.
_SHOWN, _NEWEST = 5, 4


@dataclass(frozen=True)
class Plan:
    """Which properties of an item stand in its head, which are its text, and which come first.

    ``plain`` speaks for itself without a label, ``last`` stands small at the end. ``rows`` names the list whose items are the rows of one table for
    all items: a ledger. In the card of a person lists are facts too, and it says so when they left;
    elsewhere each list is a table of its own. The first ``shown`` items are in sight; the others fold, or stand on a
    page of their own when the newest come first.
    """

    title: tuple[str, ...]
    badges: tuple[str, ...] = ()
    aside: str = ""
    text: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    rows: str = ""
    is_person: bool = False
    is_newest_first: bool = False
    shown: int = _SHOWN


PLANS: Mapping[str, Plan] = {
    "relation.contacts": Plan(
        ("name", "person"), ("preferred", "decision_roles"), "function", first=("phones", "emails", "department"),
        last=("id", "salutation", "language", "from"), is_person=True, shown=8,
    ),
    "relation.orders": Plan(
        ("date", "number"), ("status",), plain=("channel", "contact", "origin", "invoices"), rows="lines",
        last=("requested_on", "delivered_on", "freight", "total", "delivery_address"), is_newest_first=True, shown=3,
    ),
    "relation.quotes": Plan(
        ("date", "number"), ("status",), first=("contact", "valid_until"), rows="lines", is_newest_first=True, shown=_NEWEST,
    ),
    "relation.contracts": Plan(("title",), ("kind",), "price", first=("per", "from", "until")),
    "relation.subscriptions": Plan(("product",), (), "price", first=("per", "from", "until")),
    "relation.interactions": Plan(
        ("on", "subject"), ("state",), "kind", ("summary",), ("contacts", "staff", "channel"), is_newest_first=True, shown=_NEWEST,
    ),
    "relation.complaints": Plan(
        ("on", "nature"), ("status",), "number", ("description",), first=("product", "owner", "contact", "channel"),
        last=("cost",), is_newest_first=True, shown=_NEWEST,
    ),
    "relation.projects": Plan(("name",), ("status",), "code", ("description",)),
    "relation.configurations": Plan(("name",), (), "on"),
    "relation.survey_answers": Plan(("on", "survey"), (), "score", ("why",), is_newest_first=True, shown=_NEWEST),
    "relation.web_visits": Plan(("on",), is_newest_first=True, shown=_NEWEST),
    "book.staff": Plan(("name",), (), "function", first=("email", "phone"), last=("id", "from"), is_person=True, shown=50),
    "book.objectives": Plan(("names",), (), "due", ("target",), first=("measure", "owner"), last=("code",), shown=50),
    "relation.notes": Plan(("on",), (), "by", ("text",), is_newest_first=True, shown=_NEWEST),
}  # fmt: skip
