"""What a field tells about buying again."""

from dataclasses import dataclass

from klantboek.predictions.evidence import Evidence


@dataclass(frozen=True)
class Value:
    """What a field tells about buying again.

    ``variable`` is the field inside it that tells most, of the ``tried`` ones; ``p`` counts that so many were
    tried (Bonferroni). ``bounds`` are those of the information value, drawn again. ``was_known`` tells that its values are those of the start of the period; else they are
    today's, and may know more than one could. ``verdict`` is a word of ``book.measured``, "" when there is too
    little to say, and ``note`` says why.
    """

    variable: str
    tried: int
    was_known: bool
    evidence: Evidence
    p: float
    auc: tuple[float, float, float] | None
    bounds: tuple[float, float] | None
    verdict: str
    note: str
