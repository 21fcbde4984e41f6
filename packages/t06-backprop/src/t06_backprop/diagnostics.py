"""Does the gradient reach the first layer? Its norm at every layer, and a verdict."""

import math
from copy import copy
from dataclasses import dataclass

import numpy as np

from t06_backprop.layers import ManualLayer

BAR = 24  # characters of the longest bar in a report


def gradient_norm(grad):  # exercise
    """Return the square root of the sum of squares of an array, as a float.

    The squares of 1e-200 and of 1e200 do not fit a float64, nor that of 1e30 a float32, but the
    norm does: divide by the largest absolute value first. inf and NaN come back as inf and nan, and
    an empty array has the norm 0.
    """
    grad = np.asarray(grad, np.float64)
    largest = float(np.abs(grad).max(initial=0.0))
    if largest == 0 or not math.isfinite(largest):
        return largest
    return largest * math.sqrt(np.sum((grad / largest) ** 2))


def growth_per_layer(norms):  # exercise
    """Return the factor by which the gradient changes with every layer on its way back.

    `norms` go from input to output and the gradient travels the other way: (0.25, 0.5, 1.0) has
    the growth 0.5. The factor is exp(-slope) of the straight line that fits the logarithms of the
    norms over their positions best (least squares), so that one odd layer does not decide.

    One norm has the growth 1. A norm that is inf or nan makes it inf; failing that, a 0 makes it 0.
    A growth that is too large for a float is inf as well.
    """
    norms = np.asarray(norms, np.float64)
    if not np.isfinite(norms).all():
        return math.inf
    if len(norms) == 1:
        return 1.0
    if not norms.all():
        return 0.0
    place = np.arange(len(norms)) - (len(norms) - 1) / 2
    slope = float(place @ np.log(norms) / (place @ place))
    return math.exp(-slope) if slope > -709 else math.inf


@dataclass(frozen=True)
class GradientFlow:
    """What arrives where in one backward pass, from input to output; print it to see a report.

    `norms` are those of the gradient with respect to the outputs of each layer with parameters,
    before its activation; `weight_norms` those of the gradient of its weight.
    """

    names: tuple[str, ...]
    norms: tuple[float, ...]
    weight_norms: tuple[float, ...]

    @property
    def growth(self):
        """The factor per layer on the way back, see `growth_per_layer`."""
        return growth_per_layer(self.norms)

    @property
    def verdict(self):  # exercise
        """Judge the whole way from the last layer to the first: growth ** (layers - 1).

        Below 1/100 it is "vanishing", above 100 "exploding", anything between "healthy". A growth
        of 0 or inf decides alone. The power may not fit a float, its logarithm always does.
        """
        growth = self.growth
        if growth == 0 or math.isinf(growth):
            return "exploding" if growth else "vanishing"
        decades = (len(self.norms) - 1) * math.log10(growth)
        return "vanishing" if decades < -2 else "exploding" if decades > 2 else "healthy"

    def __str__(self):
        """Return a line with a logarithmic bar for every layer, and the verdict."""
        width = max(len("layer"), *map(len, self.names))
        lines = [f"{'layer':<{width}}  at output  at weight"]
        rows = zip(self.names, self.norms, self.weight_norms, _bars(self.norms), strict=True)
        for name, norm, weight_norm, bar in rows:
            lines.append(f"{name:<{width}}  {norm:9.2e}  {weight_norm:9.2e}  {bar}".rstrip())
        lines.append(f"{self.verdict}: times {self.growth:.3g} with every layer on the way back")
        return "\n".join(lines)


class GradientProbe(ManualLayer):
    """A layer that changes nothing and remembers the norm of the gradient that passes."""

    norm = None

    def forward(self, x):
        """Return x itself."""
        self.keep(x.shape)
        return x

    def backward(self, g):
        """Measure g and return it."""
        self.require_shape(g, self.recall())
        self.norm = gradient_norm(g)
        return g


def gradient_flow(model, x, labels):
    """Return the GradientFlow of a ManualMLP for one batch.

    A probe is put behind every layer with parameters, and `backpropagate` does the rest: the
    model's gradients are afterwards those of this batch.
    """
    probed, measured = copy(model), []
    probed.layers = []
    for number, layer in enumerate(model.layers):
        probed.layers.append(layer)
        if layer.parameters():
            probe = GradientProbe()
            probed.layers.append(probe)
            measured.append((str(number), probe, layer.weight))
    probed.backpropagate(x, labels)
    names, probes, weights = zip(*measured, strict=True)
    weight_norms = tuple(gradient_norm(weight.grad) for weight in weights)
    return GradientFlow(names, tuple(probe.norm for probe in probes), weight_norms)


def _bars(norms):
    """Return a bar for each norm: full length for the largest, two marks less per decade."""
    usable = [norm for norm in norms if 0 < norm < math.inf]
    top = math.log10(max(usable)) if usable else 0.0
    for norm in norms:
        if norm == 0:
            yield ""
        elif not math.isfinite(norm):
            yield "!" * BAR
        else:
            yield "#" * max(BAR - round(2 * (top - math.log10(norm))), 1)
