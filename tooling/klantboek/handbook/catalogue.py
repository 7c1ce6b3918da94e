"""The words of the handbook itself, in each of its languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from klantboek.errors import KlantboekError
from klantboek.yaml import read

LANGUAGES = ("nl", "en")
# What the words for one thing, or for none, end their key with.
_COUNTED = {"0": "_none", "1": "_one"}
_FOLDER = Path(__file__).parent / "messages"


class UnknownLanguageError(KlantboekError):
    """A language that the handbook has no words in."""

    exit_code = 8

    def __init__(self, language: str) -> None:
        super().__init__(
            f"The handbook is not written in {language!r}.",
            f"Choose one of: {', '.join(LANGUAGES)} (languages in book.yaml, or the plugin's option language).",
        )


@dataclass(frozen=True)
class Words:
    """The words of one language: ``words("home.title")``, ``words("due.late", days=3)``."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Give the words for a key, with the values filled in; of one thing or none by its own words, where it has any."""
        if not values:
            return self.texts[key]
        if key in self._counted:
            counted = _COUNTED.get(str(values.get("count", values.get("days"))), "")
            return self.texts.get(key + counted, self.texts[key]).format(**values)
        return self.texts[key].format(**values)

    @cached_property
    def _counted(self) -> frozenset[str]:
        """The keys that have other words for one thing, or for none."""
        ends = tuple(_COUNTED.values())
        return frozenset(key.rpartition("_")[0] for key in self.texts if key.endswith(ends))

    def choice(self, name: str, value: str) -> str:
        """Give what a value of a closed list in the schemas is called; the value itself when nobody named it."""
        texts = self.texts
        return texts.get(f"choice.{name}.{value}") or texts.get(f"choice.{value}") or value


@cache
def words(language: str) -> Words:
    """Give the words of a language; raises UnknownLanguageError."""
    if language not in LANGUAGES:
        raise UnknownLanguageError(language)
    document = read((_FOLDER / f"{language}.yaml").read_bytes(), f"{language}.yaml")
    if document.faults:
        raise ValueError(f"messages/{language}.yaml: {document.faults[0].message}")
    return Words(language, document.value)
