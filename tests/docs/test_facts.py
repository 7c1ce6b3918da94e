"""What segments can ask for is as the aggregate gives it."""

from docs.facts import facts
from given import HERE, golden


def test_facts() -> None:
    """The file of facts names what each column of relation_facts holds, and the fields it is made of."""
    golden(HERE.parent / "tooling" / "klantboek" / "book" / "facts.json", facts())
