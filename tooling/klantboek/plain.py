"""Text that somebody else wrote, made safe to print on a terminal or in a log."""

import re

# Everything that moves a cursor, changes colours, hides or turns text around, or ends a line; and the second
# sign of ##[name] and ##vso[name], which start a command in the log of a job wherever they stand.
UNSAFE = re.compile(
    r"(?<=#)#(?=\w*\[)|"
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufff9-\ufffb]"
)
# A line that begins with two colons starts a command as well, spaces before it or not.
_COMMAND = re.compile(r"^(\s*):(?=:)")


def plain(text: str) -> str:
    """Give the text on one line, with every control and direction character written out by its number.

    Neither does it start a command when it is printed at the beginning of a line of a job's log.
    """
    text = UNSAFE.sub(lambda found: "\\t" if found[0] == "\t" else f"\\u{ord(found[0]):04x}", text)
    return _COMMAND.sub(r"\1\\u003a", text)
