"""What reads which field is as the program itself shows."""

from docs.lineage import lineage
from given import HERE, golden


def test_lineage() -> None:
    """The file of readers names what aggregates, pages and rules read."""
    golden(HERE.parent / "tooling" / "klantboek" / "book" / "lineage.json", lineage())
