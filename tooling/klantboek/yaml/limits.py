"""How large a file may be before it is refused: all limits in one place."""

BYTES = 1024 * 1024
NODES = 50_000
DEPTH = 64
# More digits than a 64-bit integer or a decimal column holds: it is an identifier, not a number.
DIGITS = 18
# YAML readers look no further than this for the colon behind a key.
KEY = 1024
# Faults of one kind reported for one file; then the last one says that reading stops.
FAULTS = 100
MORE = "reading stops here, because there are too many of these; mend the ones above first"
