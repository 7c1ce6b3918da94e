"""Keys that depend on each other: KB107."""

from collections.abc import Iterator
from typing import Any

from klantboek.schema.forms import Meant, explain_overlap, meant_form
from klantboek.schema.keys import Scene, at
from klantboek.schema.misfit import Misfit, code_list, described, named


def explain_if(error: Any, scene: Scene) -> Iterator[Misfit | Any]:
    """Say what a value of one key asks of the others.

    Errors that have nothing to do with the choice are given back as they are, to be explained on their own.
    """
    path = tuple(error.absolute_path)
    condition = error.schema["if"]
    deciding = list(condition.get("properties", {}))
    if any(key not in error.instance or (*path, key) in scene.broken for key in deciding):
        return  # What decides is itself missing or wrong, and that is reported.
    if any(scene.takes_place_of(path, key) for key in (*deciding, *condition.get("required", ()))):
        return
    if deciding:
        yield from _explain_decided(error, scene, deciding[0])
        return
    for one in error.context:
        if one.validator == "maxProperties":
            yield from _explain_alone(error, condition.get("required", []), scene)
        else:
            yield one


def _explain_decided(error: Any, scene: Scene, key: str) -> Iterator[Misfit | Any]:
    path = tuple(error.absolute_path)
    needed = [
        one.message
        for one in error.context
        if _lacks(one, path) and not scene.takes_place_of(path, one.message)
    ]
    barred = [str(one.absolute_path[-1]) for one in error.context if _bars(one, path)]
    yield from (one for one in error.context if not _lacks(one, path) and not _bars(one, path))
    if not needed and not barred:
        return
    parts = [f"needs {code_list(needed)}"] if needed else []
    parts += [f"can't have {code_list(barred, 'or')}"] if barred else []
    message = f"{named(path, scene.kind)} says `{key}: {error.instance[key]}`, so it {' and '.join(parts)}"
    there = (*path, barred[0] if barred else key)
    about = at(scene.schema, path).get("properties", {}).get(needed[0], {}) if needed else {}
    advice = _advice(key, needed, barred)
    second = (*path, key) if barred else None
    yield Misfit(
        "KB107", there, message, described(about, advice), True, second, "it says so here" if second else ""
    )


def _advice(key: str, needed: list[str], barred: list[str]) -> str:
    if needed and barred:
        return f"Rename {code_list(barred)} to {code_list(needed)}, or correct `{key}`."
    return (
        f"Add {code_list(needed)}, or correct `{key}`."
        if needed
        else f"Remove {code_list(barred)}, or correct `{key}`."
    )


def _lacks(error: Any, path: tuple[Any, ...]) -> bool:
    return error.validator == "required" and tuple(error.absolute_path) == path


def _bars(error: Any, path: tuple[Any, ...]) -> bool:
    return error.validator == "properties" and tuple(error.absolute_path)[:-1] == path


def _explain_alone(error: Any, standing: list[str], scene: Scene) -> Iterator[Misfit]:
    path = tuple(error.absolute_path)
    strangers = {one.key for one in scene.unknown.get(path, ())}
    kept = {*standing, *at(scene.schema, path).get("required", ())}
    others = [key for key in error.instance if key not in kept and key not in strangers]
    if not others:
        return
    message = f"{named(path, scene.kind)} has a `{standing[0]}`, so it can't have {code_list(others, 'or')}"
    advice = f"Beside {code_list(sorted(kept))} nothing may stand; what was there stays in the history of the file."
    yield Misfit("KB107", (*path, others[0]), message, advice, True, (*path, standing[0]), "it says so here")


def explain_any(error: Any, scene: Scene) -> Iterator[Misfit | Meant]:
    """Say which keys there is a choice of; ``anyOf`` asks for one or more, ``oneOf`` for exactly one."""
    forms = error.validator_value
    if all(isinstance(one, dict) and set(one) == {"required"} and one["required"] for one in forms):
        yield from _explain_alternatives(error, [one["required"][0] for one in forms], scene)
        return
    if error.context:
        yield from meant_form(error)
        return
    yield explain_overlap(error, scene.kind)


def _explain_alternatives(error: Any, keys: list[str], scene: Scene) -> Iterator[Misfit]:
    path = tuple(error.absolute_path)
    if not isinstance(error.instance, dict):
        # Where a group of keys is asked, that is said already.
        if "type" not in error.schema:
            message = (
                f"{named(path, scene.kind)} is no group of keys, so it can't have one of {code_list(keys)}"
            )
            yield Misfit("KB107", path, message)
        return
    there = [key for key in keys if key in error.instance]
    if any(scene.takes_place_of(path, key) for key in keys):
        return
    if not there:
        message = f"{named(path, scene.kind)} needs {code_list(keys, 'or')}"
        yield Misfit("KB107", path, message, f"Add {code_list(keys, 'or')}.")
        return
    message = f"{named(path, scene.kind)} has {code_list(there)}, but only one of them is asked"
    yield Misfit("KB107", (*path, there[1]), message, "Keep one.", True, (*path, there[0]), "the other one")


def explain_together(error: Any, scene: Scene) -> Iterator[Misfit]:
    """Say that a key asks for another one."""
    path = tuple(error.absolute_path)
    for key, needed in error.validator_value.items():
        lacking = [one for one in needed if one not in error.instance]
        if key in error.instance and lacking:
            message = f"{named(path, scene.kind)} has `{key}`, so it needs {code_list(lacking)}"
            yield Misfit("KB107", (*path, key), message, f"Add {code_list(lacking)}.", key=True)
