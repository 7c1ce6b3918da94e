"""Offers with prices: what came before a machine was ordered, and what is still open."""

from datetime import timedelta
from random import Random

from books.orders import Products, Trade
from books.parties import AS_OF, Party
from books.registry import Data, workday

_ASKED = {"bakery": "ov-3040", "pastry": "mx-20", "cafe": "es-2n", "restaurant": "es-1"}
_REASONS = (
    "Financiering nog niet rond",
    "Wacht op de verbouwing",
    "Concurrent was sneller",
    "Toch gekozen voor tweedehands",
)


def quotes(rng: Random, party: Party, contact: str, trade: Trade, products: Products) -> list[Data]:
    """Draw the quotes of a relation: accepted before an order, open or declined for who never bought."""
    found = [
        _accepted(rng, party, contact, order)
        for order in trade.orders
        if order["origin"]["kind"] == "sales_funnel"
    ]
    if party.course == "new" and party.trade in _ASKED:
        found.append(_pending(rng, party, contact, products))
    return found


def _accepted(rng: Random, party: Party, contact: str, order: Data) -> Data:
    on = workday(order["date"] - timedelta(days=rng.randrange(6, 30)))
    number = f"O{order['number'][1:]}"
    order["origin"]["quote"] = number
    lines = [
        {key: line[key] for key in line if key not in {"serial_numbers", "unit_cost"}}
        for line in order["lines"]
    ]
    return {
        "number": number,
        "date": on,
        "valid_until": on + timedelta(days=60),
        "contact": contact,
        "currency": party.currency,
        "lines": lines,
        "status": "accepted",
        "order": order["number"],
    }


def _pending(rng: Random, party: Party, contact: str, products: Products) -> Data:
    on = workday(min(party.since + timedelta(days=rng.randrange(20, 60)), AS_OF - timedelta(days=2)))
    code = _ASKED[party.trade]
    until = on + timedelta(days=60)
    found: Data = {
        "number": f"O{on:%y}-{party.number:05d}-1",
        "date": on,
        "valid_until": until,
        "contact": contact,
        "lines": [
            {"product": code, "quantity": 1, "unit_price": products[code].price, "discount_percent": 5},
            {"product": "sv-install", "quantity": 1, "unit_price": products["sv-install"].price},
        ],
    }
    if until < AS_OF:
        return {**found, "status": rng.choice(("declined", "expired")), "reason": rng.choice(_REASONS)}
    ask = {
        "what": "Nabellen over de offerte",
        "owner": party.owner,
        "due": AS_OF + timedelta(days=7),
        "channel": "phone",
    }
    return {**found, "status": "open", "follow_up": ask}
