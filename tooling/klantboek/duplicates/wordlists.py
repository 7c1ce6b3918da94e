"""Words with a meaning of their own in names, streets, towns and mail addresses."""

# ruff: noqa: SIM905 -- long lists read best as prose

# Between a given name and a surname; Belgian names write some of them with a capital or as one word.
PREFIXES = frozenset(
    "v d vd van de den der het t ten ter te tot op in aan bij onder over uit uijt voor vande vanden vander von zu zum "
    "zur da di do dos du el al la le des".split()
)
# Words that bind others together and tell nothing.
BINDERS = frozenset(
    "de het een den der van t the a an of le la les et en and und & voor van bij in op te aan".split()
)
# Behind a name: what kind of body it is, by one code for the spellings of a country and of its older law.
LEGAL_FORMS = {
    word: form
    for form, spellings in {
        "bv": "bv bvba sprl srl besloten vennootschap bvba ebvba",
        "nv": "nv sa naamloze",
        "vof": "vof snc",
        "cv": "cv commv scomm",
        "cvba": "cvba scrl coop cooperatie",
        "vzw": "vzw asbl",
        "ltd": "ltd limited plc llp",
        "inc": "inc incorporated corp corporation llc",
        "gmbh": "gmbh ug",
        "ag": "ag kg ohg",
        "sarl": "sarl sas eurl",
    }.items()
    for word in spellings.split()
}  # fmt: skip
# Behind a legal form: how the body is.
STATES = frozenset("io il".split())
# Before a given name, and behind a surname.
TITLES = frozenset(
    "dhr heer mevr mevrouw mw mej fam familie dr drs ir ing prof mr mrs ms miss jhr jkvr ds sir lady lord dame rev capt "
    "hon col major".split()
)
NAME_TAILS = frozenset("jr sr junior senior esq msc bsc phd mba llm".split())
# One trade in another language, or in short.
TRADES = {
    word: trade
    for trade, others in {
        "bakkerij": "boulangerie bakery boulanger bakker bakkers",
        "banketbakkerij": "patisserie patissier pastry",
        "slagerij": "boucherie butcher slager",
        "apotheek": "pharmacie pharmacy",
        "kapsalon": "coiffure coiffeur kapper hairdresser haarmode",
        "garage": "autobedrijf garagebedrijf",
        "bouwbedrijf": "construction bouw aannemersbedrijf",
        "installatiebedrijf": "installatie installaties installatietechniek",
        "schildersbedrijf": "schilderswerken schilder peintures",
        "drukkerij": "imprimerie printing",
        "boekhandel": "librairie bookshop boekwinkel",
        "restaurant": "rest resto ristorante eethuis",
        "cafe": "kafee eetcafe",
        "gebroeders": "gebr freres brothers bros",
        "zonen": "zn zoon fils sons",
        "dochters": "dochter",
        "compagnie": "co cie company",
        "internationaal": "international intl internationale",
        "nederland": "netherlands holland nederlandse",
        "belgie": "belgium belgique belgische",
        "vereniging": "ver association",
        "stichting": "st stg foundation fondation",
        "advies": "consulting consultancy adviesbureau conseil",
        "vereniging eigenaren": "vve",
        "eigenaren": "eigenaars",
        "manufacturing": "mfg",
        "laboratories": "labs lab",
        "supply": "supplies",
        "first": "1st",
    }.items()
    for word in others.split()
}  # fmt: skip
# A company in a group has one of these in its name; the sister next door has not.
GROUP_WORDS = frozenset(
    "holding holdings beheer vastgoed onroerend exploitatie participaties pensioen beleggingen immo deelnemingen "
    "verhuur personeel productie webshop academie stichting".split()
)
# These too, and some leave them out when they write down the name.
RELATED_WORDS = frozenset("groep group services service invest investments logistiek logistics".split())
# Providers whose domain says nothing about who writes.
FREE_PROVIDERS = frozenset(
    "gmail.com googlemail.com hotmail.com hotmail.nl hotmail.be hotmail.fr outlook.com outlook.be live.nl live.be "
    "live.com msn.com yahoo.com yahoo.fr icloud.com me.com mac.com aol.com gmx.net gmx.de web.de proton.me "
    "protonmail.com ziggo.nl kpnmail.nl kpnplanet.nl planet.nl home.nl hetnet.nl xs4all.nl upcmail.nl casema.nl "
    "chello.nl quicknet.nl tele2.nl telfort.nl solcon.nl zonnet.nl online.nl caiway.nl telenet.be skynet.be "
    "proximus.be scarlet.be belgacom.net pandora.be voo.be orange.fr wanadoo.fr free.fr laposte.net "
    "post.example mail.example".split()
)
# Boxes of a function, not of a person.
ROLE_BOXES = frozenset(
    "info kantoor contact mail post office admin administratie facturen factuur boekhouding crediteuren debiteuren "
    "inkoop verkoop sales bestelling bestellingen orders order winkel receptie service support klantenservice "
    "secretariaat directie hr personeel planning magazijn logistiek keuken bakkerij hello hallo welkom".split()
)
# Short for a word in a street, wherever it stands.
STREET_WORDS = {
    short: whole
    for whole, shorts in {
        "straat": "str",
        "plein": "pln",
        "laan": "ln",
        "weg": "wg",
        "gracht": "gr",
        "kade": "kd",
        "singel": "sngl",
        "markt": "mrkt mkt",
        "nieuwe": "nwe",
        "jonkheer": "jhr",
        "steenweg": "stwg stw",
        "burgemeester": "burg bgm burgem",
        "professor": "prof",
        "doctor": "dr dokter",
        "meester": "mr",
        "ingenieur": "ir",
        "dominee": "ds",
        "president": "pres",
        "generaal": "gen",
        "koningin": "kon koningin",
        "prins": "pr",
        "prinses": "prs",
        "sint": "st",
        "minister": "min",
        "kapitein": "kpt kap",
        "admiraal": "adm",
        "pastoor": "past",
        "monseigneur": "mgr",
        "kardinaal": "kard",
        "avenue": "av ave",
        "boulevard": "bd blvd bld",
        "chaussee": "ch chee",
        "road": "rd",
        "drive": "drv",
        "court": "ct crt",
        "place": "plc pl",
        "crescent": "cres",
        "highway": "hwy",
        "square": "sq",
    }.items()
    for short in shorts.split()
}  # fmt: skip
# Short for the kind of street when it is the end of a word: Kerkstr, Stationspl.
STREET_ENDS = (
    ("str", "straat"),
    ("stwg", "steenweg"),
    ("stw", "steenweg"),
    ("wg", "weg"),
    ("pln", "plein"),
    ("pl", "plein"),
    # Lincoln is no street in short.
    ("coln", "coln"),
    ("ln", "laan"),
    ("kd", "kade"),
    ("mrkt", "markt"),
    ("plnts", "plantsoen"),
    ("sngl", "singel"),
)
# One town under two names.
TOWNS = {
    name: town
    for town, names in {
        "sgravenhage": "denhaag thehague lahaye",
        "shertogenbosch": "denbosch boisleduc",
        "brussel": "bruxelles brussels",
        "antwerpen": "anvers antwerp",
        "gent": "gand ghent",
        "luik": "liege",
        "leuven": "louvain",
        "mechelen": "malines",
        "brugge": "bruges",
        "kortrijk": "courtrai",
        "aalst": "alost",
        "namen": "namur",
        "bergen": "mons",
        "doornik": "tournai",
        "oostende": "ostende ostend",
        "ieper": "ypres",
        "halle": "hal",
        "vilvoorde": "vilvorde",
        "elsene": "ixelles",
        "ukkel": "uccle",
        "schaarbeek": "schaerbeek",
        "vorst": "forest",
        "sintgillis": "saintgilles",
        "sintjansmolenbeek": "molenbeeksaintjean molenbeek",
        "oudergem": "auderghem",
        "etterbeek": "etterbeek",
    }.items()
    for name in names.split()
}  # fmt: skip
# What stands before a number that is dialled inside a country.
DIALLED = {"NL": "31", "BE": "32", "DE": "49", "FR": "33", "GB": "44", "LU": "352", "AT": "43", "CH": "41"}
