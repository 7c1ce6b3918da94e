"""What was said and written: contacts, complaints, wishes, notes."""

from datetime import date, timedelta
from random import Random

from books.orders import Trade
from books.parties import AS_OF, NEAR, Party, words
from books.registry import Data, day, is_current, workday

_START = date(2024, 1, 15)
_TALKS = {"small": 3, "medium": 5, "large": 7, "top": 9}
_LIKE = {"pastry": "bakery", "restaurant": "cafe"}
# Days before now after which nothing more was heard.
_SILENT = {"active": 6, "new": 6, "dormant": 260, "lost": 620}
_CONTACTS_KEPT = timedelta(days=3 * 365)
# Who was not spoken to for so long is asked whether the data still holds.
_QUIET = {"active": timedelta(days=240), "new": timedelta(days=600)}
_WISHES_KEPT = timedelta(days=700)


def interactions(rng: Random, party: Party, contact: str, trade: Trade) -> list[Data]:
    """Draw the contacts with a relation in order of time, and for who is still with us a planned one."""
    first = max(party.since, _START, AS_OF - _CONTACTS_KEPT + timedelta(days=1))
    last = max(AS_OF - timedelta(days=_SILENT[party.course]), first)
    found = [
        _realised(rng, party, contact, text, workday(on))
        for text, on in _told(rng, party, trade, first, last)
    ]
    if party.contact and party.country in NEAR:
        found += [
            _delivery(contact, order) for order in trade.orders if "serial_numbers" in order["lines"][0]
        ]
    found.sort(key=lambda one: one["on"])
    quiet = _QUIET.get(party.course)
    if quiet is not None and (not found or found[-1]["on"] < AS_OF - quiet):
        checked = workday(day(rng, max(party.since, AS_OF - quiet), AS_OF - timedelta(days=20)))
        found.append(_realised(rng, party, contact, words()["talks"]["check"][0], checked))
    if party.course in words()["talks"]:
        closing = rng.choice(words()["talks"][party.course])
        found.append(_realised(rng, party, contact, closing, workday(last + timedelta(days=20))))
    elif _goes_on(party) and rng.random() < 0.7:
        found.append(_planned(rng, party, contact, trade))
    return found


def _goes_on(party: Party) -> bool:
    return is_current(party) and party.trade not in {"home", "supplier"} and party.talks_told != 0


def _told(rng: Random, party: Party, trade: Trade, first: date, last: date) -> list[tuple[list[str], date]]:
    """Draw what was talked about, each with a day; a talk about a machine comes after its delivery."""
    stories = words()["talks"]
    if party.course == "new":
        texts = stories["guest" if _LIKE.get(party.trade, party.trade) == "cafe" else "prospect"]
        days = sorted(day(rng, first, last) for _ in texts)
        return list(zip(texts, days, strict=True))
    kind = next(
        (role for role in ("press", "partner") if party.trade == "supplier" and role in party.roles),
        party.trade,
    )
    found: list[tuple[list[str], date]] = []
    for text in stories[_LIKE.get(kind, kind)]:
        need = words()["needs"].get(text[3])
        since = [
            one["from"]
            for one in trade.products_in_use
            if need is not None and one["product"].startswith(need)
        ]
        if (need is not None and not since) or (text[1] == "visit" and party.country not in NEAR):
            continue
        found.append((text, day(rng, max(first, *since[:1], first), last)))
    most = _TALKS[party.size] if party.talks_told is None else party.talks_told
    return rng.sample(found, min(most, len(found)))


def _realised(rng: Random, party: Party, contact: str, text: list[str], on: date) -> Data:
    kind, channel, direction, subject, summary, follow_up = text
    found: Data = {
        "on": on,
        "state": "realised",
        "form": "group" if kind == "event" else "individual",
        "kind": kind,
        "channel": channel,
        "direction": direction,
        "event": subject if kind == "event" else None,
        "contacts": [contact] if contact else None,
        "staff": ["mb" if kind in {"maintenance", "service", "training"} else party.owner],
        "subject": subject,
        "summary": summary,
    }
    if follow_up:
        due = workday(on + timedelta(days=21))
        done = due + timedelta(days=rng.randrange(-6, 4))
        done = workday(done)
        task: Data = {"what": follow_up, "owner": party.owner, "due": due, "channel": "phone"}
        if done <= AS_OF:
            task |= {"done_on": max(done, on), "outcome": "Gedaan."}
        found["follow_ups"] = [task]
    return found


def _delivery(contact: str, order: Data) -> Data:
    arrived = order.get("delivered_on")
    return {
        "on": arrived or order["requested_on"],
        "state": "realised" if arrived else "planned",
        "form": "individual",
        "kind": "delivery",
        "channel": "visit",
        "direction": "out",
        "contacts": [contact] if contact else None,
        "staff": ["mb"],
        "subject": f"Levering en aansluiting, order {order['number']}",
        "summary": "Geplaatst, aangesloten en samen proefgedraaid." if arrived else None,
    }


def _planned(rng: Random, party: Party, contact: str, trade: Trade) -> Data:
    visited = party.country in NEAR and bool(trade.products_in_use)
    plans = [plan for plan in words()["gepland"] if visited or plan[1] == "phone"]
    kind, channel, subject = rng.choice(plans if trade.products_in_use else plans[-1:])
    return {
        "on": workday(AS_OF + timedelta(days=rng.randrange(5, 120))),
        "time": f"{rng.randrange(9, 17):02d}:{rng.choice((0, 30)):02d}",
        "state": "planned",
        "form": "individual",
        "kind": kind,
        "channel": channel,
        "direction": "out",
        "contacts": [contact] if contact else None,
        "staff": ["mb" if kind == "maintenance" else party.owner],
        "subject": subject,
    }


def complaints(rng: Random, party: Party, contact: str, trade: Trade) -> list[Data]:
    """Draw a complaint for one in seven customers; nearly all were settled."""
    ours = [
        order for order in trade.orders if order["status"] == "delivered" and order["date"] > date(2024, 2, 1)
    ]
    if not ours or rng.random() > 0.15:
        return []
    order = rng.choice(ours)
    nature, said, answer, cost = rng.choice(words()["complaints"])
    if nature == "defect" and "serial_numbers" not in order["lines"][0]:
        nature, said, answer, cost = words()["complaints"][0]
    on = min(order["delivered_on"] + timedelta(days=rng.randrange(1, 20)), AS_OF - timedelta(days=9))
    answered = on + timedelta(days=rng.randrange(1, 4))
    found: Data = {
        "number": f"K{on:%y}-{party.number:05d}-1",
        "on": on,
        "contact": contact or None,
        "channel": rng.choice(("phone", "email")),
        "nature": nature,
        "product": order["lines"][0]["product"] if nature == "defect" else None,
        "order": order["number"],
        "description": said,
        "status": "resolved",
        "owner": "mb",
        "answers": [{"on": answered, "by": "mb", "text": answer}],
        "resolved_on": answered + timedelta(days=rng.randrange(5)),
        "cost": cost,
    }
    return [found] if order["delivered_on"] < on else []


def interests(rng: Random, party: Party, contact: str) -> list[Data]:
    """Draw a wish or need for some, no older than the book keeps them."""
    texts = words()["wishes"].get(_LIKE.get(party.trade, party.trade))
    if not texts or not is_current(party) or rng.random() < 0.55:
        return []
    kind, topic, text = rng.choice(texts)
    on = day(rng, max(party.since, AS_OF - _WISHES_KEPT), AS_OF)
    return [{"kind": kind, "topic": topic, "text": f"{text}.", "on": on, "contact": contact or None}]
