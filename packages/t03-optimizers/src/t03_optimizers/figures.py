"""Pictures: paths on the surfaces, schedules, bias correction, and the moons."""

import math

import numpy as np

from t03_optimizers.optimizers import SGD, Adagrad, Adam, AdamW, Lion, RMSprop
from t03_optimizers.rules import adam_update
from t03_optimizers.schedules import CosineAnnealingLR, LinearWarmup, OneCycleLR, StepLR
from t03_optimizers.study import compare_on_moons
from t03_optimizers.surfaces import SURFACES, Point, descend

# Colours that stay apart for colour-blind eyes (Okabe and Ito, 2008).
_COLOURS = ("#000000", "#0072B2", "#009E73", "#D55E00", "#CC79A7", "#E69F00")
_NAMES = ("SGD", "momentum", "Adagrad", "RMSprop", "Adam", "Lion")

# Learning rates by surface, in the order of _NAMES: each tuned roughly for 200 steps.
_RATES = {
    "Rosenbrock": (1e-3, 3e-4, 0.5, 0.01, 0.1, 0.02),
    "Beale": (0.01, 2e-3, 0.5, 0.03, 0.1, 0.02),
    "Himmelblau": (0.01, 2e-3, 0.8, 0.05, 0.2, 0.05),
    "saddle": (0.05, 0.01, 0.3, 0.02, 0.05, 0.03),
}

# What the pictures show: (left, right, bottom, top).
_BOXES = {
    "Rosenbrock": (-1.8, 1.8, -1, 2.2),
    "Beale": (-0.5, 4, -1.5, 2),
    "Himmelblau": (-5, 5, -5, 5),
    "saddle": (-2, 2, -2, 2),
}


def figures(rng):
    """Return the topic's pictures by name."""
    return {
        "paths": _paths(),
        "schedules": _schedules(),
        "bias_correction": _bias_correction(rng),
        "moons": _moons(int(rng.integers(2**31))),
    }


def _figure(width, height):
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        message = 'matplotlib is missing: pip install "t03-optimizers[plot]"'
        raise ImportError(message) from error
    return Figure(figsize=(width, height), layout="constrained")


def _makers(surface):
    kinds = (
        lambda params, lr: SGD(params, lr=lr),
        lambda params, lr: SGD(params, lr=lr, momentum=0.9),
        lambda params, lr: Adagrad(params, lr=lr),
        lambda params, lr: RMSprop(params, lr=lr, alpha=0.9),
        lambda params, lr: Adam(params, lr=lr),
        lambda params, lr: Lion(params, lr=lr),
    )
    pairs = zip(kinds, _RATES[surface.name], strict=True)
    return [lambda params, kind=kind, lr=lr: kind(params, lr) for kind, lr in pairs]


def _paths():
    figure = _figure(11, 9)
    for axes, surface in zip(figure.subplots(2, 2).flat, SURFACES, strict=True):
        _contours(axes, surface)
        for name, colour, make in zip(_NAMES, _COLOURS, _makers(surface), strict=True):
            path = descend(surface, make, steps=200)
            axes.plot(*path.T, color=colour, linewidth=1.4, label=name)
            axes.plot(*path[-1], "o", color=colour, markersize=5)
        axes.plot(*np.array(surface.minima).T, "*", color="white", markeredgecolor="black", ms=13)
        axes.plot(*surface.start, "s", color="white", markeredgecolor="black", markersize=7)
        axes.set_title(f"{surface.name}, 200 steps")
    figure.axes[0].legend(loc="lower left", fontsize=9)
    figure.suptitle("From the square to a star: each optimizer bends the gradient its own way")
    return figure


def _contours(axes, surface):
    left, right, bottom, top = _BOXES[surface.name]
    x, y = np.meshgrid(np.linspace(left, right, 200), np.linspace(bottom, top, 200))
    height = surface.value(x, y)
    levels = np.geomspace(0.02, height.max() - height.min(), 18) + height.min()
    axes.contour(x, y, height, levels=levels, colors="#b8c4d0", linewidths=0.8)
    axes.set(xlim=(left, right), ylim=(bottom, top), xlabel="x", ylabel="y")


