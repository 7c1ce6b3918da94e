"""Values and hand-written texts for the laws of reading and writing YAML."""

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from klantboek.yaml.characters import BIDI, CONTROL
from klantboek.yaml.scalars import needs_quotes

# Read by PyYAML, because it holds text that strict reading refuses plain.
AWKWARD = yaml.safe_load(
    Path(__file__).with_name("yaml").joinpath("cases", "awkward.yaml").read_text("utf-8")
)


def _is_writable(text: str) -> bool:
    return not CONTROL.search(text) and not BIDI.search(text)


TEXTS = st.one_of(
    st.sampled_from(AWKWARD),
    st.lists(st.sampled_from(AWKWARD), max_size=3).map(" ".join),
    st.text(st.sampled_from("0123456789+-._:eExob TZ"), max_size=12),
    st.text(st.characters(codec="utf-8"), max_size=20),
    st.text(st.sampled_from("ab :#-,[]{}'\"\\\n\t?|>&*!%"), max_size=12),
).filter(_is_writable)
NUMBERS = st.one_of(
    st.integers(-(10**18) + 1, 10**18 - 1),
    st.builds(
        lambda digits, places: Decimal(digits).scaleb(-places),
        st.integers(-(10**11), 10**11),
        st.integers(0, 6),
    ),
)
SCALARS = st.one_of(TEXTS, NUMBERS, st.booleans(), st.none())
_INSIDE = st.recursive(
    SCALARS,
    lambda inside: st.one_of(st.lists(inside, max_size=4), st.dictionaries(TEXTS, inside, max_size=4)),
    max_leaves=12,
)
MAPPINGS = st.dictionaries(TEXTS, _INSIDE, max_size=5)


@dataclass
class Hand:
    """Writes a value as a person might: any style, any indentation, with comments and empty lines."""

    draw: st.DrawFn

    def any(self, *options: str) -> str:
        """Choose one."""
        return self.draw(st.sampled_from(options))

    def end(self) -> str:
        """Give the end of a line, and perhaps lines that say nothing."""
        return self.any("\n", "\n", "\n", " \n", "  # é: 'x\n", "\n\n", "\n# - a\n", "\n   # 😀\n\n")

    def scalar(self, value: Any) -> str:
        """Give a value on one line, in any style that holds it."""
        if not isinstance(value, str):
            words: dict[Any, str] = {None: "null", True: "true", False: "false"}
            is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
            return f"{Decimal(value):f}" if is_number else words[value]
        ways = [json.dumps(value, ensure_ascii=False).replace("\x7f", "\\x7f")]
        if "\n" not in value and "\r" not in value:
            ways.append("'" + value.replace("'", "''") + "'")
            if not needs_quotes(value) and not set(value) & set(",[]{}"):
                ways.append(value)
        return self.any(*ways)

    def flow(self, value: Any) -> str:
        """Give a value between brackets."""
        gap = self.any("", " ", "  ")
        if isinstance(value, dict):
            inside = [f"{gap}{self.scalar(key)}: {self.flow(item)}{gap}" for key, item in value.items()]
            return "{" + ",".join(inside) + "}"
        if isinstance(value, list):
            return "[" + ",".join(f"{gap}{self.flow(item)}{gap}" for item in value) + "]"
        return self.scalar(value)

    def block(self, value: Any, indent: str) -> str:
        """Give a group or list as lines; what is empty, or just at random, between brackets."""
        deeper = indent + self.any(" ", "  ", "    ")
        lines = []
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            head = f"{indent}{self.scalar(key)}:" if isinstance(value, dict) else f"{indent}-"
            if isinstance(item, dict | list) and item and self.draw(st.booleans()):
                lines.append(f"{head}{self.end()}{self.block(item, deeper)}")
            else:
                lines.append(f"{head}{self.any(' ', '   ')}{self.flow(item)}{self.end()}")
        return "".join(lines)


@st.composite
def handwritten(draw: st.DrawFn) -> tuple[str, Any]:
    """Give a text and the value that it holds."""
    value = draw(MAPPINGS.filter(bool))
    hand = Hand(draw)
    text = hand.any("", "# by hand\n", "\n---\n") + hand.block(value, "")
    return text.replace("\n", hand.any("\n", "\r\n", "\r")), value
