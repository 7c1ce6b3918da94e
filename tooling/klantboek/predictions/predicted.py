"""Everything that a book's past says of its relations' future, from its derived figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from klantboek.predictions.bought import OfResults, Read, bought
from klantboek.predictions.channel import Channels, next_channels
from klantboek.predictions.forecast import Forecast, Outlook, outlook
from klantboek.predictions.hits import Asked, Option
from klantboek.predictions.lifetime import Horizon
from klantboek.predictions.product import Products, next_products
from klantboek.predictions.rates import Offer
from klantboek.predictions.response import Contact, Responses, chance_to_respond
from klantboek.predictions.scales import Ahead
from klantboek.predictions.told import Reason, Told

if TYPE_CHECKING:
    from klantboek.aggregates import Result
    from klantboek.book import Book

WEEKS, WEIGHT, DISCOUNT = 52, 2.0, 1.0
_WEEKS_A_MONTH = 52 / 12
NOTHING_NAMED = "nothing that is sold now was bought before"


@dataclass(frozen=True, eq=False)
class Predictions:
    """What is predicted for a book: buying, the next channel and product, the chance to respond; and how it was asked."""

    asked: Asked
    outlook: Outlook
    channels: Channels
    products: Products
    responses: Responses

    def forecast(self, relation: str) -> Forecast | None:
        """Give the forecast of a relation by its number; None when it never bought."""
        place = self.outlook.each.places.get(relation)
        return None if place is None else self.outlook.each[place]

    @property
    def verdicts(self) -> tuple[tuple[str, Reason], ...]:
        """What the test of each prediction came to, or why there was none."""
        tests: tuple[tuple[str, Told[Any]], ...] = (
            ("purchases", self.outlook.test),
            ("channel", self.channels.test),
            ("product", self.products.test),
            ("response", self.responses.test),
        )
        return tuple((name, told.value.verdict if told.value else _why(told)) for name, told in tests)

    def why_no_next(self, one: Forecast, options: tuple[Option, ...]) -> Reason | None:
        """Give the reason to say nothing about the next channel or product of a relation."""
        return one.purchases.reason or (None if options else Reason(NOTHING_NAMED))


def _why(told: Told[Any]) -> Reason:
    if told.reason is None:
        raise AssertionError("what has no value has a reason")
    return told.reason


def predict(book: "Book", results: Mapping[str, "Result"]) -> Predictions:
    """Predict from the aggregates of a book, by its own settings; without settings 52 weeks ahead."""
    return predict_from(book, OfResults(results))


def predict_from(book: "Book", read: Read) -> Predictions:
    """Predict as ``predict`` does, from figures that are read and not held."""
    settings = book.settings.predictions
    weeks = settings.weeks_ahead or WEEKS
    weight = WEIGHT if settings.weight_of_all is None else float(settings.weight_of_all)
    rate = DISCOUNT if settings.discount_percent is None else float(settings.discount_percent)
    months = max(1, round(weeks / _WEEKS_A_MONTH))
    asked = Asked(weeks, weight)
    ahead = Ahead(weeks, Horizon(months, weeks / months, rate / 100), seed=asked.seed)
    known = bought(read, book.settings.currency)
    return Predictions(
        asked,
        outlook(known.purchases, book.as_of, ahead, known.abroad),
        next_channels(known.orders, book.as_of, asked),
        next_products(known.baskets, _offers(book), book.as_of, asked),
        chance_to_respond(_contacts(read), asked.seed),
    )


def _offers(book: "Book") -> list[Offer]:
    return [
        Offer(one.code, one.life_months or 0, one.sold_from, one.sold_until) for one in book.nodes("product")
    ]


def _contacts(read: Read) -> list[Contact]:
    rows = read.columns("campaign_contacts", "relation", "campaign", "date", "responded", "reached")
    return [Contact(*row) for *row, reached in rows if reached]
