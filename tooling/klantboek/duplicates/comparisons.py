"""The two tables of comparison, for organisations and for persons: what is compared and what it weighs.

A level has ``m``, the share of true duplicates that reach it, and ``u``, the share of other pairs that do.
Its weight is log2(m / u) bits. Where ``spread`` is given, the ``u`` of the first level is the frequency of
the very value: (count - 2 + spread * usual) / (records + spread), so that a rare name weighs more than a common
one. ``usual`` is ``u``, or more for names that are known to be common (``common_names``): a small book leans on
it. However small, a book that has a value often makes certain that it is common: the frequency is at least
(others - 1.5 * sqrt(others)) / records, with count - 2 others.

Evidence of one group comes from one source: who has the same address often has the same telephone number
too. A group adds at most ``-prior - 1`` bits, so that no group alone makes a duplicate, less what its own
comparisons say against the pair, and takes at most its ``floor``; groups without a cap hold numbers that are
given out to one party. A group ``over`` features of several others bounds what those add together.
"""

from klantboek.duplicates.model import Comparison, Group, Level, Model

MODEL_VERSION = "klantboek-2"
_ADDRESS = (
    Comparison(
        "street",
        "address",
        (
            Level("same", 0.80, 0.001, "same street"),
            Level("similar", 0.14, 0.004, "similar street", "a slip of the pen or an abbreviation"),
            Level("other language", 0.01, 0.01, "street in the other language", "Brussels: each street has two names"),
            Level("other", 0.05, 0.985, "other street"),
        ),
        spread=2000,
    ),
    Comparison(
        "number",
        "address",
        (
            Level("same", 0.86, 0.01, "same house number"),
            Level("similar", 0.06, 0.10, "similar house number"),
            Level("other", 0.05, 0.89, "other house number"),
        ),
        spread=2000,
    ),
    Comparison(
        "postcode",
        "address",
        (
            Level("same", 0.84, 0.001, "same postcode"),
            Level("similar", 0.10, 0.01, "similar postcode", "one sign typed wrong"),
            Level("other", 0.06, 0.989, "other postcode"),
        ),
        spread=2000,
    ),
    Comparison(
        "city",
        "address",
        (
            Level("same", 0.86, 0.02, "same city"),
            Level("similar", 0.09, 0.004, "similar city"),
            Level("other", 0.05, 0.976, "other city"),
        ),
        spread=2000,
    ),
    Comparison(
        "building",
        "address",
        (
            Level("same", 0.75, 0.002, "same building"),
            Level("similar", 0.15, 0.003, "similar building", "or a street that stands where the building should"),
            Level("other", 0.25, 0.98, "other building", "it is seldom written down twice in one way"),
        ),
        spread=2000,
    ),
)  # fmt: skip
_PHONE = (
    Level("same", 0.70, 0.00002, "same telephone number"),
    Level(
        "similar",
        0.08,
        0.002,
        "telephone number with one digit different",
        "neighbours and branches have such too",
    ),
    Level("other", 0.15, 0.9995, "other telephone number", "people have several, and change them"),
)
_EMAIL = (
    Level("same", 0.55, 0.00002, "same e-mail address"),
    Level("similar", 0.10, 0.001, "e-mail address with one sign different"),
    Level("other", 0.35, 0.999, "other e-mail address"),
)
_ACCOUNT = (
    Level("same", 0.85, 0.00001, "same bank account"),
    Level("other", 0.15, 0.99999, "other bank account", "many have more than one"),
)
_REGISTRATION = (
    Level("same", 0.90, 0.000005, "same {register} number", "a register gives a number to one party"),
    Level("similar", 0.08, 0.00005, "{register} number with one sign different", "a typing mistake"),
    Level("other", 0.15, 0.9999, "other {register} number"),
    Level("contradiction", 1e-30, 0.9999, "two different {register} numbers", "two parties by law"),
)
_LINK = Comparison(
    "link",
    "registers",
    (
        Level(
            "declared",
            1e-30,
            0.9,
            "declared to be two parties",
            "one record names the other as its parent, branch …",
        ),
    ),
)

