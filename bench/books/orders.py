"""Three years of buying: orders with invoices and payments, machines in use, contracts."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from books.parties import AS_OF, NEAR, Party
from books.registry import Data, day, terms, workday
from klantboek.book import Node

Products = dict[str, Node]
CENT = Decimal("0.01")
FIRST = date(2024, 1, 8)

_CONSUMABLES = {
    "bakery": (
        ("cn-bakpapier", 4),
        ("cn-scheidolie", 2),
        ("cn-desem", 3),
        ("pt-rubber", 2),
        ("pt-riem60", 1),
    ),
    "pastry": (("cn-bakpapier", 3), ("cn-scheidolie", 1), ("pt-haak20", 1)),
    "cafe": (("cn-espresso", 8), ("cn-reiniger", 2), ("cn-ontkalker", 1), ("cn-filter", 1), ("pt-groep", 1)),
    "restaurant": (("cn-espresso", 6), ("cn-reiniger", 1), ("cn-filter", 1), ("cn-bakpapier", 1)),
    "home": (("cn-desem", 1), ("cn-espresso", 1), ("cn-bakpapier", 1)),
}
_MACHINES = {
    "bakery": ("mx-60", "ov-3040", "mx-20", "ov-2015"),
    "pastry": ("mx-20", "ov-mini", "mx-20"),
    "cafe": ("es-2", "gr-64", "es-2n", "gr-64"),
    "restaurant": ("es-1", "gr-64", "es-2n"),
    "home": ("ov-mini", "es-1", "gr-graan", "gr-64", "mx-20"),
}
# Consumable orders a year, by how much the quantities grow, and days before AS_OF on which machines come.
_RHYTHM = {"small": 2, "medium": 5, "large": 7, "top": 10}
_GROWTH = {"small": 1, "medium": 2, "large": 3, "top": 6}
_BOUGHT = {
    "small": ((40, 960),),
    "medium": ((430, 940), (40, 420)),
    "large": ((650, 960), (350, 640), (40, 340)),
    "top": ((700, 980), (420, 690), (200, 400), (30, 190)),
}
_LAST = {"active": 8, "dormant": 430, "lost": 780, "new": 0}
_DAYS_LATE = (-4, -2, 0, 0, 3, 9, 21)
_CHANNELS = ("phone", "email", "webshop")


@dataclass(frozen=True)
class Trade:
    """What a relation bought, in the keys of its record."""

    orders: list[Data]
    products_in_use: list[Data]
    contracts: list[Data]

    def turnover(self) -> Decimal:
        """Give the turnover without VAT of the last twelve months, as classes count it."""
        start = AS_OF.replace(year=AS_OF.year - 1)
        return sum((net(order) for order in self.orders if order["date"] > start), Decimal(0))


def net(order: Data) -> Decimal:
    """Give what the lines of an order come to."""
    return sum((_line_total(line) for line in order["lines"]), Decimal(0))


def discount(order: Data, party: Party, products: Products, percent: int) -> None:
    """Take a percentage off the consumables of an order, and set its sums and its invoice right."""
    for line in order["lines"]:
        if products[line["product"]].kind == "consumable":
            line["discount_percent"] = percent
    order["total"] = net(order) + order.get("freight", Decimal(0))
    for invoice in order.get("invoices", ()):
        invoice["amount"] = _gross(party, products, order)
        for payment in invoice.get("payments", ()):
            payment["amount"] = invoice["amount"]


@dataclass(frozen=True)
class _Buyer:
    """Who buys: the party, what can be bought, how many days it pays late, and its own chance."""

    rng: Random
    party: Party
    products: Products
    late: int


def trade(rng: Random, party: Party, products: Products) -> Trade:
    """Draw what a relation bought in three years."""
    if party.course == "new" or "customer" not in party.roles:
        return Trade([], [], [])
    last = AS_OF - timedelta(days=_LAST[party.course])
    days = sorted(_days(rng, party, last))
    if party.orders_each:
        days = sorted([*days, *_more(rng, party, last)])[-party.orders_each :]
    elif party.orders_told is not None:
        days = days[-party.orders_told :]
    buyer = _Buyer(rng, party, products, rng.choice(_DAYS_LATE))
    orders: list[Data] = []
    in_use: list[Data] = []
    for on, machine in days:
        order = _order(buyer, on, machine, f"{on:%y}-{party.number:05d}-{len(orders) + 1}")
        orders.append(order)
        if machine and order["status"] == "delivered":
            in_use.append(_in_use(rng, products, order))
    return Trade(orders, in_use, _contracts(rng, party, in_use))


def _days(rng: Random, party: Party, last: date) -> list[tuple[date, str]]:
    """Draw the days of ordering, each with the machine that was bought then, or nothing."""
    first = max(FIRST, party.since)
    years = max((last - first).days, 30) / 365
    count = max(1, round(_RHYTHM[party.size] * years))
    step = max((last - first).days // count, 1)
    regular = [
        (first + timedelta(days=step * i + rng.randrange(max(step * 2 // 3, 1))), "") for i in range(count)
    ]
    kinds = _MACHINES[party.trade]
    start = rng.randrange(len(kinds))
    bought = [
        (AS_OF - timedelta(days=rng.randrange(*before)), kinds[(start + i) % len(kinds)])
        for i, before in enumerate(_BOUGHT[party.size])
    ]
    return [(on, kind) for on, kind in (*regular, *bought) if first <= on <= last] or [(first, "")]


def _more(rng: Random, party: Party, last: date) -> list[tuple[date, str]]:
    """Draw days of ordering besides those of its rhythm, enough of them for a party with a number of orders."""
    first = max(FIRST, party.since)
    span = max((last - first).days, 0)
    return [(first + timedelta(days=rng.randrange(span + 1)), "") for _ in range(party.orders_each)]


def _order(buyer: _Buyer, on: date, machine: str, number: str) -> Data:
    rng, party, products = buyer.rng, buyer.party, buyer.products
    on = workday(on)
    code = _sold(machine, products, on)
    lines = [_machine_line(rng, code, number)] if code else _consumable_lines(rng, party, products)
    for line in lines:
        line["unit_price"] = products[line["product"]].price
        if machine and not party.currency:
            line["unit_cost"] = products[line["product"]].cost
    delivered = workday(on + timedelta(days=rng.randrange(18, 40) if machine else rng.randrange(3, 8)))
    done = delivered <= AS_OF
    order: Data = {
        "number": f"B{number}",
        "date": on,
        "channel": _channel(rng, party, machine),
        "origin": _origin(rng, party, machine),
        "currency": party.currency,
        "lines": lines,
        "status": "delivered" if done else "ordered",
        "requested_on": delivered if machine or not done else None,
        "delivered_on": delivered if done else None,
    }
    if not machine:
        order["freight"] = Decimal("9.50") if party.country in {"NL", "BE"} else Decimal("38.00")
    order["total"] = net(order) + order.get("freight", Decimal(0))
    if done:
        order["invoices"] = [_invoice(buyer, order, number)]
    return order


def _channel(rng: Random, party: Party, machine: str) -> str:
    if party.person:
        return "webshop"
    return "visit" if machine and party.country in NEAR else rng.choice(_CHANNELS)


def _sold(machine: str, products: Products, on: date) -> str:
    """Give the machine that was on sale on that day: the one asked for, or what replaced it."""
    while machine and (until := products[machine].sold_until) and until < on:
        machine = products[machine].replaced_by
    starts = products[machine].sold_from if machine else None
    return "es-2" if starts and starts > on else machine


def _machine_line(rng: Random, code: str, number: str) -> Data:
    serial = f"{code.replace('-', '').upper()}-{number.replace('-', '')}"
    line: Data = {"product": code, "quantity": 1, "unit_price": None}
    if rng.random() < 0.3:
        line["discount_percent"] = rng.choice((5, 8, 10))
    return {**line, "serial_numbers": [serial]}


def _consumable_lines(rng: Random, party: Party, products: Products) -> list[Data]:
    kinds = _CONSUMABLES[party.trade]
    chosen = sorted(rng.sample(range(len(kinds)), rng.randrange(1, min(4, len(kinds)) + 1)))
    growth = _GROWTH[party.size]
    found = []
    for code, quantity in (kinds[i] for i in chosen):
        # A larger bakery uses more paper, but its machines wear no faster.
        times = rng.randrange(growth, growth * 2 + 1) if products[code].kind == "consumable" else 1
        found.append({"product": code, "quantity": quantity * times, "unit_price": None})
    return found


def _origin(rng: Random, party: Party, machine: str) -> Data:
    if not machine:
        return {"kind": "own_initiative"}
    if party.person:
        return {"kind": rng.choice(("own_initiative", "referral"))}
    return {"kind": rng.choice(("advice", "sales_funnel")), "staff": party.owner}


def _invoice(buyer: _Buyer, order: Data, number: str) -> Data:
    party, on = buyer.party, order["delivered_on"]
    due = on + timedelta(days=terms(party))
    amount = _gross(party, buyer.products, order)
    invoice: Data = {"number": f"F{number}", "date": on, "due": due, "amount": amount}
    around = due + timedelta(days=buyer.late + buyer.rng.randrange(-2, 3))
    paid = on if party.person else max(around, on + timedelta(days=1))
    if paid <= AS_OF:
        invoice["payments"] = [{"on": paid, "amount": amount}]
    if (warned := due + timedelta(days=14)) < min(paid, AS_OF):
        invoice["reminders"] = [{"on": warned, "channel": "email"}]
    return invoice


def _gross(party: Party, products: Products, order: Data) -> Decimal:
    """Give the amount with VAT; a business abroad pays the tax in its own country."""
    if party.country != "NL" and not party.person:
        total: Decimal = order["total"]
        return total
    taxed: Decimal = sum(
        (_line_total(line) * (100 + products[line["product"]].vat_percent) / 100 for line in order["lines"]),
        order.get("freight", Decimal(0)) * Decimal("1.21"),
    )
    return taxed.quantize(CENT, ROUND_HALF_UP)


def _line_total(line: Data) -> Decimal:
    price: Decimal = (
        Decimal(line["unit_price"]) * line["quantity"] * (100 - line.get("discount_percent", 0)) / 100
    )
    return price.quantize(CENT, ROUND_HALF_UP)


def _in_use(rng: Random, products: Products, order: Data) -> Data:
    line = order["lines"][0]
    product = products[line["product"]]
    start: date = order["delivered_on"]
    found: dict[str, Any] = {
        "product": line["product"],
        "serial_number": line["serial_numbers"][0],
        "from": start,
        "order": order["number"],
        "warranty_until": _months_later(start, product.warranty_months),
    }
    if rng.random() < 0.5:
        found["warranty_registered_on"] = min(day(rng, start, start + timedelta(days=30)), AS_OF)
    return found


def _months_later(start: date, months: int) -> date:
    year, month = divmod(start.month - 1 + months, 12)
    return date(start.year + year, month + 1, min(start.day, 28))


def _contracts(rng: Random, party: Party, in_use: list[Data]) -> list[Data]:
    if not in_use or party.person or party.course != "active" or rng.random() < 0.4:
        return []
    full = party.size in {"large", "top"}
    start = in_use[0]["from"] + timedelta(days=14)
    if start > AS_OF:
        return []
    # A contract runs for a year at a time and goes on; its term is the one that runs now.
    while start.replace(year=start.year + 1, day=min(start.day, 28)) <= AS_OF:
        start = start.replace(year=start.year + 1, day=min(start.day, 28))
    return [
        {
            "number": f"C{start:%y}-{party.number:05d}",
            "title": f"Servicecontract {'Zeker' if full else 'Basis'}",
            "kind": "service-full" if full else "service-basic",
            "from": start,
            "until": start.replace(year=start.year + 1, day=min(start.day, 28)) - timedelta(days=1),
            "notice_days": 60,
            "renews": True,
            "price": 890 if full else 395,
            "per": "year",
            "owner": "mb",
        }
    ]
