"""Mistakes in telephone numbers, mail addresses and dates, and what was changed or forgotten."""

from random import Random

from books.crowd import mobile, names, phone
from books.mistakes import Data, mistake, slipped, slipped_digit


@mistake("phone-format", "phone")
def _phone_format(rng: Random, copy: Data) -> bool:
    """The number as people write it: with its own zero, blanks, brackets or a stroke."""
    for entry in copy.get("phones", ()):
        number = entry["number"]
        if not number.startswith(("+31", "+32")):
            continue
        land, rest = number[:3], number[3:]
        at = 1 if rest.startswith("6") else 2
        entry["number"] = rng.choice(
            (
                f"0{rest}",
                f"0{rest[:at]}-{rest[at:]}",
                f"00{land[1:]}{rest}",
                f"{land} (0){rest[:at]} {rest[at : at + 3]} {rest[at + 3 :]}",
                f"0{rest[:at]} / {rest[at : at + 2]}.{rest[at + 2 : at + 4]}.{rest[at + 4 :]}",
            )
        )
        return True
    return False


@mistake("phone-digit", "phone", other=True)
def _phone_digit(rng: Random, copy: Data) -> bool:
    """A digit is wrong, or two have changed places."""
    if not copy.get("phones"):
        return False
    entry = copy["phones"][0]
    entry["number"] = entry["number"][:5] + slipped_digit(rng, entry["number"][5:])
    return True


@mistake("other-phone", "phone", other=True)
def _other_phone(rng: Random, copy: Data) -> bool:
    """Another number of the same relation."""
    country = copy["addresses"][0]["country"]
    if not copy.get("phones") or country not in {"NL", "BE"}:
        return False
    number = rng.randrange(500_000, 900_000)
    was_mobile = copy["phones"][0]["kind"] == "mobile"
    called = (
        phone(country, "85" if country == "NL" else "78", number) if was_mobile else mobile(country, number)
    )
    copy["phones"] = [{"number": called, "kind": "landline" if was_mobile else "mobile"}]
    return True


@mistake("no-phone", "phone", other=True)
def _no_phone(_: Random, copy: Data) -> bool:
    """The telephone number is forgotten."""
    return bool(copy.pop("phones", None))


@mistake("other-mail", "mail", other=True)
def _other_mail(rng: Random, copy: Data) -> bool:
    """Another mailbox: of the same company, or at another provider."""
    if not copy.get("emails"):
        return False
    who, _, domain = copy["emails"][0]["address"].partition("@")
    if copy["kind"] == "person":
        domain = rng.choice([box for box in names()["mailboxes"] if box != domain])
        address = f"{who}{rng.randrange(10, 99)}@{domain}"
    else:
        address = f"kantoor@{domain}"
    copy["emails"] = [{"address": address}]
    return True


@mistake("mail-slip", "mail", other=True)
def _mail_slip(rng: Random, copy: Data) -> bool:
    """A slip in the mail address."""
    if not copy.get("emails"):
        return False
    who, _, domain = copy["emails"][0]["address"].partition("@")
    copy["emails"] = [{"address": f"{slipped(rng, who)}@{domain}"}]
    return True


@mistake("no-mail", "mail", other=True)
def _no_mail(_: Random, copy: Data) -> bool:
    """The mail address is forgotten, and the website."""
    copy.pop("websites", None)
    return bool(copy.pop("emails", None))


@mistake("birth-date", "birth", other=True)
def _birth_date(rng: Random, copy: Data) -> bool:
    """Day and month changed places, a digit is wrong, or there is no date."""
    born = copy.get("person", {}).pop("birth_date", "")
    if not born:
        return False
    year, month, day = born.split("-")
    way = rng.random()
    if way < 0.35 and int(day) <= 12 and day != month:
        copy["person"]["birth_date"] = f"{year}-{day}-{month}"
    elif way < 0.7:
        copy["person"]["birth_date"] = f"{year[:3]}{rng.randrange(10)}-{month}-{day}"
    return True
