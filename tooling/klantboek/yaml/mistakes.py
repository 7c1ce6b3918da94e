"""What a syntax error most likely means, and the place where its author must look."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from yaml import MarkedYAMLError

from klantboek.yaml import limits
from klantboek.yaml.faults import FAULTS, Fault

_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
_KEY = re.compile(r":(?:\s|$)")
_END = re.compile(r"^\.\.\.(?:\s|$)", re.MULTILINE)
_LAST_LINE = re.compile(r"[^\r\n]*\Z")
_REST = re.compile(r"[^\r\n]*")
_CURLY = ("\u201c", "\u201d", "\u2018", "\u2019", "\u201e")
_SPACES = "Indent with spaces: two more than the line it belongs to, as many as its neighbours."
_QUOTE = "Put the whole value in quotes."


@dataclass(frozen=True)
class Stop:
    """Where the parser stopped: the text, its mark, and what it had seen.

    ``begun`` is where the construct it was in begins, ``last`` the start and end of the last value before
    the mark, ``opened`` the start of the innermost list or group that is still open. All are offsets.
    """

    text: str
    at: int
    begun: int
    last: tuple[int, int]
    opened: int

    @property
    def char(self) -> str:
        """The character at the mark; empty at the end of the text."""
        return self.text[self.at : self.at + 1]

    def before(self, offset: int) -> str:
        """Give the part of its line that stands before an offset."""
        found = _LAST_LINE.search(self.text, max(0, offset - 2 * limits.KEY), offset)
        return found[0] if found else ""

    def fault(self, message: str, advice: str, start: int, end: int | None = None) -> Fault:
        """Give the fault; without ``end`` it runs to the end of the line."""
        if end is None:
            rest = _REST.match(self.text, start)
            end = start + len(rest[0].rstrip()) if rest else start
        return Fault(FAULTS["KB001"], message, start, max(end, start + 1), advice)


def explain(error: MarkedYAMLError, text: str, last: tuple[int, int], opened: int) -> Fault:
    """Give the fault for an error of the parser, in the words of someone who edits the file."""
    if conflict := _CONFLICT.search(text):
        advice = (
            "Keep one of the two sides, and delete the lines that start with <<<<<<<, ======= and >>>>>>>."
        )
        stop = Stop(text, conflict.start(), conflict.start(), last, opened)
        return stop.fault("git left a conflict between two versions here", advice, conflict.start())
    at = _index(error.problem_mark, text, 0)
    stop = Stop(text, at, _index(error.context_mark, text, at), last, opened)
    problem = f"{error.context or ''}: {error.problem or ''}"
    for words, meaning in _MEANINGS:
        if words in problem:
            return meaning(stop)
    return stop.fault(error.problem or "this is not YAML", "", at, at + 1)


def _index(mark: object, text: str, default: int) -> int:
    index: int = getattr(mark, "index", default)
    # At the end of the text the place is the end of its last line, not the empty line below it.
    return index if index < len(text) else len(text.rstrip())


def _no_colon(stop: Stop, start: int | None = None) -> Fault:
    start = stop.begun if start is None else start
    line = _REST.match(stop.text, start)
    words = line[0].rstrip() if line else ""
    if (colon := _KEY.search(words)) and colon.start() > limits.KEY:
        return _long_key(stop, start)
    if words.startswith("-"):
        return stop.fault("a dash without a space after it", "Write '- ' before every item of a list.", start)
    if glued := re.match(r"[^\s:\"']+:(?=\S)", words):
        message = "a colon without a space after it"
        return stop.fault(
            message, "Write 'key: value', with a space after the colon.", start, start + glued.end()
        )
    advice = "Write 'key: value', with a space after the colon; or '- ' before it if it is an item of a list."
    return stop.fault("a key without a colon", advice, start)


def _long_key(stop: Stop, start: int) -> Fault:
    message = f"a key longer than {limits.KEY:,} characters"
    return stop.fault(message, "Give it a short name; long text is a value.", start)


def _stray_colon(stop: Stop) -> Fault:
    before = stop.before(stop.at)
    start = stop.at - len(before.lstrip().removeprefix("- ").lstrip())
    if stop.at - start > limits.KEY:
        return _long_key(stop, start)
    if value := re.match(r"(?:[^\s\"']|(?<=\S)[ ])+?:\s+(.*)", before.lstrip().removeprefix("- ").lstrip()):
        curly = value[1].startswith(_CURLY)
        advice = 'Type straight quotes (") around the value; curly ones are part of it.' if curly else _QUOTE
        return stop.fault("a colon followed by a space inside a value", advice, stop.at, stop.at + 1)
    above = stop.text[: stop.at - len(before)].rstrip()
    line = stop.before(len(above))
    if above and not _KEY.search(line) and line.strip():
        indent = len(line) - len(line.lstrip(" -"))
        return _no_colon(stop, len(above) - len(line) + indent)
    message = "this line stands deeper than the line above, which has a value already"
    return stop.fault(
        message, "Indent it like its neighbours; if it continues the value above, put that in quotes.", start
    )


def _unstartable(stop: Stop) -> Fault:
    if stop.char == "\t":
        return _tab(stop)
    if stop.text.startswith("...", stop.at):
        return _after_end(stop)
    return stop.fault(f"a value can't start with {stop.char}", _QUOTE, stop.at)


def _unstartable_construct(stop: Stop) -> Fault:
    at = Stop(stop.text, stop.begun, stop.begun, stop.last, stop.opened)
    return _unstartable(at)


def _tab(stop: Stop) -> Fault:
    return stop.fault("a tab where only spaces may stand", _SPACES, stop.at, stop.at + 1)


def _open_quote(stop: Stop) -> Fault:
    quote = stop.text[stop.begun : stop.begun + 1]
    advice = f"Close it with {quote} where the value ends."
    if quote == "'":
        advice += " If it is an apostrophe, put the whole value in double quotes."
    return stop.fault("this quote is never closed", advice, stop.begun)


def _unfitting(stop: Stop) -> Fault:
    if stop.char and stop.char in "]}":
        message = f"a closing {stop.char} without its opening bracket"
        return stop.fault(message, "Remove it, or put the value in quotes.", stop.at, stop.at + 1)
    if stop.char == ":":
        return stop.fault("a colon without a key before it", "Write 'key: value'.", stop.at, stop.at + 1)
    start, end = stop.last
    quote = stop.text[end - 1 : end]
    if (
        quote in {"'", '"'}
        and stop.text[start : start + 1] == quote
        and not stop.text[end : stop.at].strip(" ")
    ):
        if "\n" in stop.text[start:end]:
            message = "this quote is closed on a later line, with more text behind it"
            return stop.fault(message, f"Close it with {quote} where the value ends.", start)
        inside = (
            "an apostrophe inside is written twice ('')" if quote == "'" else 'a quote inside is written \\"'
        )
        message = "text behind the closing quote"
        return stop.fault(
            message, f"Put the whole value in quotes; between {quote} and {quote} {inside}.", stop.at
        )
    return stop.fault("the indentation of this line fits no line above it", _SPACES, stop.at)


def _colon_in_brackets(stop: Stop) -> Fault:
    return stop.fault("a colon inside a value between brackets", _QUOTE, stop.at, stop.at + 1)


def _no_item(stop: Stop) -> Fault:
    advice = "Start it with '- ' if it is an item; indent it like the key of the list if it is the next key."
    return stop.fault("a line that is no item of the list above it", advice, stop.at)


def _open_bracket(stop: Stop) -> Fault:
    closing = {"[": "]", "{": "}"}.get(stop.text[stop.opened : stop.opened + 1], "")
    between = stop.text[stop.opened : stop.at]
    if not closing or ("\n" not in between and stop.at < len(stop.text.rstrip())):
        return stop.fault(
            "a comma is missing before this", "Put a comma between the items.", stop.at, stop.at + 1
        )
    advice = f"Close it with {closing} where it ends, and put a comma between its items."
    return stop.fault("this bracket is not closed, or a comma is missing in it", advice, stop.opened)


def _no_value(stop: Stop) -> Fault:
    return _open_bracket(stop) if stop.at >= len(stop.text.rstrip()) else _unstartable(stop)


def _block(stop: Stop) -> Fault:
    mark = stop.text[stop.begun : stop.begun + 1]
    message = f"text behind a {mark}, which announces text on the lines below it"
    return stop.fault(message, f"If the value starts with {mark}, put it in quotes.", stop.begun)


def _backslash(stop: Stop) -> Fault:
    message = "a backslash that means nothing"
    return stop.fault(
        message, "Put the value in single quotes, or write every backslash twice.", stop.at, stop.at + 2
    )


def _percent(stop: Stop) -> Fault:
    return stop.fault(
        "a line that starts with % is an instruction to the reader", "Put the text in quotes.", stop.begun
    )


def _after_end(stop: Stop) -> Fault:
    if _END.search(stop.text):
        return stop.fault("'...' ends the file", "Remove the line '...'.", stop.at)
    return stop.fault("a line that belongs to nothing above it", _SPACES, stop.at)


def _inline_list(stop: Stop) -> Fault:
    message = "a list that starts behind its key"
    return stop.fault(
        message, "Start it on the next line, every item behind '- '; or put the text in quotes.", stop.at
    )


# Parts of libyaml's "context: problem", the first that fits counts.
_MEANINGS: tuple[tuple[str, Callable[[Stop], Fault]], ...] = (
    ("could not find expected ':'", _no_colon),
    ("mapping values are not allowed", _stray_colon),
    ("cannot start any token", _unstartable),
    ("tab character", _tab),
    ("unexpected ':'", _colon_in_brackets),
    ("scanning a quoted scalar", _open_quote),
    ("did not find expected key", _unfitting),
    ("did not find expected '-' indicator", _no_item),
    ("did not find expected ',' or", _open_bracket),
    ("did not find expected node content", _no_value),
    ("scanning a block scalar", _block),
    ("parsing a quoted scalar", _backslash),
    ("scanning an a", _unstartable_construct),
    (" tag", _unstartable_construct),
    ("directive", _percent),
    ("incompatible YAML document", _percent),
    ("expected <document start>", _after_end),
    ("block sequence entries", _inline_list),
    ("mapping keys are not allowed", _unstartable),
)
