"""The schema of a relation in the forms that the peers understand."""

import json
from pathlib import Path
from typing import Any

from klantboek.shapes import Shape, Type, schema_text, shape_of

# The other formats are our own; these are the ones that every JSON Schema checker may know.
_STANDARD = {"date", "email"}
_INSIDE = "#/$defs/"


def bundled(*, dates: bool) -> dict[str, Any]:
    """Give one schema without references to other files.

    Left out is what a peer can't do: formats of our own, and exact decimals (18.9 is no multiple of 0.01 in
    binary). Without ``dates`` a day may be anything, for peers that read days as objects and not as text.
    """
    relation, definitions = schema_text("relation"), schema_text("definitions")
    own = relation.get("$defs", {})
    common = {f"common-{name}": _moved(schema, dates=dates) for name, schema in definitions["$defs"].items()}
    whole = {key: value for key, value in relation.items() if key != "$defs"}
    found: dict[str, Any] = _fitted(whole, dates=dates)
    return {**found, "$defs": {**_fitted(own, dates=dates), **common}}


def _moved(schema: dict[str, Any], *, dates: bool) -> Any:
    """Let references within the common definitions point to where these stand now."""
    text = json.dumps(schema).replace(f'"{_INSIDE}', f'"{_INSIDE}common-')
    return _fitted(json.loads(text), dates=dates)


def _fitted(value: Any, *, dates: bool) -> Any:
    if isinstance(value, list):
        return [_fitted(item, dates=dates) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("format") == "date" and not dates:
        return {}
    found = {key: _fitted(item, dates=dates) for key, item in value.items() if key != "multipleOf"}
    if isinstance(form := found.get("format"), str) and form not in _STANDARD:
        del found["format"]
    if isinstance(to := found.get("$ref"), str):
        found["$ref"] = to.replace(f"definitions.json{_INSIDE}", f"{_INSIDE}common-")
    return found


def yamale() -> str:
    """Give the schema in the language of yamale: keys, types, choices, what must be there."""
    groups: dict[str, dict[str, str]] = {}
    top = _keys(shape_of("relation"), groups)
    parts = ["".join(f"{key}: {value}\n" for key, value in top.items())]
    for name, keys in groups.items():
        parts.append(f"{name}:\n" + "".join(f"  {key}: {value}\n" for key, value in keys.items()))
    return "---\n".join(parts)


_YAMALE = {
    Type.TEXT: "str",
    Type.INTEGER: "int",
    Type.NUMBER: "num",
    Type.MONEY: "num",
    Type.BOOLEAN: "bool",
    Type.DATE: "day",
    Type.OPEN: "map",
}


def _keys(shape: Shape, groups: dict[str, dict[str, str]]) -> dict[str, str]:
    return {name: _yamale(below, groups, needed=below.required) for name, below in shape.properties.items()}


def _yamale(shape: Shape, groups: dict[str, dict[str, str]], *, needed: bool) -> str:
    if shape.type is Type.OBJECT:
        name = shape.path.replace(".", "_")
        groups.setdefault(name, {})
        groups[name] = groups[name] or _keys(shape, groups)
        call, inside = "include", [f"'{name}'"]
    elif shape.type is Type.LIST and shape.items is not None:
        call, inside = "list", [_yamale(shape.items, groups, needed=True)]
    elif shape.choices:
        call, inside = "enum", [f"'{choice}'" for choice in shape.choices]
    else:
        call, inside = _YAMALE[shape.type], []
    return f"{call}({', '.join(inside if needed else [*inside, 'required=False'])})"


def write_forms(folder: Path) -> None:
    """Write every form into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, dates in (("with-dates", True), ("without-dates", False)):
        (folder / f"{name}.json").write_text(json.dumps(bundled(dates=dates)), encoding="utf-8")
    (folder / "relation.yamale.yaml").write_text(yamale(), encoding="utf-8")
