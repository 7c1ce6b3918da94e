"""What two united records still need: one address for post, and nothing that is former and current at once."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from klantboek.book.addresses import label_of
from klantboek.merging.united import Slot, United

Group = dict[str, Any]
_ONE_PLACE = ("postal", "billing")
# Lists whose entries can be over, with the property that names them; an address is compared as a whole.
_ENDING = (
    ("emails", "address"),
    ("phones", "number"),
    ("websites", "url"),
    ("addresses", ""),
    ("payment.accounts", "iban"),
)


class Settled(NamedTuple):
    """Values with something settled, and what was done, for people."""

    value: Group
    said: tuple[str, ...]


def settled(value: Group, today: date) -> Settled:
    """Settle what each record had right on its own and the two together have not."""
    value = dict(value)
    said: list[str] = []
    told = value.get("former")
    told_slots = told.slots if isinstance(told, United) else ()
    if isinstance(value.get("addresses"), United):
        value["addresses"] = _one_place(value["addresses"], today, said)
    for field, key in _ENDING:
        above, _, name = field.rpartition(".")
        holder = value.get(above) if above else value
        if isinstance(holder, dict) and isinstance(holder.get(name), United):
            found = _ended(holder[name], key, f"relation.{field}", told_slots, said)
            if above:
                value[above] = {**holder, name: found}
            else:
                value[name] = found
    return Settled(value, tuple(said))


def _one_place(addresses: United, today: date, said: list[str]) -> United:
    """Leave one address for post and one for bills: of two, the one that was verified last."""
    slots = list(addresses.slots)
    for use in _ONE_PLACE:
        holding = [at for at, slot in enumerate(slots) if use in slot.item["uses"] and _is_on(slot, today)]
        for attention in dict.fromkeys(slots[at].item.get("attention") for at in holding):
            rivals = [at for at in holding if slots[at].item.get("attention") == attention]
            if any(slots[at].ours is None for at in rivals):
                best = max(rivals, key=lambda at: (_checked(slots[at].item), slots[at].ours is not None, -at))
                for at in rivals:
                    if at != best:
                        slots[at] = slots[at]._replace(item=_without_use(slots[at].item, use, today, said))
    return United(slots)


def _without_use(address: Group, use: str, today: date, said: list[str]) -> Group:
    where = f"{address.get('street') or address.get('po_box') or ''} {address['city']}".strip()
    if address["uses"] == [use]:
        last = (today - timedelta(days=1)).isoformat()
        said.append(f"the {use} address in {where} ends on {last}")
        return {**address, "until": last}
    said.append(f"the address in {where} is no longer the {use} one")
    return {**address, "uses": [one for one in address["uses"] if one != use]}


def _is_on(slot: Slot, today: date) -> bool:
    day = today.isoformat()
    item = slot.item
    return (
        item.get("from", day) <= day <= item.get("until", day)
        and not item.get("reply_number")
        and not item.get("note")
    )


def _checked(item: Group) -> str:
    return str(item.get("verified", {}).get("on", ""))


def _ended(items: United, key: str, field: str, told: tuple[Slot, ...], said: list[str]) -> United:
    """Give the list with an end, or a new beginning, at what the other record calls a former value."""
    found = list(items.slots)
    for at, slot in enumerate(found):
        for until in _ends(slot, key, field, told):
            item = slot.item
            if item.get("until") or item.get("from", "") > until:
                continue
            name = str(item.get(key, "")) if key else f"the address in {item['city']}"
            if _checked(item) > until:
                found[at] = slot._replace(item={**item, "from": _checked(item)})
                said.append(f"{name} was a former value, and counts again from {_checked(item)}")
            else:
                # What is over is nobody's first choice any more.
                kept = {name: text for name, text in item.items() if name != "preferred"}
                found[at] = slot._replace(item={**kept, "until": until})
                over = ", and is not preferred any more" if "preferred" in item else ""
                said.append(f"{name} ends on {until}: the other record calls it a former value{over}")
            break
    return United(found)


def _ends(slot: Slot, key: str, field: str, former: tuple[Slot, ...]) -> Iterator[str]:
    """Give the days until which the other record says that this value held."""
    for told in former:
        apart = (slot.ours is None and told.theirs is None) or (slot.theirs is None and told.ours is None)
        if not apart:
            continue
        if key and told.item["field"] == f"{field}.{key}" and told.item.get("value") == str(slot.item[key]):
            yield told.item["until"]
        if not key and told.item["field"] == field and "address" in told.item:
            label = label_of(slot.item)
            if label is not None and label_of(told.item["address"]) == label:
                yield told.item["until"]
