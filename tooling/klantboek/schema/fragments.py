"""Schema fragments that a book writes itself: whether one can be used, and what it says of a value."""

from collections.abc import Iterator
from typing import Any

from klantboek.errors import KlantboekError, nearest
from klantboek.schema.formats import FORMATS
from klantboek.schema.misfit import Misfit
from klantboek.schema.patterns import PatternError, compiled
from klantboek.schema.whole import LISTED, NAMED, ONE, SchemaReferenceError, whole_fragment

# They look at what other keywords looked at, and the library that does that matches patterns its own way.
_REFUSED = ("unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef")
_KNOWN = frozenset(
    {
        *ONE, *LISTED, *NAMED, *_REFUSED,
        "type", "enum", "const", "format", "pattern", "minLength", "maxLength", "minimum", "maximum",
        "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "minContains",
        "maxContains", "minProperties", "maxProperties", "required", "dependentRequired", "title", "description",
        "default", "examples", "deprecated", "readOnly", "writeOnly", "contentEncoding", "contentMediaType",
        "contentSchema", "$comment", "$anchor",
    }
)  # fmt: skip
# Levels of a schema for one value; the library's checks of a deeper one would run out of stack.
_DEEPEST = 20


class FragmentError(KlantboekError):
    """A fragment that can't be used."""

    exit_code = 6

    def __init__(self, problems: list[str]) -> None:
        super().__init__(
            f"This schema can't be used: {'; '.join(problems)}", "Mend the schema in its dictionary entry."
        )


def fragment_problems(fragment: dict[str, Any]) -> list[str]:
    """Say why a fragment can't be used: no JSON Schema, a reference that leaves it, a pattern beyond RE2."""
    if _depth(fragment) > _DEEPEST:
        return [f"the schema is nested deeper than {_DEEPEST} levels"]
    if not _is_schema(fragment) and (problems := _no_schema(fragment)):
        return problems
    try:
        filled = whole_fragment(fragment)
    except SchemaReferenceError as error:
        return [error.message]
    return [problem for part in _parts(filled) for problem in _part_problems(part)]


def _is_schema(fragment: dict[str, Any]) -> bool:
    """Tell whether a fragment is JSON Schema, the quick way: False where it has to be looked at more closely."""
    try:
        from jsonschema_rs import meta  # noqa: PLC0415 -- only books with fields of their own need it

        return "$schema" not in fragment and meta.is_valid(fragment)
    except (ImportError, ValueError, TypeError):
        return False


def _no_schema(fragment: dict[str, Any]) -> list[str]:
    """Say why a fragment is no JSON Schema, if it is none."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 -- takes long to import, and most are

    from klantboek.schema.explain import explain  # noqa: PLC0415 -- the same
    from klantboek.schema.validator import validator  # noqa: PLC0415 -- the same

    meta = Draft202012Validator.META_SCHEMA
    misfits = explain(validator(meta).iter_errors(fragment), "schema", meta, fragment)
    return sorted({_said(misfit) for misfit in misfits})


def check_fragment(fragment: dict[str, Any], value: Any) -> list[Misfit]:
    """Give what the fragment refuses about a value; paths start at the value.

    Raises FragmentError when the fragment can't be used: ask ``fragment_problems`` first.
    """
    from klantboek.schema.explain import explain  # noqa: PLC0415 -- only books with fields of their own need it
    from klantboek.schema.validator import validator  # noqa: PLC0415

    if problems := fragment_problems(fragment):
        raise FragmentError(problems)
    filled = whole_fragment(fragment)
    return explain(validator(filled).iter_errors(value), "value", filled, value)


def _depth(value: Any) -> int:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inside), default=0)


def _said(misfit: Misfit) -> str:
    where = ".".join(map(str, misfit.path)) or "the schema"
    return f"{where}: {misfit.message}" + (f"; did you mean {misfit.meant}?" if misfit.meant else "")


def _parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Give the schema and every schema inside it."""
    if not isinstance(schema, dict):
        return
    yield schema
    for key, value in schema.items():
        inside = [value] if key in ONE else value if key in LISTED else value.values() if key in NAMED else ()
        for one in inside:
            yield from _parts(one)


def _part_problems(schema: dict[str, Any]) -> Iterator[str]:
    yield from (f"the keyword {word!r} isn't supported here" for word in _REFUSED if word in schema)
    for word in schema:
        if word not in _KNOWN and not word.startswith("x-"):
            near = nearest(word, _KNOWN)
            yield f"{word!r} is no keyword of JSON Schema" + (f"; did you mean {near}?" if near else "")
    form = schema.get("format")
    if form is not None and form not in FORMATS:
        near = nearest(form, FORMATS)
        yield f"the format {form!r} isn't known here" + (f"; did you mean {near}?" if near else "")
    for pattern in (
        *schema.get("patternProperties", ()),
        *([schema["pattern"]] if "pattern" in schema else ()),
    ):
        try:
            compiled(pattern)
        except PatternError as error:
            yield error.message
