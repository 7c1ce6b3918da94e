"""Keys that nobody knows and keys that are missing: KB101 and KB102."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from klantboek.errors import nearest
from klantboek.findings import Path
from klantboek.schema.misfit import Misfit, code_list, described, named


@dataclass(frozen=True)
class Unknown:
    """A key that its object doesn't have: the key that was most likely meant, or the objects that do have it."""

    path: Path
    key: str
    meant: str | None
    inside: tuple[str, ...] = ()
    above: str = ""


@dataclass(frozen=True)
class Scene:
    """What an explanation may look at: the kind, the whole schema, the whole value, and what is wrong already."""

    kind: str
    schema: Any
    value: Any
    unknown: dict[Path, list[Unknown]] = field(default_factory=dict)
    broken: frozenset[Path] = frozenset()

    def takes_place_of(self, path: Path, key: str) -> bool:
        """Tell whether an unknown key of this object was most likely meant to be ``key``, or to hold it."""
        return any(key == one.meant or key in one.inside for one in self.unknown.get(path, ()))


def unknown_keys(error: Any, schema: Any, value: Any) -> list[Unknown]:
    """Find the keys that an object may not have, each with where it probably belongs."""
    path = tuple(error.absolute_path)
    properties = error.schema.get("properties", {})
    above = _above(path, schema, value)
    found = []
    for key in error.instance:
        if key in properties or not _refused(error, key):
            continue
        inside = tuple(name for name, one in properties.items() if key in _properties(one))
        written = tuple(name for name in inside if name in error.instance)
        up = next((name for name, known in above if key in known), "")
        near = None if inside or up else nearest(key, properties)
        found.append(Unknown(path, key, near, written or inside, up))
    return found


def _refused(error: Any, key: str) -> bool:
    from klantboek.schema.patterns import matches  # noqa: PLC0415 -- only fragments name keys by pattern

    return not any(matches(pattern, key) for pattern in error.schema.get("patternProperties", ()))


def _properties(schema: Any) -> Any:
    """Give the properties of an object, or of the objects in a list."""
    if not isinstance(schema, dict):
        return {}
    items = schema.get("items")
    return schema.get("properties") or (items.get("properties", {}) if isinstance(items, dict) else {})


def _above(path: Path, schema: Any, value: Any) -> list[tuple[str, Any]]:
    """Give the objects around an object, the nearest first: the name of each and its properties."""
    around: list[tuple[str, Any]] = []
    name = ""
    for step in path:
        if isinstance(step, str):
            around.append((name or "the top of the file", schema.get("properties", {})))
            schema, name = schema.get("properties", {}).get(step, {}), f"`{step}`"
        else:
            schema = schema.get("items", {})
        if not isinstance(schema, dict):
            return []
    return around[::-1] if value is not None else []


def explain_unknown(one: Unknown, kind: str) -> Misfit:
    """Say that a key is unknown, and where it belongs."""
    path = (*one.path, one.key)
    message = f"{named(one.path, kind)} has no key `{one.key}`"
    if one.meant:
        return Misfit("KB101", path, message, f"Did you mean `{one.meant}`?", key=True, meant=one.meant)
    if one.inside:
        where = code_list(list(one.inside[:3]), "or")
        return Misfit("KB101", path, message, f"It belongs inside {where}: indent it there.", key=True)
    if one.above:
        return Misfit(
            "KB101",
            path,
            message,
            f"It belongs further out, in {one.above}: check its indentation.",
            key=True,
        )
    return Misfit(
        "KB101", path, message, "Remove it; what has no place of its own goes in notes or custom.", key=True
    )


def explain_missing(error: Any, scene: Scene) -> Iterator[Misfit]:
    """Say which keys an object lacks, unless a misspelt one stands there for it."""
    path = tuple(error.absolute_path)
    for key in missing(error, scene):
        about = _properties_of(error, scene, path).get(key, {})
        yield Misfit(
            "KB102", path, f"{named(path, scene.kind)} needs `{key}`", described(about, f"Add `{key}`.")
        )


def missing(error: Any, scene: Scene) -> list[str]:
    """Give the key that this error misses, as a list; empty when a misspelt key stands there for it."""
    path = tuple(error.absolute_path)
    key = error.message
    return [] if scene.takes_place_of(path, key) else [key]


def _properties_of(error: Any, scene: Scene, path: Path) -> Any:
    """Give the properties of the object; a choice asks for keys that its schema describes elsewhere."""
    found = error.schema.get("properties", {})
    return found if error.message in found else at(scene.schema, path).get("properties", {})


def at(schema: Any, path: Path) -> Any:
    """Give the schema of what stands at a path, as far as properties and lists lead to it."""
    for step in path:
        if not isinstance(schema, dict):
            return {}
        schema = (
            schema.get("properties", {}).get(step, {}) if isinstance(step, str) else schema.get("items", {})
        )
    return schema if isinstance(schema, dict) else {}
