"""Backpropagation by hand: layers, a network and gradient diagnostics on raw arrays."""

from t06_backprop.diagnostics import (
    GradientFlow,
    GradientProbe,
    gradient_flow,
    gradient_norm,
    growth_per_layer,
)
from t06_backprop.layers import (
    Learnable,
    LinearLayer,
    ManualLayer,
    ReLULayer,
    SigmoidLayer,
    TanhLayer,
)
from t06_backprop.loss import SoftmaxCrossEntropyLayer, class_numbers
from t06_backprop.network import ManualMLP

__all__ = [
    "GradientFlow",
    "GradientProbe",
    "Learnable",
    "LinearLayer",
    "ManualLayer",
    "ManualMLP",
    "ReLULayer",
    "SigmoidLayer",
    "SoftmaxCrossEntropyLayer",
    "TanhLayer",
    "class_numbers",
    "gradient_flow",
    "gradient_norm",
    "growth_per_layer",
]
