"""The forms that a schema lets a value choose from: each in words, and the one that was meant."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from klantboek.errors import nearest
from klantboek.schema.exact import is_integer
from klantboek.schema.misfit import Misfit, code_list, described, named, shown
from klantboek.schema.wrong_types import ASKED, written

if TYPE_CHECKING:
    from klantboek.findings import Path

# A longer list of values is not spelled out inside a sentence.
_SPELLED_OUT = 8


@dataclass(frozen=True)
class Meant:
    """What is wrong with a value in the form that it was meant to have, and that form in words."""

    errors: tuple[Any, ...]
    words: str


def in_words(form: Any) -> str:
    """Say what a form asks, as it stands in a sentence; "" when a few words can't."""
    if not isinstance(form, dict):
        return ""
    if title := form.get("title"):
        return str(title[0].lower() + title[1:])
    if "const" in form or "enum" in form:
        return _values(form.get("enum", [form.get("const")]))
    marks = [f"`{key}: {_plainly(value)}`" for key, value in _marks(form).items()]
    kinds = form.get("type", [])
    kind = " or ".join(ASKED.get(one, str(one)) for one in ([kinds] if isinstance(kinds, str) else kinds))
    if marks:
        return f"{kind or 'a group of keys'} with {' and '.join(marks)}"
    if form.get("format") == "date":
        return "a date"
    needed = form.get("required", [])
    return f"{kind or 'a group of keys'} with {code_list(needed)}" if needed else kind


def meant_form(error: Any) -> Iterator[Misfit | Meant]:
    """Say what is wrong by the form that comes nearest to what was written, or which forms there are."""
    forms = [_Form(schema, error, number) for number, schema in enumerate(error.validator_value)]
    forms = [form for form in forms if form.errors]
    if not forms:
        path = tuple(error.absolute_path)
        yield Misfit("KB107", path, f"{named(path)} stands where the schema allows nothing", "Remove it.")
        return
    if (marked := _mark(forms, error)) is not None:
        yield marked
        return
    fitting = [form for form in forms if not form.is_of_another_kind]
    best = min(fitting or forms, key=lambda form: (form.mismarks, len(form.errors)))
    if not fitting or best.is_of_another_value:
        yield _none_of(forms, error)
    else:
        yield Meant(best.errors, best.words)


class _Form:
    """One form with what is wrong with the value in it."""

    def __init__(self, schema: Any, error: Any, number: int) -> None:
        self.schema = schema
        # A form that allows nothing refuses without a path.
        self.errors = tuple(one for one in error.context if list(one.schema_path)[:1] == [number])
        self._value = error.instance
        self._depth = len(error.absolute_path)

    @property
    def words(self) -> str:
        """Say what the form asks, by its schema or else by what it refused."""
        refused = (in_words({one.validator: one.validator_value}) for one in self._at_the_value())
        return in_words(self.schema) or next(filter(None, refused), "")

    @property
    def is_of_another_kind(self) -> bool:
        """Tell whether the value is a text where the form asks a number, or the like."""
        return any(
            one.validator == "type"
            or (one.validator in {"enum", "const"} and not any(map(self._is_alike, _choices(one))))
            for one in self._at_the_value()
        )

    @property
    def is_of_another_value(self) -> bool:
        """Tell whether the form is a closed list, and the value comes near none of it."""
        return any(
            one.validator in {"enum", "const"} and _near(self._value, _choices(one)) is None
            for one in self._at_the_value()
        )

    @property
    def mismarks(self) -> int:
        """Count the keys that say by their value that the form is another one."""
        return sum(
            one.validator in {"enum", "const"} and len(one.absolute_path) == self._depth + 1
            for one in self.errors
        )

    def _at_the_value(self) -> Iterator[Any]:
        return (one for one in self.errors if len(one.absolute_path) == self._depth)

    def _is_alike(self, choice: Any) -> bool:
        return written(choice).split(" (")[0] == written(self._value).split(" (")[0]


