"""One invented relation, whole: the parts put together in the order of the schema."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from books import answers, orders, quotes, registry, talks
from books.parties import AS_OF, Party
from books.registry import Data, workday
from klantboek.book import Book
from klantboek.shapes import Shape, shape_of

_STATUS = {"active": "active", "new": "active", "dormant": "dormant", "lost": "lost"}
_ENDED = date(2025, 4, 30)


def relation(rng: Random, party: Party, book: Book) -> Data:
    """Give the record of a party with three years of history."""
    products = {product.code: product for product in book.products}
    bought = orders.trade(rng, party, products)
    people = registry.contacts(rng, party)
    contact = people[0]["id"] if people else ""
    complaints = talks.complaints(rng, party, contact, bought)
    said = answers.consents(rng, party, contact)
    responses = answers.campaign_responses(rng, party, said, bought, products)
    for order in bought.orders:
        order["contact"] = contact
    for contract in bought.contracts:
        contract["signed_by"] = contact
    record = {
        "number": party.id,
        **registry.identity(party),
        "roles": list(
            party.roles if party.course != "new" or party.roles != ("customer",) else ("prospect",)
        ),
        "status": _STATUS[party.course],
        "since": party.since,
        "until": _ENDED if party.course == "lost" else None,
        "owner": party.owner,
        "registrations": registry.registrations(rng, party),
        "addresses": registry.addresses(rng, party),
        "emails": registry.emails(rng, party),
        "phones": registry.phones(rng, party),
        "branches": registry.branches(party),
        "contacts": people,
        "classification": _classification(rng, party, bought, book),
        **registry.origin(rng, party),
        "payment": registry.payment(rng, party),
        "preferences": _preferences(party, contact, said),
        "consents": said,
        "interests": talks.interests(rng, party, contact),
        "orders": bought.orders,
        "quotes": quotes.quotes(rng, party, contact, bought, products),
        "products_in_use": bought.products_in_use,
        "contracts": bought.contracts,
        "interactions": talks.interactions(rng, party, contact, bought),
        "complaints": complaints,
        "campaign_responses": responses,
        "loyalty": answers.loyalty(rng, party, bought, products),
        "web_visits": answers.web_visits(rng, party, said),
        "survey_answers": answers.survey_answers(rng, party, contact, bought, bool(complaints)),
    }
    _ask_again(record, party, book)
    written = {key: value for key, value in record.items() if key not in party.unwritten}
    found: Data = _ordered(written, shape_of("relation"))
    return found


def _classification(rng: Random, party: Party, bought: orders.Trade, book: Book) -> Data:
    if not bought.orders:
        return {"goal": "acquire"} if party.trade != "supplier" else {}
    turnover = bought.turnover()
    reached = [
        (row.turnover_from, row.code) for row in book.settings.classes if row.turnover_from <= turnover
    ]
    goal = "grow" if party.size == "medium" else "maintain"
    return {
        "class": max(reached)[1],
        "goal": goal if party.course != "lost" else None,
        "satisfaction": answers.satisfaction(rng, party, bought),
    }


def _ask_again(record: Data, party: Party, book: Book) -> None:
    """Let a customer of the highest class say how content they are, when that was longer than a year ago."""
    highest = max(book.settings.classes, key=lambda one: one.turnover_from).code
    found = record["classification"]
    if found.get("class") != highest or party.course != "active":
        return
    answers = [] if "survey_answers" in party.unwritten else record["survey_answers"]
    said = [one["on"] for one in (*found["satisfaction"], *answers)]
    if max(said, default=date.min) < AS_OF - timedelta(days=360):
        again = {"on": workday(AS_OF - timedelta(days=40)), "score": 8, "by": party.owner}
        found["satisfaction"] = [*found["satisfaction"], again]


def _preferences(party: Party, contact: str, said: list[Data]) -> Data:
    if party.trade == "supplier":
        return {"language": party.language}
    refused = any(consent["channel"] == "email" and consent["state"] != "given" for consent in said)
    channels = [{"moment": "invoice", "channel": "email"}]
    if party.course == "new":
        channels = [{"moment": "offer", "channel": "visit" if refused else "email"}]
    if not party.person and party.course != "new":
        channels.append({"moment": "service", "channel": "phone", "contact": contact})
    return {"language": party.language, "channels": channels}


@cache
def _places(shape: Shape) -> dict[str, int]:
    return {name: place for place, name in enumerate(shape.properties)}


def _ordered(value: Any, shape: Shape) -> Any:
    """Put keys in the order of the schema, leave out what is empty, and write dates and sums as text."""
    if isinstance(value, dict):
        places = _places(shape)
        kept = (
            (key, _ordered(value[key], shape.properties[key]))
            for key in sorted(value, key=places.__getitem__)
        )
        return {key: item for key, item in kept if item not in (None, "", [], {})}
    if isinstance(value, list):
        return [_ordered(item, shape.items) if shape.items else item for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else value
    return Decimal(str(value)) if isinstance(value, float) else value
