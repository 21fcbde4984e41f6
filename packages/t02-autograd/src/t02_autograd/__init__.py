"""Reverse-mode differentiation on scalars, and a small network trained with it."""

from t02_autograd.check import gradient_check
from t02_autograd.data import make_moons, make_xor
from t02_autograd.graph import to_dot, to_svg, topological_order
from t02_autograd.nn import MLP, Layer, Neuron
from t02_autograd.training import SGD, mse_loss, train
from t02_autograd.value import Value

__all__ = [
    "MLP",
    "SGD",
    "Layer",
    "Neuron",
    "Value",
    "gradient_check",
    "make_moons",
    "make_xor",
    "mse_loss",
    "to_dot",
    "to_svg",
    "topological_order",
    "train",
]
