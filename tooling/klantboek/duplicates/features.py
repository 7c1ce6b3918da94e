"""What of a relation is compared: its names, addresses, numbers, as plain texts in one form."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from klantboek.book.identity import REGISTRATIONS
from klantboek.duplicates import parts
from klantboek.duplicates.parts import Address
from klantboek.duplicates.wordlists import ROLE_BOXES

ORGANISATION, PERSON = "organisation", "person"
# Changes when the same record gives other features: what was kept of before is then made anew.
FEATURES_VERSION = 3
_DUTCH_VAT, _BELGIAN_VAT = 14, 12
_REGISTERED_IN = {"kvk": "NL", "rsin": "NL", "enterprise_number": "BE"}
_SEXES = ("mr", "ms")
# Every value of one relation is held against every one of the other: the first so many are.
MOST_VALUES = 200
_T = TypeVar("_T")


class Features(NamedTuple):
    """What is compared of one relation; ``json.dumps`` writes it and ``read`` reads it back.

    A value that the record declares to be rightly shared is left out. ``givens`` has an initial as ``j.``,
    ``people`` the contact persons as ``brinke gerrit``, ``registrations`` the register before the number, and
    ``links`` the relations that the record declares to be another party.
    """

    id: str
    kind: str = PERSON
    names: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    givens: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    sexes: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    registrations: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @classmethod
    def read(cls, row: Iterable[Any]) -> "Features":
        """Give the features that ``json`` wrote as a list."""
        known = dict(zip(cls._fields, row, strict=True))
        known["addresses"] = [Address(*one) for one in known["addresses"]]
        values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in known.values()]
        return cls(*values)


def features_of(value: Mapping[str, Any], name: str = "") -> Features:
    """Give the features of a relation from the plain value of its file; ``name`` is its number if it has none."""
    kind = value.get("kind") or PERSON
    addresses = [one for one in value.get("addresses") or () if not one.get("shared")]
    country = _country(value)
    former = list(value.get("former") or ())
    addresses += [one["address"] for one in former if one.get("address")]
    mails = [*(one["address"] for one in _unshared(value, "emails")), *_former(former, "email")]
    phones = [*(one["number"] for one in _unshared(value, "phones")), *_former(former, "phone")]
    sites = [one["url"] for one in value.get("websites") or ()]
    organisation, person = value.get("organisation") or {}, value.get("person") or {}
    names, forms = _companies(organisation)
    return Features(
        value.get("number") or name,
        kind,
        names,
        forms,
        _once(_surnames(person)),
        _once([parts.given(_name(person).get("given") or "", _name(person).get("initials") or "")]),
        _once([parts.initials(_name(person).get("initials") or "")]),
        _once([salutation if (salutation := person.get("salutation")) in _SEXES else ""]),
        _once([(person.get("birth_date") or "").replace("-", "")]),
        _once(map(parts.address, addresses)),
        _once(parts.phone(text, country) for text in phones),
        _once(map(parts.mail, mails)),
        _once([*map(parts.domain, (*mails, *sites)), *_profiles(value)]),
        _once(
            parts.identifier(one["iban"])
            for one in _unshared(value.get("payment") or {}, "accounts")
            if one.get("iban")
        ),
        _once(_registrations(value.get("registrations") or {})),
        _once([*_people(value, country), *filter(_is_personal, map(parts.mail, mails))])
        if kind == ORGANISATION
        else (),
        _once([*(one["to"] for one in value.get("links") or ()), *_persons(value)]),
    )


def person_features(  # noqa: PLR0913 -- one for each column of a table
    name: str,
    *,
    given: str = "",
    surname: str = "",
    initials: str = "",
    birth: str = "",
    address: Mapping[str, str] | None = None,
    phone: str = "",
    email: str = "",
    number: str = "",
) -> Features:
    """Give the features of a person from the cells of a row; ``number`` is any number that names the person."""
    country = (address or {}).get("country", "")
    return Features(
        name,
        PERSON,
        surnames=parts.surnames(surname),
        givens=_once([parts.given(given, initials)]),
        initials=_once([parts.initials(initials)]),
        births=_once([birth.replace("-", "")]),
        addresses=_once([parts.address(address or {})]),
        phones=_once([parts.phone(phone, country) if phone else ""]),
        emails=_once([parts.mail(email)]),
        domains=_once([parts.domain(email)]),
        registrations=_once([f"other:{parts.identifier(number)}" if number else ""]),
    )


def organisation_features(  # noqa: PLR0913 -- one for each column of a table
    name: str,
    *,
    names: Iterable[str] = (),
    address: Mapping[str, str] | None = None,
    phone: str = "",
    email: str = "",
    website: str = "",
    registrations: Mapping[str, str] | None = None,
    people: Iterable[tuple[str, str]] = (),
) -> Features:
    """Give the features of an organisation from the cells of a row."""
    country = (address or {}).get("country", "")
    companies = [parts.company(one) for text in names for one in parts.trading_names(text)]
    return Features(
        name,
        ORGANISATION,
        _once(one for one, _ in companies),
        _once(form for _, form in companies),
        addresses=_once([parts.address(address or {})]),
        phones=_once([parts.phone(phone, country) if phone else ""]),
        emails=_once([parts.mail(email)]),
        domains=_once([parts.domain(email), parts.domain(website)]),
        registrations=_once(_registrations(registrations or {})),
        people=_once(
            one for given, surname in people for one in _person_key({"given": given, "surname": surname})
        ),
    )


def _country(value: Mapping[str, Any]) -> str:
    """Give the country in which telephone numbers are dialled: that of the address, else of a registration or account."""
    stated = [one["country"] for one in value.get("addresses") or () if one.get("country")]
    registered = value.get("registrations") or {}
    stated += [country for register, country in _REGISTERED_IN.items() if registered.get(register)]
    stated += [
        (one.get("iban") or "")[:2].upper() for one in (value.get("payment") or {}).get("accounts") or ()
    ]
    return next(filter(None, stated), "")


def _once(values: Iterable[_T]) -> tuple[_T, ...]:
    """Give what says something, each once; of a kind no more than so many are compared with each other."""
    return tuple(islice(dict.fromkeys(filter(_says_something, values)), MOST_VALUES))


def _says_something(value: object) -> bool:
    return any(value) if isinstance(value, tuple) else bool(value)


def _unshared(holder: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    return (one for one in holder.get(key) or () if not one.get("shared"))


def _former(values: Iterable[Mapping[str, Any]], part: str) -> list[str]:
    """Give the values that were true once, of the fields whose path has this word."""
    return [one["value"] for one in values if one.get("value") and part in one["field"]]


def _name(holder: Mapping[str, Any]) -> Mapping[str, str]:
    return holder.get("name") or {}


def _companies(organisation: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    former = (one["name"] for one in organisation.get("former_names") or ())
    texts = [organisation.get("name") or "", *(organisation.get("trade_names") or ()), *former]
    found = [parts.company(name) for text in texts for name in parts.trading_names(text)]
    stated = (organisation.get("legal_form") or {}).get("code") or ""
    return _once(name for name, _ in found), _once([parts.form(stated), *(form for _, form in found)])


def _surnames(person: Mapping[str, Any]) -> Iterator[str]:
    name = _name(person)
    former = (one["name"].split()[-1:] for one in person.get("former_names") or ())
    texts = (
        name.get("surname") or "",
        name.get("birth_surname") or "",
        *(word for last in former for word in last),
    )
    yield from dict.fromkeys(one for text in texts for one in parts.surnames(text))


def _profiles(value: Mapping[str, Any]) -> Iterator[str]:
    for one in value.get("social") or ():
        if one.get("name"):
            yield f"{one.get('network')}:{one['name'].casefold().removeprefix('@')}"


def _registrations(value: Mapping[str, Any]) -> Iterator[str]:
    """Give each number behind its register; a VAT number also as the number that it is made of."""
    if value.get("shared"):
        return
    for register in REGISTRATIONS:
        if number := parts.registration(register, value.get(register) or ""):
            yield f"{register}:{number}"
            if register == "vat" and number.startswith("nl") and len(number) == _DUTCH_VAT:
                yield f"rsin:{number[2:11]}"
            if register == "vat" and number.startswith("be") and len(number) == _BELGIAN_VAT:
                yield f"enterprise_number:{number[2:]}"
    for other in value.get("others") or ():
        yield f"{other.get('scheme')}:{parts.identifier(other.get('number') or '')}"


def _people(value: Mapping[str, Any], country: str) -> Iterator[str]:
    """Give the contact persons by name, and by their own mail address and telephone number."""
    for contact in value.get("contacts") or ():
        yield from _person_key(_name(contact))
        if not contact.get("person"):
            yield from (parts.mail(one["address"]) for one in _unshared(contact, "emails"))
            yield from (parts.phone(one["number"], country) for one in _unshared(contact, "phones"))


def _is_personal(mail: str) -> bool:
    return mail.partition("@")[0] not in ROLE_BOXES


def _person_key(name: Mapping[str, str]) -> Iterator[str]:
    first = parts.given(name.get("given") or "", name.get("initials") or "")
    yield from (f"{surname} {first}".strip() for surname in parts.surnames(name.get("surname") or "")[:1])


def _persons(value: Mapping[str, Any]) -> Iterator[str]:
    return (one["person"] for one in value.get("contacts") or () if one.get("person"))
