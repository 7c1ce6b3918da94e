"""What a schema refuses: one code for each kind of misfit, with why and what to do."""

from klantboek.yaml import FaultKind

_KINDS = (
    FaultKind(
        "KB101",
        "keys are known",
        "A key that nobody knows is read by nobody: what it says is missing from every list and page.",
        "Correct the spelling or the indentation; what has no place of its own goes in notes or custom.",
    ),
    FaultKind(
        "KB102",
        "needed keys are there",
        "Without it the record can't be found, counted or addressed.",
        "Add the key; when the value isn't known yet, find it out before the record is used.",
    ),
    FaultKind(
        "KB103",
        "values have the right type",
        "A number, a text and a list are stored and compared differently, and a code read as a number loses its zeros.",
        "Put text in quotes, write numbers and true or false without them, and lists with dashes or in brackets.",
    ),
    FaultKind(
        "KB104",
        "values come from the closed list",
        "Two spellings of one thing are counted as two things.",
        "Use one of the values of the list.",
    ),
    FaultKind(
        "KB105",
        "values are written as their kind asks",
        "A number or address with a slip in it reaches nobody, or somebody else.",
        "Check the value at its source and write it in the form that the help shows.",
    ),
    FaultKind(
        "KB106",
        "values stay within their limits",
        "A value that is empty, too long or out of range is a slip, or breaks what it is printed on.",
        "Correct the value, or leave the key out when there is nothing to say.",
    ),
    FaultKind(
        "KB107",
        "keys go together",
        "Some keys only mean something together, and some contradict each other: then nobody knows which counts.",
        "Decide what the record is, and keep the keys that belong to it.",
    ),
    FaultKind(
        "KB108",
        "dates exist",
        "A day that is not on the calendar, or that can be read two ways, makes every term and age after it wrong.",
        "Write year, month and day with hyphens: 2026-03-01 is the first of March.",
    ),
    FaultKind(
        "KB109",
        "file holds a group of keys",
        "A record is a group of keys with values; from anything else no relation, product or setting can be read.",
        "Start the file with 'key: value' lines, or delete it.",
    ),
)
CODES: dict[str, FaultKind] = {kind.code: kind for kind in _KINDS}
