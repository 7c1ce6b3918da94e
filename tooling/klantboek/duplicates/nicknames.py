"""Names by which people are called: which given names can be one person's."""

from functools import cache

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
"""


@cache
def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_CALLED.split("\n")):
        for name in line.split():
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def called_alike(one: str, other: str) -> bool:
    """Tell whether two given names can be those of one person."""
    groups = _groups()
    return not groups.get(one, frozenset()).isdisjoint(groups.get(other, frozenset()))
