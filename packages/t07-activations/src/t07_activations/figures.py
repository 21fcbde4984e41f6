"""Pictures: every curve with its slope, and a network whose units die."""

import numpy as np
from scratchcore import Tensor, grad
from t03_optimizers import SGD
from t05_mlp import Linear, Sequential

from t07_activations import curved, gated, kinked
from t07_activations.dead import dead_unit_report
from t07_activations.modules import GELU, LeakyReLU, ReLU

# Colours that stay apart for colour-blind eyes (Okabe and Ito, 2008).
_VALUE, _SLOPE, _THIRD = "#0072B2", "#D55E00", "#009E73"

_CURVES = {
    "relu": kinked.relu,
    "leaky_relu, slope 0.1": lambda x: kinked.leaky_relu(x, 0.1),
    "prelu, weight -0.3": lambda x: kinked.prelu(x, np.array([-0.3])),
    "hardswish": kinked.hardswish,
    "sigmoid": curved.sigmoid,
    "tanh": curved.tanh,
    "softplus": curved.softplus,
    "elu": curved.elu,
    "selu": curved.selu,
    "silu": gated.silu,
    "mish": gated.mish,
    "gelu": gated.gelu,
}


def figures(rng):
    """Return the topic's pictures by name."""
    return {"curves": _curves(), "glu": _glu(), "dead_units": _dead_units(rng)}


def _figure(width, height):
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        message = 'matplotlib is missing: pip install "t07-activations[plot]"'
        raise ImportError(message) from error
    return Figure(figsize=(width, height), layout="constrained")


def slopes(function, x):
    """Return the slope of an elementwise function at every number of `x`."""
    leaf = Tensor(x, requires_grad=True)
    return grad(function(leaf), leaf, np.ones_like(x)).data


def _curves():
    figure = _figure(11, 7.5)
    x = np.linspace(-5, 5, 1001)
    for axes, (name, function) in zip(figure.subplots(3, 4).flat, _CURVES.items(), strict=True):
        axes.axhline(0, color="#999999", linewidth=0.6)
        axes.axvline(0, color="#999999", linewidth=0.6)
        slope = slopes(function, x)
        jumps = np.flatnonzero(np.abs(np.diff(slope)) > 0.1)
        axes.plot(x, function(x), color=_VALUE, label="value", linewidth=1.8)
        axes.plot(*_broken(x, slope, jumps), color=_SLOPE, label="slope", linewidth=1.4)
        axes.set(title=name, xlim=(-5, 5), ylim=(-2, 3))
    figure.axes[0].legend(loc="upper left")
    figure.suptitle("Values and slopes: where the orange line is 0, nothing is learned")
    return figure


def _broken(x, y, jumps):
    """Return the curve with a gap at each jump, so that no vertical line is drawn there."""
    return np.insert(x, jumps + 1, np.nan), np.insert(y, jumps + 1, np.nan)


def _glu():
    figure = _figure(9, 4)
    a, b = np.meshgrid(np.linspace(-4, 4, 161), np.linspace(-4, 4, 161))
    pairs = np.stack([a, b], axis=-1)  # (161, 161, 2)
    for axes, function in zip(figure.subplots(1, 2), (gated.glu, gated.swiglu), strict=True):
        z = function(pairs)[..., 0]
        levels = np.linspace(-1, 1, 33) * np.ceil(np.abs(z).max())
        figure.colorbar(axes.contourf(a, b, z, levels=levels, cmap="RdBu_r"), ax=axes)
        axes.contour(a, b, z, levels=[0], colors="black", linewidths=0.8)
        axes.set(title=function.__name__, xlabel="first half, a", ylabel="second half, b")
    figure.suptitle("The gate: glu opens with b, swiglu opens with a")
    return figure


def _dead_units(rng):
    figure = _figure(10, 4)
    rates, kinds = figure.subplots(1, 2, sharey=True)
    seed = int(rng.integers(2**31))
    for lr, colour in ((0.1, _VALUE), (0.3, _THIRD), (0.6, _SLOPE)):
        rates.plot(train_and_count(ReLU, lr=lr, seed=seed), color=colour, label=f"lr {lr}")
    rates.set(title="relu", xlabel="step", ylabel="dead units, of 128", ylim=(-3, 100))
    for kind, colour in ((ReLU, _SLOPE), (LeakyReLU, _VALUE), (GELU, _THIRD)):
        style = "--" if kind is GELU else "-"  # it lies on LeakyReLU
        counts = train_and_count(kind, lr=0.6, seed=seed)
        kinds.plot(counts, color=colour, linestyle=style, label=kind.__name__)
    kinds.set(title="lr 0.6", xlabel="step")
    for axes in (rates, kinds):
        axes.legend()
    figure.suptitle(
        "Steps that are too long push units where no sample reaches them: few come back"
    )
    return figure


def train_and_count(kind, *, lr, seed, steps=120):
    """Return the number of dead units after each step of a small regression by `kind`."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((256, 8)).astype(np.float32)
    y = np.sin(2 * x[:, :1]) + x[:, 1:2] * x[:, 2:3]  # (256, 1)
    layers = [Linear(8, 64, rng=rng), kind(), Linear(64, 64, rng=rng), kind()]
    network = Sequential(*layers, Linear(64, 1, rng=rng))
    optimizer = SGD(network.parameters(), lr=lr)
    counts = []
    for _ in range(steps):
        loss = ((network(x) - y) ** 2).mean()
        network.zero_grad()
        loss.backward()
        optimizer.step()
        counts.append(sum(len(row.dead) for row in dead_unit_report(network, x)))
    return counts
