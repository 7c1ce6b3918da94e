"""Names that many have: how often each occurs among people and firms, before a book is counted.

A small book can't tell that Jansen is a common name. The shares are rounded: what matters is whether a name is
borne by one in two hundred or by one in ten thousand.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.texts import hashes

Shares = NDArray[np.float64]
# Share -> names as they are compared: surnames without what stands before them.
_SURNAMES = {
    0.0045: "jong jansen vries smith",
    0.003: "berg bakker dijk visser janssen peeters janssens smit jones brown",
    0.002: "meijer boer mulder groot bos maes jacobs williams taylor johnson davies wilson",
    0.0015: """vos peters hendriks leeuwen dekker brouwer wit dijkstra smits graaf meer mertens willems claes goossens
        wouters smet evans thomas roberts walker wright robinson thompson white hughes edwards green hall wood""",
    0.001: """linden kok haan vermeulen heuvel veen broek schouten beek bruijn hoekstra ven vliet prins koning maas
        verhoeven kuipers wal meulen hermans hoek peetersen pieters bosch winter horst gerritsen postma huisman kramer
        schipper scholten kuiper blom post bosman evers martens dubois lambert dupont martin simon leroy laurent
        denis desmet pauwels aerts hermans michiels vandenberghe vandamme wolf waal klein leeuw velde ridder
        harris clarke jackson turner cooper hill ward moore clark king baker lee ryan kelly campbell mitchell""",
}
_GIVEN = {
    0.02: "maria johannes jan anna john james mary",
    0.01: """johanna cornelis hendrik willem pieter elisabeth peter petrus jacobus marie wilhelmina cornelia hendrika
        william thomas george elizabeth charles robert david michael marc luc""",
    0.006: """gerrit adriana adrianus margaretha hans henk kees antonius mohamed anne catharina antonia dirk jacob
        gerardus theodorus martinus franciscus nicolaas joseph henry edward sarah margaret richard daniel paul patrick
        philippe erik mark emma sophie lisa thomas lucas""",
}
_WORDS = {
    0.03: "bakkerij restaurant cafe hotel garage bouwbedrijf advies nederland stichting vereniging service services",
    0.015: """slagerij kapsalon installatiebedrijf schildersbedrijf drukkerij boekhandel apotheek banketbakkerij techniek
        handel groep group beheer holding transport techniek bouw centrum winkel schoonmaak catering belgie international
        internationaal gebroeders zonen compagnie praktijk tandarts fysiotherapie administratiekantoor makelaardij
        autobedrijf timmerbedrijf loodgieter bloemen kaashandel visserij bistro bar grill pizzeria brasserie lunchroom
        eetcafe snackbar studio atelier school sport club industries systems solutions trading management partners
        associates engineering construction consulting technology supply products company enterprises manufacturing""",
}
_SHARES = {"surname": _SURNAMES, "given": _GIVEN, "name": _WORDS}


@cache
def _known(feature: str) -> tuple[NDArray[np.uint64], Shares]:
    shares = {name: share for share, names in _SHARES.get(feature, {}).items() for name in names.split()}
    found = hashes(list(shares))
    order = np.argsort(found)
    return found[order], np.array(list(shares.values()), np.float64)[order]


def shares_of(feature: str, texts: Sequence[str], usual: float) -> Shares | float:
    """Give the share of each text of a feature, which is the usual one unless it is known to be higher.

    One number where that holds for all of them.
    """
    known, shares = _known(feature)
    if not len(known) or not len(texts):
        return usual
    result = np.full(len(texts), usual)
    of_texts = hashes(texts)
    at = np.minimum(np.searchsorted(known, of_texts), len(known) - 1)
    same = known[at] == of_texts
    result[same] = np.maximum(shares[at[same]], usual)
    return result
