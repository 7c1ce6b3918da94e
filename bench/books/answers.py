"""What relations allowed and answered: consent, campaigns, surveys, loyalty, visits of the web shop."""

from datetime import date, timedelta
from random import Random

from books.orders import Products, Trade, discount
from books.parties import AS_OF, Party, words
from books.registry import Data, day, workday

_WORDING = {
    "nl": "Ja, stuur mij de nieuwsbrief en aanbiedingen per e-mail.",
    "fr": "Oui, envoyez-moi la lettre d'information et des offres par courriel.",
    "de": "Ja, ich möchte den Newsletter und Angebote per E-Mail erhalten.",
    "en": "Yes, send me the newsletter and offers by e-mail.",
}
_WEB = "Ja, mijn bezoek aan de webwinkel mag worden bewaard zolang ik ben ingelogd."
# What a code works for, where its campaign says so.
_ONLY_FOR = {"LENTE25": {"cn-desem", "cn-espresso"}}
_MAILED = (("lente-2025", date(2025, 3, 17), "LENTE25"), ("lente-2026", date(2026, 3, 16), "LENTE26"))
_SURVEYS = (("nps-2024", date(2024, 5, 13)), ("nps-2025", date(2025, 5, 12)), ("nps-2026", date(2026, 5, 11)))
_PAGES = ("/", "/graanmolens", "/espresso", "/zuurdesem", "/service", "/winkelwagen")
_LETTER = date(2026, 1, 26)
_WEB_KEPT = timedelta(days=380)


def consents(rng: Random, party: Party, contact: str) -> list[Data]:
    """Draw what a relation allowed: about half want the newsletter, a few took it back, some object."""
    if party.trade == "supplier":
        return []
    chance = rng.random()
    on = (
        day(rng, max(party.since, date(2024, 6, 3)), date(2025, 3, 1))
        if party.since < date(2025, 3, 1)
        else party.since
    )
    base = {"purpose": "marketing", "channel": "email", "contact": contact or None}
    if chance < 0.1:
        return [{**base, "state": "objected", "on": on, "how": "phone", "by": party.owner}]
    if chance > 0.65:
        return []
    given = {**base, "state": "given", "on": on, "how": "web-form", "wording": _WORDING[party.language]}
    found: list[Data] = [{**given, "proof": f"formulier {on:%Y}-{party.number:05d}"}]
    if chance < 0.17:
        gone = day(rng, on + timedelta(days=20), AS_OF)
        found.append({**base, "state": "withdrawn", "on": gone, "how": "unsubscribe-link"})
    if party.person:
        web = {
            "purpose": "web",
            "channel": "web",
            "state": "given",
            "on": on,
            "how": "account",
            "wording": _WEB,
        }
        found.append({**web, "proof": f"instelling account, {on.isoformat()}"})
    return found


def campaign_responses(
    rng: Random, party: Party, said: list[Data], trade: Trade, products: Products
) -> list[Data]:
    """Draw what the spring mails, the letter to cafés and the calls about contracts did."""
    found = _mailed(rng, party, said, trade, products)
    if party.course == "new" and party.trade in {"cafe", "restaurant"} and party.since > _LETTER:
        letter = {"campaign": "cafes-oost", "sent_on": _LETTER, "delivered": True, "channel": "letter"}
        found.append({**letter, "responded_on": party.since, "response": "asked_information"})
    asked = trade.products_in_use and not trade.contracts and party.contact and party.course == "active"
    if asked and rng.random() < 0.5:
        called = workday(day(rng, date(2026, 9, 7), date(2026, 11, 13)))
        answer = rng.choice(("asked_information", "declined", "declined"))
        call = {"campaign": "service-2026", "sent_on": called, "channel": "phone"}
        found.append({**call, "responded_on": called, "response": answer})
    return found


