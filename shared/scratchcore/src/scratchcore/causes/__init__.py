"""Likely causes of a numeric difference, recognised from the numbers alone.

Each cause is a hypothesis about how `got` came from `expected`. It is named only when it explains
every value and could hardly do so by accident: a wrong diagnosis costs more than none.
"""

import numpy as np

from . import places, shapes, values
from .difference import Difference

__all__ = ["Difference", "likely_causes"]

# Only the first tier that explains the difference speaks: the most specific kind of cause.
_SAME_SHAPE = (
    (values.not_finite,),
    (values.all_zero,),
    (values.labels,),
    (
        values.operation,
        values.factor,
        places.transposed,
        places.reversed_order,
        values.softmax_axis,
    ),
    (values.not_normalised, values.kept_one_contribution, places.mixed_by_a_reshape),
    (values.constant_offset, places.shifted),
    (values.offset_along_an_axis, values.all_the_same, places.other_order),
    (values.nearly_equal,),
    (places.only_there,),
)
_OTHER_SHAPE = (
    (shapes.nothing_to_see,),
    (shapes.transposed_shape,),
    (shapes.reshaped,),
    (shapes.not_reduced, shapes.reduced_too_far),
    (shapes.crossed, shapes.cut_off, shapes.one_too_many),
    (shapes.other_axis_summed,),
)


def likely_causes(d: Difference) -> list[str]:
    """Return the causes that explain the whole difference, at most three; often there is one."""
    tiers = _SAME_SHAPE if d.got.shape == d.expected.shape else _OTHER_SHAPE
    with np.errstate(all="ignore"):
        for tier in tiers:
            found = list(dict.fromkeys(cause for explain in tier if (cause := explain(d))))
            if found:
                return found[:3]
    return []