PERSONS = Model(
    "person",
    (
        Group("address", False, -8.0, "", within="household"),
        Group("household", True, -9.0, "a family shares its name, address, telephone and bank account", "given"),
        Group("person", False, -60.0, ""),
        Group("namesake", False, 0.0, "others have the same name", over=("surname", "given", "initials", "sex")),
        Group("registers", False, -200.0, ""),
    ),
    (
        Comparison(
            "surname",
            "household",
            (
                Level("same", 0.80, 0.0007, "same surname"),
                Level("sound", 0.07, 0.0008, "surname that sounds the same", "Meijer and Meyer"),
                Level("similar", 0.07, 0.003, "similar surname"),
                Level("swapped", 0.02, 0.0004, "surname stands as given name", "the two in each other's place"),
                Level("crossed", 0.01, 0.0008, "surname stands as given name, with a slip"),
                Level("other", 0.04, 0.996, "other surname", "marriage changes a surname, little else does"),
            ),
            spread=2000,
        ),
        Comparison(
            "given",
            "person",
            (
                Level("same", 0.74, 0.002, "same given name"),
                Level("sound", 0.06, 0.002, "given name that sounds the same"),
                Level("called", 0.05, 0.003, "given names that go together", "Johannes is called Jan"),
                Level("similar", 0.08, 0.008, "similar given name"),
                Level("initial", 0.06, 0.08, "same initial"),
                Level("swapped", 0.02, 0.0005, "given name stands as surname"),
                Level("other", 0.04, 0.89, "other given name"),
                Level("family", 0.007, 0.89, "other given name at the same door", "the members of a family"),
            ),
            spread=2000,
        ),
        Comparison(
            "initials",
            "person",
            (
                Level("same", 0.85, 0.1, "same initials", "the first is in the given name; the others tell more"),
                Level("other", 0.15, 0.9, "other initials"),
            ),
        ),
        Comparison(
            "sex",
            "person",
            (
                Level("same", 0.97, 0.52, "same salutation"),
                Level("other", 0.03, 0.48, "other salutation", "a wrong choice in a list is rarer than a spouse"),
            ),
        ),
        Comparison(
            "birth",
            "person",
            (
                Level("same", 0.82, 0.00005, "same birth date"),
                Level("similar", 0.10, 0.002, "birth date with one slip", "day and month swapped, or one digit"),
                Level("year", 0.05, 0.017, "same year of birth", "the day is not known to everybody"),
                Level("other", 0.06, 0.95, "other birth date"),
                Level("twin", 0.05, 0.0125, "same birth date with another given name", "brothers and sisters born together"),
                Level("generation", 0.00005, 0.40, "birth dates twelve years apart with one name", "parent and child"),
            ),
            spread=2000,
        ),
        *_ADDRESS,
        Comparison("phone", "household", _PHONE, 2000),
        Comparison("email", "household", _EMAIL, 2000),
        Comparison("domain", "household", (Level("same", 0.5, 0.1, "same domain", "people share a few providers"), Level("other", 0.5, 0.9, "other domain")), 2000),
        Comparison("account", "household", _ACCOUNT, 2000),
        Comparison("registration", "registers", _REGISTRATION, 2000),
        _LINK,
    ),
)  # fmt: skip

ORGANISATIONS = Model(
    "organisation",
    (
        Group("brand", True, -20.0, "shops of one chain have one name, one website and one mailbox"),
        Group("address", False, -5.0, "", within="place"),
        Group("place", True, -9.0, "firms in one building have one address and one telephone number"),
        Group("mail", False, -2.0, ""),
        Group("people", True, -2.0, "one owner can have several firms"),
        Group("registers", False, -200.0, ""),
    ),
    (
        Comparison(
            "name",
            "brand",
            (
                Level("same", 0.90, 0.003, "same name"),
                Level("words", 0.90, 0.003, "the same words in the name"),
                Level("similar", 0.80, 0.003, "similar name"),
                Level("acronym", 0.02, 0.0002, "one name is the first letters of the other"),
                Level("related", 0.10, 0.80, "one is called a group or a service"),
                Level("group", 0.00001, 0.99, "one is a holding or sister by its name"),
                Level("numbers", 0.00001, 0.99, "another number in the name"),
                Level("other", 0.05, 0.99, "other name"),
            ),
            spread=200,
        ),
        Comparison("domain", "brand", (
            Level("same", 0.60, 0.00002, "same domain"),
            Level("other", 0.30, 0.999, "other domain"),
        ), 2000),
        Comparison("email", "mail", _EMAIL, 2000),
        *_ADDRESS,
        Comparison("phone", "place", _PHONE, 2000),
        Comparison("person", "people", (
            Level("same", 0.60, 0.0002, "same contact person"),
            Level("similar", 0.10, 0.004, "similar contact person"),
            Level("owner", 0.60, 0.03, "same contact person, after whom both are named"),
            Level("other", 0.30, 0.99, "other contact persons"),
        ), 2000),
        Comparison("account", "registers", _ACCOUNT, 2000),
        Comparison("registration", "registers", _REGISTRATION, 2000),
        Comparison("form", "registers", (
            Level("same", 0.75, 0.55, "same legal form"),
            Level("other", 0.25, 0.45, "other legal form"),
        )),
        _LINK,
    ),
)  # fmt: skip
MODELS = (ORGANISATIONS, PERSONS)