def _mailed(rng: Random, party: Party, said: list[Data], trade: Trade, products: Products) -> list[Data]:
    """Draw the mails to who had agreed by then; one in six was kept out of them to compare."""
    found: list[Data] = []
    for campaign, sent, code in _MAILED:
        mail = [one for one in said if one["channel"] == "email" and one["on"] <= sent]
        if not mail or mail[-1]["state"] != "given":
            continue
        if rng.random() < 1 / 6:
            found.append({"campaign": campaign, "control": True})
            continue
        response: Data = {"campaign": campaign, "sent_on": sent, "delivered": True, "channel": "email"}
        if rng.random() < 0.6:
            response["opened_on"] = sent + timedelta(days=rng.randrange(4))
        response["discount_code"] = code
        followed = next((o for o in trade.orders if sent < o["date"] < sent + timedelta(days=45)), None)
        if followed and "opened_on" in response and followed["date"] >= response["opened_on"]:
            response |= {"responded_on": followed["date"], "response": "ordered", "order": followed["number"]}
            followed["origin"] = {"kind": "campaign", "campaign": campaign}
            if code not in _ONLY_FOR or _ONLY_FOR[code] & {line["product"] for line in followed["lines"]}:
                followed["discount_code"] = code
            discount(followed, party, products, 10)
        found.append(response)
    return found


def survey_answers(rng: Random, party: Party, contact: str, trade: Trade, unhappy: bool) -> list[Data]:  # noqa: FBT001 -- what happened to them
    """Draw answers to the yearly question whether they would recommend us."""
    if not trade.orders:
        return []
    found: list[Data] = []
    for survey, start in _SURVEYS:
        if rng.random() < 0.5 or trade.orders[0]["date"] > start:
            continue
        if party.course == "lost" and start.year > 2024:
            continue
        score = rng.choices((3, 5, 6, 7, 8, 9, 10), (4, 6, 8, 18, 28, 24, 12))[0] - (2 if unhappy else 0)
        tone = "high" if score > 8 else "middle" if score > 6 else "low"
        answer = {"survey": survey, "on": start + timedelta(days=rng.randrange(14)), "score": score}
        why = rng.choice(words()["whys"][tone]) if rng.random() < 0.6 else None
        found.append({**answer, "why": why, "contact": contact or None})
    return found


def satisfaction(rng: Random, party: Party, trade: Trade) -> list[Data]:
    """Draw what the account manager noted about how content they are."""
    if not trade.orders or party.person or rng.random() < 0.4:
        return []
    last = AS_OF - timedelta(days={"active": 30, "dormant": 300}.get(party.course, 640))
    on = day(rng, max(trade.orders[0]["date"], date(2024, 6, 1)), last)
    return [{"on": on, "score": rng.choice((6, 7, 8, 8, 9)), "by": party.owner}]


def loyalty(rng: Random, party: Party, trade: Trade, products: Products) -> Data:
    """Draw the card of people at home: points for what they bought, now and then some spent."""
    if not party.person or rng.random() < 0.3:
        return {}
    joined = max(party.since, date(2024, 1, 8))
    entries: list[Data] = []
    balance = 0
    for order in trade.orders:
        points = sum(
            int((products[line["product"]].loyalty_points or 0) * line["quantity"]) for line in order["lines"]
        )
        if points and order["status"] == "delivered":
            entries.append(
                {"on": order["delivered_on"], "kind": "earned", "points": points, "order": order["number"]}
            )
            balance += points
    if balance > 50 and rng.random() < 0.5:
        entries.append(
            {
                "on": entries[-1]["on"] + timedelta(days=1),
                "kind": "redeemed",
                "points": 50,
                "note": "Cadeaubon van 5 euro",
            }
        )
    card = {"programme": "Molenpunten", "card_number": f"MP-{party.number:06d}", "joined_on": joined}
    return {**card, "entries": [one for one in entries if one["on"] <= AS_OF]}


def web_visits(rng: Random, party: Party, said: list[Data]) -> list[Data]:
    """Draw visits of the web shop by people who allowed us to keep them."""
    allowed = [one for one in said if one["purpose"] == "web" and one["state"] == "given"]
    if not allowed or party.course != "active":
        return []
    found: list[Data] = []
    for on in sorted(
        day(rng, max(allowed[0]["on"], AS_OF - _WEB_KEPT), AS_OF) for _ in range(rng.randrange(3))
    ):
        pages: list[Data] = [
            {"page": page, "seconds": rng.randrange(8, 180)} for page in rng.sample(_PAGES, 3)
        ]
        total = sum(page["seconds"] for page in pages)
        found.append({"on": on, "pages": pages, "seconds": total, "last_page": pages[-1]["page"]})
    return found
