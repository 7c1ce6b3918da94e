"""Mail addresses and domains compared together: who has the same mail address has its domain as well."""

from dataclasses import dataclass

from klantboek.duplicates.crossing import Rows, Tenths
from klantboek.duplicates.evaluation import NONE, Outcome, Values
from klantboek.duplicates.model import Comparison


@dataclass(eq=False)
class MailAddresses:
    """Compares mail addresses, and domains by what they add to those."""

    email: Values
    domain: Values
    exact = False

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The comparisons of the two."""
        return (self.email.comparison, self.domain.comparison)

    def bounds(self, a: Rows, b: Rows) -> list[Tenths]:
        """Give the most that each can come to."""
        return [self.email.bounds(a, b)[0], self.domain.bounds(a, b)[0]]

    def outcomes(self, a: Rows, b: Rows) -> list[Outcome]:
        """Give the levels of the two; the domain of the same mail address says nothing more."""
        email, domain = self.email.outcomes(a, b)[0], self.domain.outcomes(a, b)[0]
        told = email.levels == 0
        domain.levels[told], domain.tenths[told] = NONE, 0
        return [email, domain]
