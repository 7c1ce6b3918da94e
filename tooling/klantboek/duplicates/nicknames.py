"""Names by which people are called: which given names can be one person's."""

from functools import cache, lru_cache
from itertools import chain

# So many letters of a name at least are a short form of it: Wil, Ans.
_SHORTEST = 3

# A baptismal name and what people who have it are called; also spellings in French and English.
_CALLED = """
johannes jan johan hans jo joop hannes john jean jannes sjang sjo
cornelis cees kees cor cornel nelis cornelius
hendrik hendrikus henk hein rik henri harry henry hendricus driek
pieter petrus piet peter pier pierre peer piter
willem wilhelmus wim pim wil willy bill helmus william guillaume
gerardus gerard gerrit geert ger sjra gert geraert gerhardus gerhard
jacobus jacob jaap koos sjaak ko koos jacques jack coos
antonius anton ton toon tonny antoon teun theun antoine tony antonie
franciscus frans frank sus francois franc francis
theodorus theo dorus door theodoor teun
martinus martin tinus maarten mart marten martien
adrianus adriaan adrie ad arie aad janus adriaen sjaan arjan
nicolaas nico klaas nic nicolas claes nick niek
leonardus leo leon leonard lennard
lambertus bert lammert lambert bertus lam
matthijs thijs mathijs matthias mathieu ties thies
mattheus matheus theo thieu teeuwis mathieu
sebastiaan bas sebastian bastiaan
alexander sander lex alex xander alexandre
bernardus bernard ben bernd berend bernhard
albertus albert bert ab bertus appie albrecht
hubertus huub bert hub hubert
josephus jozef joseph jos joop sjef jef jo josef
christiaan chris christian kris christianus
christoffel chris stoffel kristof christophe
andreas andries dries andre
michael michiel michel giel maikel machiel mike
laurentius laurens lau rens laurent lourens
augustinus guus stijn gus august augustus
ludovicus lodewijk louis lou loek ludo
engelbertus bert engel engelbert
everardus evert eef eduard
eduardus eduard ed eddy edward ward
robertus robert rob bob bert robbert
richardus richard rick ries
rudolf rudolphus ruud rolf dolf roelof
roelof roel rudolf
gijsbertus gijs gijsbert bert
aloysius wies lou loe
daniel daan dany
samuel sam
benjamin ben benno
thomas tom tomas
mohamed mohammed mo muhammed
stefanus stefan steven stephan stef fanus
vincentius vincent vince cent
dominicus dominique nico minicus
ignatius ignace naas
emmanuel manu emanuel
maria marie ria mieke mia miet marieke marijke riet mary maaike marja rie mies
johanna jo hanna annie jopie joke hannie johanne jeanne janna jannie anneke jans
elisabeth els betty lies elise liesbeth bep lisa elly bets betsy beth liza ella lisette
cornelia corrie cora nel cor nelly neeltje cokkie corry
wilhelmina wil mina willie mien willemien wilma minke helmi willy
catharina toos rina karin trijn kaat cathy tine to katrien karen rini trinette katja
hendrika riek hennie henny rika hendrikje drika hendrina heintje
margaretha greet margriet gre greetje margot marga grietje margret griet rita
anna anneke annie ans an ann anne antje anja annet anouk
adriana jana sjaan adri jaantje janna ariane
petronella nel petra nelly nellie ella pietje
geertruida truus trudy geertje trui gerda truida gertrude geert ge
jacoba coby ko cootje jacomina co jacqueline
theodora thea dora door doortje
helena leen heleen lena helene leentje ellen hella
francisca cisca francien frans sis fransje francine ciska
antonia toni tonny antje ton toos antoinette tonia
dorothea dorien thea dora doortje
mathilde tilly thilde til
christina christine tine stien christien tina kristien stina
josephina josephine fien jose josefien josina
susanna suze suus sanne susan suzanne
alida aleida ali lida alie leida
aaltje ali alie aafke
gerarda gerda gera gerry
gerritdina gerrie dina
bernardina dina diny bernadette
hubertina tina bertha
lambertina bertha tina
everdina dina eef
magdalena magda leen lena madeleine magdalene
barbara babs bar
apollonia loni ploon
elizabeth els betty lies elise liesbeth bep lisa liz beth
alexandra sandra alex xandra
frederika riek freddy rika
charlotte lotte lot charlot
william bill billy will wm willie
robert bob bobby rob robt bert
richard dick rick richd rich
james jim jimmy jas jamie
john jack johnny jno
thomas tom thos tommy
charles charlie chas chuck
george geo
edward ned ted eddie edwd ed
henry harry hal hy
joseph joe jos joey
samuel sam saml sammy
benjamin ben benj
frederick fred freddy fredk freddie
alfred alf
arthur art
walter wat walt
michael mike mick
elizabeth eliza betsy betty bess lizzie liz beth libby
margaret peggy maggie meg margt madge
mary polly molly may
sarah sally
ann nancy annie nan
catherine kitty kate cathy katie kathleen
frances fanny fran
harriet hattie
dorothy dolly dot
philippe phil philip
francoise francine
"""


@cache
def _lines() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split()) for line in _CALLED.split("\n"))


@cache
def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_lines()):
        for name in line:
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@lru_cache(1 << 14)
def _groups_of(name: str) -> frozenset[int | str]:
    """Give the groups of each word of a name, and the words themselves."""
    groups = _groups()
    parts = name.split()
    return frozenset(chain.from_iterable(groups.get(part, frozenset()) for part in parts)) | frozenset(parts)


@cache
def formal(name: str) -> str:
    """Give one name for all those that a person may be called by: the first that the name can be short for."""
    return _lines()[min(_groups()[name])][0] if name in _groups() else name


def is_known(name: str) -> bool:
    """Tell whether a given name is one that many have."""
    return name in _groups()


@lru_cache(1 << 14)
def letters_of(name: str) -> frozenset[str]:
    """Give the first letters of the names that a person of this name may have: Ria is called so for Maria."""
    return frozenset(one[0] for line in _groups().get(name, ()) for one in _lines()[line]) | frozenset(
        name[:1]
    )


def called_alike(one: str, other: str) -> bool:
    """Tell whether two given names can be those of one person: she has both, or is called by a part of one."""
    if not _groups_of(one).isdisjoint(_groups_of(other)):
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST and long.startswith(short)
