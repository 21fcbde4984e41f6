"""Modules: functions with parameters, and how their weights should start."""

from t05_mlp import init
from t05_mlp.containers import MLP, Flatten, Identity, Sequential
from t05_mlp.linear import Linear, linear, linear_backward
from t05_mlp.module import Module
from t05_mlp.parameter import Parameter
from t05_mlp.study import activation_variances, first_weights_while_training

__all__ = [
    "MLP",
    "Flatten",
    "Identity",
    "Linear",
    "Module",
    "Parameter",
    "Sequential",
    "activation_variances",
    "first_weights_while_training",
    "init",
    "linear",
    "linear_backward",
]
