"""How well a field in bins tells yes from no among relations that it has not seen, with an interval."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDS = 5
_RESAMPLES = 400
_BOUNDS = (2.5, 97.5)
# The same table gives the same interval on each day and machine.
_SEED = 20050301
# What is added to each cell, as in the information value itself.
_HALF = 0.5


def validated(cells: "NDArray[np.int64]") -> tuple[float, float, float] | None:
    """Give the cross-validated AUC with the bounds of its 95 % interval; None when a class is empty.

    ``cells`` counts relations by fold, bin, and no or yes. The relations of a fold are ranked by the share of
    yeses in their bin in the other folds; the AUC is the chance that a yes ranks above a no of its fold,
    equals counting half (Fawcett 2006). The interval comes from drawing the relations again, with
    replacement, which leaves the folds as they are (percentiles, Efron 1979).
    """
    import numpy as np  # noqa: PLC0415 -- 0.1 s to import

    whole = int(cells.sum())
    middle = float(_auc(cells[None])[0]) if whole else np.nan
    if np.isnan(middle):
        return None
    # RandomState gives the same numbers in every version of numpy, which the newer generators don't promise.
    draw = np.random.RandomState(_SEED)
    drawn = draw.multinomial(whole, cells.ravel() / whole, size=_RESAMPLES).reshape(-1, *cells.shape)
    found = _auc(drawn)
    low, high = np.percentile(found[~np.isnan(found)], _BOUNDS)
    return middle, float(min(low, middle)), float(max(high, middle))


def value_bounds(table: "NDArray[np.int64]") -> tuple[float, float] | None:
    """Give the bounds of the 95 % interval of the information value of a table; None when a class is empty.

    ``table`` counts relations by bin, and no or yes; bins that nobody is in count for nothing, as in
    ``evidence.information_value``. Relations are drawn again as for the AUC.
    """
    import numpy as np  # noqa: PLC0415 -- 0.1 s to import

    cells = table[table.sum(axis=1) > 0]
    if not cells.sum(axis=0).all():
        return None
    draw = np.random.RandomState(_SEED)
    whole = int(cells.sum())
    drawn = draw.multinomial(whole, cells.ravel() / whole, size=_RESAMPLES).reshape(-1, *cells.shape) + _HALF
    shares = drawn / drawn.sum(axis=1, keepdims=True)
    found = ((shares[..., 1] - shares[..., 0]) * np.log(shares[..., 1] / shares[..., 0])).sum(axis=1)
    low, high = np.percentile(found, _BOUNDS)
    return float(low), float(high)


def _auc(cells: "NDArray[Any]") -> "NDArray[np.float64]":
    """Give the AUC of each of several tables: sample, fold, bin, class."""
    import numpy as np  # noqa: PLC0415 -- 0.1 s to import

    right, pairs = np.zeros(len(cells)), np.zeros(len(cells))
    total = cells.sum(axis=1)
    for fold in range(cells.shape[1]):
        seen = total - cells[:, fold]
        rate = (seen[..., 1] + 0.5) / (seen.sum(axis=-1) + 1.0)
        above = np.sign(rate[:, :, None] - rate[:, None, :]) / 2 + 0.5
        noes, yeses = cells[:, fold, :, 0], cells[:, fold, :, 1]
        right += np.einsum("si,sij,sj->s", yeses, above, noes)
        pairs += yeses.sum(axis=1) * noes.sum(axis=1)
    with np.errstate(invalid="ignore"):
        found: NDArray[np.float64] = np.where(pairs > 0, right / pairs, np.nan)
    return found
