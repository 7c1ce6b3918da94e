"""How large a file may be before it is refused: all limits in one place."""

BYTES = 1024 * 1024
NODES = 50_000
DEPTH = 64
# More digits than a 64-bit integer or a decimal column holds: it is an identifier, not a number.
DIGITS = 18
