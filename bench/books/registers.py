"""Numbers that pass every check and belong to nobody: registers, accounts, telephones."""

_BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)
# Letters as two digits, for check digits modulo 97 (ISO 7064 and IBAN count alike).
_NL, _B, _MOLB, _BE = "2321", "11", "22242111", "1114"
_ELEVEN, _NINETY_SEVEN = 11, 97
_FICTIONAL = {
    # A Dutch subscriber's number never starts with 0, nor does a Belgian one.
    "NL": "+31{area}{number:0>{width}}",
    "BE": "+32{area}{number:0>{width}}",
    # Ranges that the regulators keep free for films and books.
    "DE": "+493023125{number:03d}",
    "FR": "+331990{number:05d}",
    "GB": "+442079460{number:03d}",
}
_LENGTH = {"NL": 9, "BE": 8}


def kvk(number: int) -> str:
    """Give a Chamber of Commerce number from 00100000 up; the register never issued numbers with 00."""
    return f"00{100000 + number:06d}"


def kvk_branch(number: int) -> str:
    """Give the number of a place of business, in a range that is not issued."""
    return f"9999{number:08d}"


def rsin(number: int) -> str:
    """Give a nine-digit number from 900000000 up, which passes the eleven test."""
    for free in range(2):
        digits = f"9{number:06d}{free}"
        check = _weighted(digits) % _ELEVEN
        if check < 10:
            return f"{digits}{check}"
    raise AssertionError("of two numbers in a row one has a check digit")


def vat_of_company(number: int) -> str:
    """Give the Dutch VAT number of a legal person: its RSIN and B01."""
    return f"NL{rsin(number)}B01"


def vat_of_trader(number: int) -> str:
    """Give the Dutch VAT number of a sole trader as issued since 2020, not built on a citizen number."""
    digits = f"9{number:06d}50"
    if _weighted(digits[:8]) % _ELEVEN == int(digits[8]):
        digits = f"9{number:06d}51"
    return f"NL{digits}B{_ninety_eight(f'{_NL}{digits}{_B}'):02d}"


def enterprise(number: int) -> str:
    """Give ten digits of a Belgian enterprise number that starts with 19, far above what is issued."""
    return _belgian(f"19{number:06d}")


def establishment(number: int) -> str:
    """Give ten digits of a Belgian place of business that starts with 89, far above what is issued."""
    return _belgian(f"89{number:06d}")


def iban(country: str, number: int) -> str:
    """Give an account at a bank that does not exist: MOLB in the Netherlands, 999 in Belgium."""
    if country == "BE":
        body = f"999{number:07d}"
        body += f"{int(body) % _NINETY_SEVEN or _NINETY_SEVEN:02d}"
        return f"BE{_ninety_eight(f'{body}{_BE}'):02d}{body}"
    body = f"{number:010d}"
    return f"NL{_ninety_eight(f'{_MOLB}{body}{_NL}'):02d}MOLB{body}"


def phone(country: str, area: str, number: int) -> str | None:
    """Give a number that has the right form and can't be reached; None where the country has no such range."""
    pattern = _FICTIONAL.get(country)
    if pattern is None:
        return None
    width = _LENGTH.get(country, 0) - len(area)
    # The leading 0 makes a Dutch or Belgian number unreachable, so it must stay.
    room = 10 ** (width - 1) if width > 0 else 1000
    return pattern.format(area=area, number=number % room, width=width)


def _weighted(digits: str) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, _BSN_WEIGHTS, strict=True))


def _ninety_eight(digits: str) -> int:
    """Give the check digits of ISO 7064: 98 less the remainder with two zeros behind."""
    return 98 - int(f"{digits}00") % _NINETY_SEVEN


def _belgian(digits: str) -> str:
    return f"{digits}{_NINETY_SEVEN - int(digits) % _NINETY_SEVEN:02d}"
