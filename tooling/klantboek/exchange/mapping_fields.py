"""The fields of a mapping: what the file says, checked against the shape of the record."""

from collections.abc import Iterator
from typing import Any

from klantboek.errors import nearest
from klantboek.exchange.mapping import Field, Group, Items, Rows, Target, Value
from klantboek.findings import Finding, Severity
from klantboek.findings import Path as Steps
from klantboek.shapes import Shape, Type
from klantboek.yaml import Document

_BY_TYPE = {Type.DATE: "date", Type.MONEY: "money", Type.NUMBER: "number", Type.INTEGER: "integer"}
_BY_FORMAT = {"country": "country", "phone": "phone", "web": "web"}
_SOURCES = ("column", "template", "constant")
_OWN = {
    "fields": {"fields", "unless"},
    "items": {"items"},
    "rows": {"rows"},
}
_WHY = "What a mapping does not say exactly, an import would have to guess."


class Reading:
    """A mapping being read: its document, its tables, and what is wrong so far."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.findings: list[Finding] = []
        self.tables: dict[str, Any] = document.value["tables"]

    def refuse(self, path: Steps, message: str, advice: str = "", *, key: bool = False) -> None:
        """Note that something stands in the mapping that can't be used."""
        place = self.document.place(path, key=key)
        self.findings.append(Finding("KB101", Severity.ERROR, "mapping", path, place, message, _WHY, advice))

    def knows(self, table: str, path: Steps) -> bool:
        """Tell whether this is the name of a table, and note it when it is not."""
        if table in self.tables:
            return True
        self.refuse(path, f"there is no table {table!r} under tables", suggestion(table, self.tables))
        return False

    def fields(self, raw: dict[str, Any], path: Steps, shape: Shape, table: str) -> tuple[Field, ...]:
        """Read the fields of one object whose columns come from ``table`` ("" when there is none)."""
        return tuple(self._fields(raw, path, shape, table))

    def _fields(self, raw: dict[str, Any], path: Steps, shape: Shape, table: str) -> Iterator[Field]:
        for name, said in raw.items():
            here = (*path, name)
            found = self._target(name, here, shape)
            if found is None:
                continue
            spec = {"column": said} if isinstance(said, str) else said
            one = self._field(Target(tuple(name.split(".")), found, self._key(here)), spec, here, table)
            if one is not None:
                yield one

    def _key(self, path: Steps) -> Any:
        return self.document.place(path, key=True)

    def _target(self, name: str, path: Steps, shape: Shape) -> Shape | None:
        """Follow a path with dots; lists end it, because their items need an entry of their own."""
        for step in name.split("."):
            if shape.type is Type.OPEN:
                return Shape(f"{shape.path}.{step}", Type.TEXT)
            if shape.type is not Type.OBJECT or step not in shape.properties:
                advice = suggestion(step, shape.properties)
                if shape.type is Type.LIST:
                    advice = "It is a list: give its items under items or rows."
                self.refuse(path, f"{shape.path} has no field {step!r}", advice, key=True)
                return None
            shape = shape.properties[step]
        return shape

    def _field(self, at: Target, spec: dict[str, Any], path: Steps, table: str) -> Field | None:
        for word, own in _OWN.items():
            if word in spec:
                strange = sorted(set(spec) - own)
                if strange:
                    self.refuse((*path, strange[0]), f"{strange[0]} means nothing beside {word}", key=True)
                return self._structure(word, at, spec, path, table)
        return self._value(at, spec, path, table)

    def _structure(
        self, word: str, at: Target, spec: dict[str, Any], path: Steps, table: str
    ) -> Field | None:
        wanted = Type.OBJECT if word == "fields" else Type.LIST
        inside = at.shape if word == "fields" else at.shape.items
        if at.shape.type is not wanted or inside is None or inside.type is not Type.OBJECT:
            what = "a group of fields" if word == "fields" else "a list of groups"
            self.refuse(
                (*path, word), f"{at.shape.path} is not {what}, so {word} means nothing here", key=True
            )
            return None
        if word == "fields":
            return Group(at, self.fields(spec[word], (*path, word), inside, table), spec.get("unless", {}))
        if word == "items":
            items = enumerate(spec[word])
            return Items(
                at, inside, tuple(self.fields(raw, (*path, word, i), inside, table) for i, raw in items)
            )
        return self._rows(at, spec[word], (*path, word), inside, table)

    def _rows(self, at: Target, raw: dict[str, Any], path: Steps, inside: Shape, table: str) -> Rows | None:
        if not self.knows(raw["table"], (*path, "table")):
            return None
        join = raw.get("join", {})
        if join and not table:
            self.refuse(
                (*path, "join"),
                "there is no row above to join with",
                "Leave join out, or give the record a from.",
            )
        fields = self.fields(raw["fields"], (*path, "fields"), inside, raw["table"])
        return Rows(at, inside, raw["table"], join, only_of(raw), fields)

    def _value(self, at: Target, spec: dict[str, Any], path: Steps, table: str) -> Value | None:
        sources = [word for word in _SOURCES if word in spec]
        if not sources or ("constant" in sources and len(sources) > 1):
            self.refuse(
                path,
                f"{at.shape.path} needs one source",
                "Give a column, a template or a constant.",
                key=True,
            )
            return None
        if not table and sources != ["constant"]:
            self.refuse(
                path,
                "there is no row to take it from",
                "Give the record a from, or use a constant.",
                key=True,
            )
        if "constant" not in sources and not self._fits(at, spec, path):
            return None
        lookup = spec.get("lookup")
        for name, where in ((spec.get("refer"), "refer"), (lookup and lookup["table"], "lookup")):
            if name and self.knows(name, (*path, where)) and len(self.tables[name].get("key", ())) != 1:
                self.refuse((*path, where), f"{name} has no key of one column", "Give it under tables.")
        return Value(
            at,
            spec.get("column", ""),
            frozenset(spec.get("nulls", ())),
            spec.get("split", ""),
            (lookup["table"], lookup["column"]) if lookup else None,
            spec.get("refer", ""),
            spec.get("map"),
            spec.get("others") == "keep",
            spec.get("as") or _usual(at.shape),
            spec.get("country", ""),
            spec.get("template", ""),
            spec.get("constant"),
            spec.get("default"),
        )

    def _fits(self, at: Target, spec: dict[str, Any], path: Steps) -> bool:
        shape = at.shape
        if shape.type is Type.OBJECT and spec.get("as") != "person_name":
            self.refuse(
                path, f"{shape.path} is a group of fields", "Give them under fields, or with dots.", key=True
            )
        elif shape.type is Type.LIST and (shape.items is None or shape.items.type is Type.OBJECT):
            self.refuse(
                path, f"{shape.path} is a list of groups", "Give its items under items or rows.", key=True
            )
        elif shape.type is Type.LIST and "split" not in spec and "map" not in spec:
            self.refuse(
                path, f"{shape.path} is a list", "Say with split what stands between the values.", key=True
            )
        elif shape.type is Type.BOOLEAN and "map" not in spec:
            self.refuse(path, f"{shape.path} is true or false", "Say with map which text is which.", key=True)
        else:
            return True
        return False


def _usual(shape: Shape) -> str:
    """Give the transform that follows from the field itself."""
    return _BY_TYPE.get(shape.type) or _BY_FORMAT.get(shape.format, "text")


def only_of(raw: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Give the columns and values of ``only``."""
    return {column: tuple(values) for column, values in raw.get("only", {}).items()}


def suggestion(name: str, known: Any) -> str:
    """Give a did-you-mean, or the list of what exists."""
    near = nearest(name, known) if known else None
    return f"Did you mean {near!r}?" if near else f"There are: {', '.join(sorted(known)) or 'none'}."
