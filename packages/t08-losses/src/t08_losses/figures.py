"""Pictures: losses and their slopes, and where the naive formula ends."""

import numpy as np
from scratchcore import tensor

from t08_losses.binary import binary_cross_entropy_with_logits, focal_loss, hinge_loss
from t08_losses.classification import cross_entropy
from t08_losses.regression import huber_loss, l1_loss, mse_loss

_EXTRA = 'figures need matplotlib: pip install "t08-losses[plot]"'


def figures(rng):
    """Return the pictures by name; nothing here is random, `rng` is the common signature."""
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ImportError(_EXTRA) from error
    return {
        "regression": _curves(Figure, "difference: prediction - target", _REGRESSION),
        "margin": _curves(Figure, "margin: logit times target (-1 or 1)", _MARGIN),
        "confidence": _confidence(Figure),
        "underflow": _underflow(Figure),
    }


def _of_zero(function, **options):
    return lambda x: function(x, np.zeros(x.shape), reduction="none", **options)


def _of_one(function, **options):
    return lambda x: function(x, np.ones(x.shape), reduction="none", **options)


_REGRESSION = {
    "squared": _of_zero(mse_loss),
    "absolute": _of_zero(l1_loss),
    "Huber, delta 1": _of_zero(huber_loss),
    "Huber, delta 0.3": _of_zero(huber_loss, delta=0.3),
}
_MARGIN = {
    "binary cross-entropy": _of_one(binary_cross_entropy_with_logits),
    "hinge": _of_one(hinge_loss),
    "focal, gamma 2": _of_one(focal_loss, alpha=None),
    "squared, of the logit": _of_one(mse_loss),
}


def _slope(function, x):
    """Return the losses of all x, and the slope of each."""
    leaf = tensor(x, requires_grad=True)
    loss = function(leaf)
    loss.backward(np.ones_like(x))
    return loss.data, leaf.grad


def _curves(Figure, label, functions):
    """Draw losses on the left and their slopes on the right."""
    figure = Figure(figsize=(10, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    x = np.linspace(-3, 3, 601)
    for name, function in functions.items():
        loss, slope = _slope(function, x)
        left.plot(x, loss, label=name)
        right.plot(x, slope, label=name)
    left.set(title="loss", xlabel=label, ylim=(-0.2, 5))
    right.set(title="slope: how hard the mistake pulls", xlabel=label, ylim=(-4, 4))
    for axes in (left, right):
        axes.axhline(0, color="0.8", linewidth=0.8, zorder=0)
        axes.axvline(0, color="0.8", linewidth=0.8, zorder=0)
    right.legend(loc="lower right", frameon=False)
    return figure


def _confidence(Figure):
    """Draw the gradient at the true class against its probability, among 10 classes."""
    figure = Figure(figsize=(10, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    p = np.linspace(0.005, 0.995, 400)
    logits = np.zeros((p.size, 10))
    logits[:, 0] = np.log(9 * p / (1 - p))  # softmax gives class 0 the probability p
    target = np.zeros(p.size, np.int64)
    for smoothing in (0.0, 0.1, 0.3):

        def loss(x, s=smoothing):
            return cross_entropy(x, target, label_smoothing=s, reduction="none")

        leaf = tensor(logits, requires_grad=True)
        loss(leaf).backward(np.ones(p.size))
        left.plot(p, leaf.grad[:, 0], label=f"smoothing {smoothing}")
    for gamma in (0.0, 1.0, 2.0, 5.0):
        slope = _slope(_of_one(focal_loss, alpha=None, gamma=gamma), np.log(p / (1 - p)))[1]
        right.plot(p, slope, label=f"gamma {gamma:g}")
    left.set(title="label smoothing: past its target, the logit is pulled back")
    right.set(title="focal loss: what is right already stops pulling")
    for axes in (left, right):
        axes.set(xlabel="probability of the true class", ylabel="gradient of its logit")
        axes.axhline(0, color="0.8", linewidth=0.8, zorder=0)
        axes.legend(frameon=False)
    return figure


def naive_cross_entropy(x):
    """Return -log(softmax(x))[0] in the order in which it is written, and p - y."""
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        e = np.exp(x)
        p = e / e.sum(axis=1, keepdims=True)
        return -np.log(p[:, 0]), p[:, 0] - 1


def _underflow(Figure):
    """Draw both formulas for the logits (-x, 0) and (x, 0) of float32, as x grows."""
    figure = Figure(figsize=(10, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    gap = np.linspace(0, 150, 301, dtype=np.float32)
    target = np.zeros(gap.size, np.int64)
    for axes, sign, title in (
        (left, -1, "target far below: exp gives 0 from 104 on"),
        (right, 1, "target far above: exp overflows from 89 on"),
    ):
        logits = np.stack([sign * gap, np.zeros_like(gap)], axis=1)
        fused = cross_entropy(logits, target, reduction="none")
        naive = naive_cross_entropy(logits)[0]
        axes.plot(gap, fused, color="tab:blue", linewidth=5, alpha=0.35, label="fused")
        axes.plot(gap, naive, color="tab:red", label="log(softmax(x))")
        lost = gap[~np.isfinite(naive)]
        axes.axvspan(lost[0], lost[-1], color="tab:red", alpha=0.1, label="naive: inf or nan")
        axes.set(title=title, xlabel="distance of the two logits", ylabel="loss")
        axes.legend(frameon=False)
    return figure
