"""The page about what duplicates are compared by."""

from pathlib import Path

from docs.comparison_tables import comparisons_page
from given import golden

PAGE = Path(__file__).parents[2] / "site" / "pages" / "reference" / "comparisons.md"


def test_comparisons_page() -> None:
    """The page says what the tables say."""
    golden(PAGE, comparisons_page())
