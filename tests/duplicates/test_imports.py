"""What is imported when nothing is compared."""

import subprocess
import sys

import pytest

_HEAVY = ("numpy", "rapidfuzz")


@pytest.mark.parametrize(
    "given", ["klantboek.duplicates", "klantboek.duplicates.findings", "klantboek.linting.lint"]
)
def test_rows_of_numbers_are_imported_for_a_search_only(given: str) -> None:
    """Whoever wants the names of things, or lints without a search, doesn't wait for the libraries of a search."""
    told = f"import sys, {given}; print([name for name in {_HEAVY} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_search_is_there_when_it_is_asked_for() -> None:
    """The searches are part of the package, and nothing else is made up."""
    told = (
        "from klantboek.duplicates import against, find_duplicates; import klantboek.duplicates as d; d.other"
    )
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=False)
    assert found.stderr.strip().endswith("module 'klantboek.duplicates' has no attribute 'other'")
