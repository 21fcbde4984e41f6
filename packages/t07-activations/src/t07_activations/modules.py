"""The activations as modules, for use in a Sequential."""

import numpy as np
from t05_mlp import Module, Parameter

from t07_activations import curved, gated, kinked, normalized


class _Function(Module):
    """A module without state that applies `function` with the options it was made with."""

    function = None

    def __init__(self):
        super().__init__()
        self.options = {}

    def forward(self, x):
        return type(self).function(x, **self.options)

    def extra_repr(self):
        return ", ".join(f"{name}={value!r}" for name, value in self.options.items())


class ReLU(_Function):
    """max(x, 0)."""

    function = staticmethod(kinked.relu)


class LeakyReLU(_Function):
    """x where it is positive, negative_slope * x elsewhere."""

    function = staticmethod(kinked.leaky_relu)

    def __init__(self, negative_slope=0.01):
        super().__init__()
        self.options = {"negative_slope": negative_slope}


class PReLU(Module):
    """leaky_relu with a learned slope: one, or one for each of `num_parameters` channels."""

    def __init__(self, num_parameters=1, init=0.25, *, dtype=np.float32):
        super().__init__()
        if num_parameters < 1:
            raise ValueError(f"num_parameters must be at least 1, got {num_parameters}")
        self.num_parameters = num_parameters
        self.weight = Parameter(np.full(num_parameters, init, dtype))

    def forward(self, x):
        return kinked.prelu(x, self.weight)

    def extra_repr(self):
        return f"num_parameters={self.num_parameters}"


class ELU(_Function):
    """x where it is positive, alpha * (e**x - 1) elsewhere."""

    function = staticmethod(curved.elu)

    def __init__(self, alpha=1.0):
        super().__init__()
        self.options = {"alpha": alpha}


class SELU(_Function):
    """The scaled ELU of self-normalizing networks."""

    function = staticmethod(curved.selu)


class GELU(_Function):
    """x * P(Z < x) for a standard normal Z, exactly or with approximate="tanh"."""

    function = staticmethod(gated.gelu)

    def __init__(self, approximate="none"):
        super().__init__()
        self.options = {"approximate": approximate}


class SiLU(_Function):
    """x * sigmoid(x)."""

    function = staticmethod(gated.silu)


class Mish(_Function):
    """x * tanh(softplus(x))."""

    function = staticmethod(gated.mish)


class Softplus(_Function):
    """log(1 + e**(beta x)) / beta, and x where beta * x is above the threshold."""

    function = staticmethod(curved.softplus)

    def __init__(self, beta=1.0, threshold=20.0):
        super().__init__()
        self.options = {"beta": beta, "threshold": threshold}


class Sigmoid(_Function):
    """1 / (1 + e**-x)."""

    function = staticmethod(curved.sigmoid)


class Tanh(_Function):
    """The hyperbolic tangent."""

    function = staticmethod(curved.tanh)


class Hardswish(_Function):
    """x * min(max(x + 3, 0), 6) / 6."""

    function = staticmethod(kinked.hardswish)


class Softmax(_Function):
    """e**x divided by its sum along `axis`."""

    function = staticmethod(normalized.softmax)

    def __init__(self, axis=-1):
        super().__init__()
        self.options = {"axis": axis}


class LogSoftmax(_Function):
    """log(softmax(x)) along `axis`."""

    function = staticmethod(normalized.log_softmax)

    def __init__(self, axis=-1):
        super().__init__()
        self.options = {"axis": axis}


class GLU(_Function):
    """a * sigmoid(b) for the halves a, b of the input along `axis`."""

    function = staticmethod(gated.glu)

    def __init__(self, axis=-1):
        super().__init__()
        self.options = {"axis": axis}


class SwiGLU(_Function):
    """silu(a) * b for the halves a, b of the input along `axis`."""

    function = staticmethod(gated.swiglu)

    def __init__(self, axis=-1):
        super().__init__()
        self.options = {"axis": axis}


ELEMENTWISE = (
    *(ReLU, LeakyReLU, PReLU, ELU, SELU, GELU, SiLU, Mish),
    *(Softplus, Sigmoid, Tanh, Hardswish),
)
