"""Which units of a network no sample can reach any more."""

from dataclasses import dataclass

import numpy as np
from scratchcore import Tensor, enable_grad, grad
from t05_mlp import Sequential

from t07_activations.modules import ELEMENTWISE


def dead_units(activation, x, tolerance=0.0):  # exercise
    """Return for every unit whether no sample of the batch lets a gradient through it.

    `activation` is any elementwise function and `x` the values that go into it, (B, units) or
    (B, units, ...); the result is a bool array (units,). A slope counts as none where its size is
    at most `tolerance`: 0 finds dead relus, 1e-4 saturated sigmoids. ValueError for less than two
    axes, and for an empty batch, of which nothing can be said.
    """
    values = x.data if isinstance(x, Tensor) else np.asarray(x)
    if values.ndim < 2 or not len(values):
        raise ValueError(f"x has shape {values.shape}, expected (B, units, ...) with B at least 1")
    leaf = Tensor(values, requires_grad=True)
    with enable_grad():
        slope = grad(activation(leaf), leaf, np.ones_like(values)).data  # (B, units, ...)
    others = tuple(axis for axis in range(values.ndim) if axis != 1)
    return (np.abs(slope) <= tolerance).all(axis=others)  # (units,)


@dataclass(frozen=True, eq=False)
class DeadUnits:
    """The dead units behind one activation of a network."""

    name: str
    units: int
    dead: np.ndarray  # their numbers

    def __str__(self):
        shown = ", ".join(map(str, self.dead[:8])) + ", ..." * (len(self.dead) > 8)
        share = f"{self.name}: {len(self.dead)} of {self.units} units dead"
        return f"{share} ({shown})" if len(self.dead) else share


def dead_unit_report(network, x, tolerance=0.0):
    """Return a DeadUnits for every elementwise activation of a Sequential, in order.

    `x` is a batch for the network; chains inside the chain are reported as "0.1" and so on.
    """
    if not isinstance(network, Sequential):
        raise TypeError(f"network must be a Sequential, got {type(network).__name__}")
    report = []
    _follow(network, x, tolerance, "", report)
    return report


def _follow(network, x, tolerance, prefix, report):
    """Send `x` through the network, add to the report on the way, return the output."""
    for name, module in network.named_children():
        if isinstance(module, Sequential):
            x = _follow(module, x, tolerance, f"{prefix}{name}.", report)
            continue
        if isinstance(module, ELEMENTWISE):
            dead = dead_units(module, x, tolerance)
            report.append(DeadUnits(prefix + name, dead.size, np.flatnonzero(dead)))
        x = module(x)
    return x
