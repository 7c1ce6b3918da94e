"""Characters that no record holds: they are invisible, or they turn text around."""

import re

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Halves of a character: JSON may hold them, a file can't.
SURROGATE = re.compile("[\ud800-\udfff]")