def _mark(forms: list[_Form], error: Any) -> Misfit | None:
    """Speak of the key by which the forms are told apart, when that key is missing or says something unknown."""
    marks = [_marks(form.schema) for form in forms]
    key = next((key for key in marks[0] if all(key in one for one in marks)), None)
    path: Path = tuple(error.absolute_path)
    if key is None or not isinstance(error.instance, dict):
        return None
    known = [one[key] for one in marks]
    offered = f"Choose from: {', '.join(map(_plainly, known))}."
    if key not in error.instance:
        advice = f"Add `{key}`. {offered}"
        return Misfit("KB102", path, f"{named(path)} needs `{key}`", described(error.schema, advice))
    value = error.instance[key]
    if value in known:
        return None
    near = _near(value, known)
    message = f"{shown(value)} is not one of the {len(known)} values that are known here"
    meant = f"Did you mean {near}?" if near else ""
    return Misfit("KB104", (*path, key), message, described(error.schema, meant, offered), meant=near or "")


def _marks(form: Any) -> dict[str, Any]:
    """Give the keys that have one value in a form: they tell it from the others."""
    properties = form.get("properties", {}) if isinstance(form, dict) else {}
    return {key: one["const"] for key, one in properties.items() if isinstance(one, dict) and "const" in one}


def _none_of(forms: list[_Form], error: Any) -> Misfit:
    path, value = tuple(error.absolute_path), error.instance
    asked = list(dict.fromkeys(form.words for form in forms))
    what = shown(value) if not isinstance(value, list | dict) else written(value)
    if not all(asked):
        message = f"{what} has none of the {len(forms)} forms that are known here"
    elif len(asked) > 1:
        message = f"{what} is neither {', '.join(asked[:-1])} nor {asked[-1]}"
    else:
        message = f"{what} is not {asked[0]}"
    closed = any(not form.is_of_another_kind for form in forms)
    return Misfit("KB104" if closed else "KB103", path, message, described(error.schema))


def explain_overlap(error: Any, kind: str) -> Misfit:
    """Say which forms a value has at the same time, when it may have one."""
    from klantboek.schema.validator import validator  # noqa: PLC0415 -- jsonschema takes long to import

    path = tuple(error.absolute_path)
    fits = [
        in_words(form) or f"form {number}"
        for number, form in enumerate(error.validator_value, start=1)
        if validator(form).is_valid(error.instance)
    ]
    message = f"{named(path, kind)} fits {len(fits)} forms that exclude each other: {', '.join(fits)}"
    return Misfit("KB107", path, message, "Let the value fit one of them, or make them exclude each other.")


def explain_excluded(error: Any, kind: str) -> Misfit:
    """Say what a value may not be."""
    path, words = tuple(error.absolute_path), in_words(error.validator_value)
    what = f": {words}" if words else ""
    return Misfit(
        "KB107", path, f"{named(path, kind)} is what the schema leaves out{what}", "Write another value."
    )


def explain_contents(error: Any) -> Misfit:
    """Say how many items of a list must be of some form, or that there are more than may be."""
    path, word = tuple(error.absolute_path), error.validator
    if word == "items":
        most = len(error.schema.get("prefixItems", ()))
        return Misfit("KB106", path, f"this list is longer than {most}", f"Keep at most {most}.")
    words = in_words(error.schema.get("contains")) or "of the form that the schema asks"
    if word == "maxContains":
        message = f"more than {error.validator_value} items of this list are {words}"
        return Misfit("KB106", path, message, f"Keep at most {error.validator_value} of them.")
    least = error.schema.get("minContains", 1)
    message = (
        f"no item of this list is {words}"
        if least == 1
        else f"fewer than {least} items of this list are {words}"
    )
    return Misfit("KB106", path, message, "Add what is missing.")


def _choices(error: Any) -> list[Any]:
    return list(error.validator_value) if error.validator == "enum" else [error.validator_value]


def _near(value: Any, choices: list[Any]) -> str | None:
    texts = [choice for choice in choices if isinstance(choice, str)]
    return nearest(value, texts) if isinstance(value, str) else None


def _values(values: list[Any]) -> str:
    if len(values) > _SPELLED_OUT:
        return f"one of {len(values)} known values"
    return _plainly(values[0]) if len(values) == 1 else f"one of {', '.join(map(_plainly, values))}"


def _plainly(value: Any) -> str:
    if value is None:
        return "null"
    return value if isinstance(value, str) else shown(int(value) if is_integer(value) else value)
