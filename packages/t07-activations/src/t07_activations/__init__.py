"""Activation functions as operations and as modules, and a report on dead units."""

from t07_activations.curved import elu, selu, sigmoid, softplus, tanh
from t07_activations.dead import DeadUnits, dead_unit_report, dead_units
from t07_activations.erf import erf
from t07_activations.gated import gelu, gelu_erf, gelu_tanh, glu, mish, silu, swiglu
from t07_activations.kinked import hardswish, leaky_relu, prelu, relu
from t07_activations.modules import (
    ELU,
    GELU,
    GLU,
    SELU,
    Hardswish,
    LeakyReLU,
    LogSoftmax,
    Mish,
    PReLU,
    ReLU,
    Sigmoid,
    SiLU,
    Softmax,
    Softplus,
    SwiGLU,
    Tanh,
)
from t07_activations.normalized import log_softmax, softmax

__all__ = [
    "ELU",
    "GELU",
    "GLU",
    "SELU",
    "DeadUnits",
    "Hardswish",
    "LeakyReLU",
    "LogSoftmax",
    "Mish",
    "PReLU",
    "ReLU",
    "SiLU",
    "Sigmoid",
    "Softmax",
    "Softplus",
    "SwiGLU",
    "Tanh",
    "dead_unit_report",
    "dead_units",
    "elu",
    "erf",
    "gelu",
    "gelu_erf",
    "gelu_tanh",
    "glu",
    "hardswish",
    "leaky_relu",
    "log_softmax",
    "mish",
    "prelu",
    "relu",
    "selu",
    "sigmoid",
    "silu",
    "softmax",
    "softplus",
    "swiglu",
    "tanh",
]
