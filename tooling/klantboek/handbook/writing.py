"""Dates, amounts and numbers as a language writes them."""

from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from klantboek.book.minor import digits

_LOCALES = {"nl": "nl_NL", "en": "en_GB"}
_SPACE, _MINUS = "\u00a0", "\N{MINUS SIGN}"


class Writing:
    """The habits of one language.

    What is written often is kept, and amounts are put together by hand: babel's own formatting of one takes
    ten times as long as everything else about a cell.
    """

    def __init__(self, language: str) -> None:
        from babel import Locale  # noqa: PLC0415 -- 0.1 s to import
        from babel.numbers import get_decimal_symbol, get_group_symbol  # noqa: PLC0415

        self.language = language
        self._locale = Locale.parse(_LOCALES[language])
        self._marks = str.maketrans(
            {",": get_group_symbol(self._locale), ".": get_decimal_symbol(self._locale), "-": _MINUS}
        )
        self._before = _SPACE if language == "nl" else ""
        self.date = lru_cache(None)(self._date)
        self.day = lru_cache(None)(self._day)
        self.month = lru_cache(None)(self._month)
        self.whole_month = lru_cache(None)(self._whole_month)
        self.weekday = lru_cache(None)(self._weekday)
        self.phone = lru_cache(2**10)(self._phone)
        self.symbol = lru_cache(None)(self._symbol)
        # What is equal is written in the same way, whatever its type.
        self.number = lru_cache(2**12)(self._number)
        self.money = lru_cache(2**12)(self._exactly)
        self.minor = lru_cache(2**12)(self._minor)
        self.country = lru_cache(None)(self._country)
        self.tongue = lru_cache(None)(self._tongue)

    def _date(self, day: date) -> str:
        """Write a date in a table: 20 nov 2026."""
        from babel.dates import format_date  # noqa: PLC0415

        return format_date(day, "d MMM y", locale=self._locale).replace(". ", " ")

    def _day(self, day: date) -> str:
        """Write a date in a sentence: vrijdag 20 november 2026."""
        from babel.dates import format_date  # noqa: PLC0415

        return format_date(day, "EEEE d MMMM y", locale=self._locale)

    def _month(self, day: date) -> str:
        """Write a month below a chart: nov 2026."""
        from babel.dates import format_date  # noqa: PLC0415

        return format_date(day, "MMM y", locale=self._locale).replace(".", "")

    def _whole_month(self, day: date) -> str:
        """Write a month in a heading: november 2026."""
        from babel.dates import format_date  # noqa: PLC0415

        return format_date(day, "MMMM y", locale=self._locale)

    def _weekday(self, day: date) -> str:
        """Write the day of the week the short way: vr."""
        from babel.dates import format_date  # noqa: PLC0415

        return format_date(day, "EEE", locale=self._locale).replace(".", "")

    def _symbol(self, currency: str) -> str:
        from babel.numbers import get_currency_symbol  # noqa: PLC0415

        return get_currency_symbol(currency, locale=self._locale)

    def _number(self, value: int | Decimal) -> str:
        """Write a number with all the decimals it has; a zero at their end says nothing."""
        return f"{value:,}".translate(self._marks) if isinstance(value, int) else self._decimal(value)

    def percent(self, value: int | Decimal) -> str:
        """Write a percentage: 12,5 %."""
        return f"{self.number(value)}{_SPACE if self.language == 'nl' else ''}%"

    def _exactly(self, amount: int | Decimal, currency: str) -> str:
        """Write an amount with its currency: € 1.234,50; all decimals that it has, and those of its currency."""
        exact = Decimal(amount).normalize()
        return self._money(exact, currency, max(digits(currency), -int(exact.as_tuple().exponent)))

    def _money(self, amount: Decimal, currency: str, places: int) -> str:
        return self._signed(f"{abs(amount):,.{places}f}", currency, is_minus=amount < 0)

    def _signed(self, number: str, currency: str, *, is_minus: bool) -> str:
        symbol = self.symbol(currency)
        gap = self._before or (_SPACE if symbol[-1:].isalpha() else "")
        number = number.translate(self._marks)
        minus = _MINUS if is_minus else ""
        return f"{symbol}{gap}{minus}{number}" if self._before else f"{minus}{symbol}{gap}{number}"

    def whole_money(self, amount: int | Decimal, currency: str) -> str:
        """Write an amount without its cents, for a headline or an axis."""
        return self._money(Decimal(amount), currency, 0)

    def _minor(self, amount: int, currency: str) -> str:
        """Write an amount that is given in minor units (cents)."""
        places = digits(currency)
        whole, rest = divmod(abs(amount), 10**places)
        number = f"{whole:,}.{rest:0{places}}" if places else f"{whole:,}"
        return self._signed(number, currency, is_minus=amount < 0)

    def _phone(self, number: str) -> str:
        """Write a phone number in the groups its country uses; as it stands when it is none."""
        import phonenumbers  # noqa: PLC0415 -- 0.1 s to import

        try:
            found = phonenumbers.parse(number)
        except phonenumbers.NumberParseException:
            return number
        written = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        # Nothing may get lost: a number with letters or an extension in it stays as it was written.
        return written if "".join(written.split()).replace("-", "") == number.replace(" ", "") else number

    def _country(self, code: str) -> str:
        """Give the name of a country, or the code when the language has no name for it."""
        return str(self._locale.territories.get(code, code))

    def _tongue(self, code: str) -> str:
        """Give the name of a language, or its code."""
        return str(self._locale.languages.get(code, code))

    def _decimal(self, value: Decimal) -> str:
        return f"{value.normalize():,f}".translate(self._marks)


@cache
def writing(language: str) -> Writing:
    """Give the habits of a language."""
    return Writing(language)
