"""How the text of a cell becomes a value."""

from pathlib import Path
from typing import Any

import pytest

from given import data
from klantboek.exchange.mapping import Format
from klantboek.exchange.mapping_file import mapping_schema
from klantboek.exchange.transforms import TRANSFORMS, CellError, Setting

CASES = data(Path(__file__).with_name("transforms.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['as']}-{case['cell']}")
def test_cell_becomes_value(case: dict[str, Any]) -> None:
    """A transform gives the value, what belongs beside it and a reason to look, or refuses in words."""
    said = {key: case[key] for key in ("decimal", "thousands", "dates") if key in case}
    setting = Setting(Format(**said), case.get("country", ""))
    if "refuses" in case:
        with pytest.raises(CellError, match=case["refuses"]):
            TRANSFORMS[case["as"]](str(case["cell"]).strip(), setting)
        return
    made = TRANSFORMS[case["as"]](str(case["cell"]).strip(), setting)
    assert made.value == case["makes"]
    assert dict(made.beside) == case.get("beside", {})
    assert case.get("look", "") in made.look
    assert bool(made.look) == ("look" in case)


def test_mapping_may_name_every_transform_and_no_other() -> None:
    """The closed list in the mapping's schema is the list of transforms."""
    assert set(mapping_schema()["$defs"]["field"]["properties"]["as"]["enum"]) == set(TRANSFORMS)