def _schedules():
    steps = 100
    makers = {
        "StepLR(25, gamma=0.5)": lambda optimizer: StepLR(optimizer, 25, gamma=0.5),
        "CosineAnnealingLR(100)": lambda optimizer: CosineAnnealingLR(optimizer, steps),
        "LinearWarmup(20, start_factor=0)": lambda optimizer: LinearWarmup(optimizer, 20, 0.0),
        "OneCycleLR(1.0, 100)": lambda optimizer: OneCycleLR(optimizer, 1.0, steps),
    }
    figure = _figure(9, 4.5)
    rate, momentum = figure.subplots(1, 2, width_ratios=(2, 1))
    for (name, make), colour in zip(makers.items(), _COLOURS[1:], strict=False):
        optimizer = SGD([Point((0.0, 0.0))], lr=1.0, momentum=0.9)
        schedule = make(optimizer)
        rows = []
        for _ in range(steps):
            group = optimizer.param_groups[0]
            rows.append((group["lr"], group["momentum"]))
            schedule.step()
        rates, momenta = zip(*rows, strict=True)
        rate.plot(rates, color=colour, label=name, drawstyle="steps-post")
        if name.startswith("OneCycle"):
            momentum.plot(momenta, color=colour)
    rate.set(xlabel="step", ylabel="lr", title="learning rate", ylim=(-0.03, 1.25))
    rate.legend(loc="upper right", ncols=2, fontsize=8)
    momentum.set(xlabel="step", ylabel="momentum", title="OneCycleLR's momentum")
    return figure


def _bias_correction(rng):
    """Draw the estimates of E[g**2] = 1 and the steps with and without the correction."""
    beta1, beta2, lr, steps = 0.9, 0.999, 1e-3, 200
    grads = rng.normal(0.5, math.sqrt(0.75), steps)  # E[g] = 0.5, E[g**2] = 1
    p, m, v, s = np.zeros(1), np.zeros(1), np.zeros(1), np.empty(1)
    raw, corrected, naive_sizes, sizes = [], [], [], []
    for t, g in enumerate(grads, 1):
        before = p.copy()
        options = {"lr": lr, "beta1": beta1, "beta2": beta2, "eps": 1e-8, "t": t}
        adam_update(p, np.array([g]), m, v, None, s, **options)
        raw.append(v[0])
        corrected.append(v[0] / (1 - beta2**t))
        sizes.append(abs(p - before)[0] / lr)
        naive_sizes.append(abs(m[0]) / (math.sqrt(v[0]) + 1e-8))
    figure = _figure(10, 4)
    left, right = figure.subplots(1, 2)
    left.axhline(1, color="#888888", linewidth=0.8)
    left.plot(range(1, steps + 1), raw, color=_COLOURS[3], label="v")
    left.plot(range(1, steps + 1), corrected, color=_COLOURS[1], label=r"$v / (1 - \beta_2^t)$")
    left.set(xlabel="step t", title=r"estimate of $E[g^2] = 1$, $\beta_2 = 0.999$", ylim=(0, 2))
    right.plot(range(1, steps + 1), naive_sizes, color=_COLOURS[3], label="without correction")
    right.plot(range(1, steps + 1), sizes, color=_COLOURS[1], label="Adam")
    right.set(xlabel="step t", title="size of the step in units of lr")
    for axes in (left, right):
        axes.legend()
    return figure


def _moons(seed):
    losses = compare_on_moons(
        {
            "SGD, lr 0.1": lambda params: SGD(params, lr=0.1),
            "momentum 0.9, lr 0.1": lambda params: SGD(params, lr=0.1, momentum=0.9),
            "Adagrad, lr 0.2": lambda params: Adagrad(params, lr=0.2),
            "RMSprop, lr 0.02": lambda params: RMSprop(params, lr=0.02, alpha=0.9),
            "AdamW, lr 0.05": lambda params: AdamW(params, lr=0.05),
            "Lion, lr 0.02": lambda params: Lion(params, lr=0.02),
        },
        seed=seed,
        samples=24,
        epochs=60,
    )
    figure = _figure(7, 4.5)
    axes = figure.subplots()
    for (name, curve), colour in zip(losses.items(), _COLOURS, strict=True):
        axes.semilogy(curve, color=colour, label=name)
    axes.set(xlabel="epoch", ylabel="mean squared error", title="A network of Values on two moons")
    axes.legend(fontsize=9)
    return figure
