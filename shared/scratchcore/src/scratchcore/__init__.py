"""Differentiable NumPy: a tensor, reverse-mode automatic differentiation and its checks."""

from .allocator import keep_freed_memory
from .autograd import primitive
from .backward import grad
from .derivatives import hessian, hvp, jacobian
from .gradcheck import GradcheckError, gradcheck, gradgradcheck
from .graph import draw_graph
from .modes import detect_anomaly, enable_grad, no_grad
from .tensor import Tensor, tensor

__all__ = [
    "GradcheckError",
    "Tensor",
    "detect_anomaly",
    "draw_graph",
    "enable_grad",
    "grad",
    "gradcheck",
    "gradgradcheck",
    "hessian",
    "hvp",
    "jacobian",
    "keep_freed_memory",
    "no_grad",
    "primitive",
    "tensor",
]
