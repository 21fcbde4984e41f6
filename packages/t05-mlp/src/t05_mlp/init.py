"""Initial weights: how large, from which distribution, in place.

Every function with a trailing underscore fills a tensor or array, (out, in) or for convolutions
(out, in, *kernel), and returns it. `rng` is the only source of randomness.
"""

import math

import numpy as np
from scratchcore import Tensor


def fan_in_and_fan_out(shape):  # exercise
    """Return how many inputs feed one output, and how many outputs one input feeds.

    `shape` is (out, in) or (out, in, *kernel): each position of a kernel is one more connection.
    ValueError naming the shape for fewer axes.
    """
    if len(shape) < 2:
        raise ValueError(f"a weight of shape {tuple(shape)} has no fans: expected (out, in, ...)")
    kernel = math.prod(shape[2:])
    return shape[1] * kernel, shape[0] * kernel


def calculate_gain(nonlinearity, param=None):
    """Return the recommended factor for weights in front of a nonlinearity.

    `param` is the negative slope of leaky_relu, 0.01 when not given. 5/3 for tanh and 3/4 for selu
    are PyTorch's, found by experiment.
    """
    if nonlinearity == "leaky_relu":
        return math.sqrt(2 / (1 + (0.01 if param is None else param) ** 2))
    if nonlinearity not in _GAINS:
        expected = ", ".join(sorted([*_GAINS, "leaky_relu"]))
        raise ValueError(f"nonlinearity {nonlinearity!r} is unknown, expected one of {expected}")
    return _GAINS[nonlinearity]


_GAINS = {
    "linear": 1.0,
    "sigmoid": 1.0,
    "tanh": 5 / 3,
    "relu": math.sqrt(2),
    "selu": 3 / 4,
}


def xavier_std(shape, gain=1.0):  # exercise
    """Return the deviation that keeps variances forward and backward, both about equally.

    gain * sqrt(2 / (fan_in + fan_out)): Glorot and Bengio (2010), equation 12.
    """
    fan_in, fan_out = fan_in_and_fan_out(shape)
    return gain * math.sqrt(2 / (fan_in + fan_out))


def kaiming_std(shape, a=0.0, mode="fan_in", nonlinearity="leaky_relu"):  # exercise
    """Return the deviation that keeps the variance through layers with a nonlinearity.

    gain / sqrt(fan), where `mode` says which fan: fan_in keeps activations, fan_out gradients. `a`
    is the negative slope for leaky_relu. ValueError naming any other mode. He et al. (2015),
    equations 10 and 14.
    """
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"mode must be 'fan_in' or 'fan_out', got {mode!r}")
    fan_in, fan_out = fan_in_and_fan_out(shape)
    fan = fan_in if mode == "fan_in" else fan_out
    return calculate_gain(nonlinearity, a) / math.sqrt(fan)


def uniform_(tensor, std, *, rng):  # exercise
    """Fill with values between -b and b, all equally likely, b such that their deviation is std.

    `_fill`, at the end of this file, writes into a tensor as well as into an array.
    """
    bound = math.sqrt(3) * std
    return _fill(tensor, rng.uniform(-bound, bound, np.shape(tensor)))


def normal_(tensor, std, *, rng):
    """Fill with values of a normal distribution around 0."""
    return _fill(tensor, rng.normal(0.0, std, np.shape(tensor)))


def xavier_uniform_(tensor, gain=1.0, *, rng):
    """Fill uniformly with the deviation of `xavier_std`."""
    return uniform_(tensor, xavier_std(np.shape(tensor), gain), rng=rng)


def xavier_normal_(tensor, gain=1.0, *, rng):
    """Fill from a normal distribution with the deviation of `xavier_std`."""
    return normal_(tensor, xavier_std(np.shape(tensor), gain), rng=rng)


def kaiming_uniform_(tensor, a=0.0, mode="fan_in", nonlinearity="leaky_relu", *, rng):
    """Fill uniformly with the deviation of `kaiming_std`."""
    return uniform_(tensor, kaiming_std(np.shape(tensor), a, mode, nonlinearity), rng=rng)


def kaiming_normal_(tensor, a=0.0, mode="fan_in", nonlinearity="leaky_relu", *, rng):
    """Fill from a normal distribution with the deviation of `kaiming_std`."""
    return normal_(tensor, kaiming_std(np.shape(tensor), a, mode, nonlinearity), rng=rng)


def lecun_uniform_(tensor, *, rng):
    """Fill uniformly with deviation 1 / sqrt(fan_in), LeCun et al. (1998), equation 16."""
    return kaiming_uniform_(tensor, nonlinearity="linear", rng=rng)


def lecun_normal_(tensor, *, rng):
    """Fill from a normal distribution with deviation 1 / sqrt(fan_in): what SELU is made for."""
    return kaiming_normal_(tensor, nonlinearity="linear", rng=rng)


def orthogonal_(tensor, gain=1.0, *, rng):  # exercise
    """Fill with gain times a random matrix whose shorter side is orthonormal.

    The first axis counts as rows, all others as columns. Rows are orthonormal if there are at most
    as many as columns, else the columns are. Every such matrix is equally likely, for which the QR
    decomposition of normal numbers needs a correction: diag(R) positive, Mezzadri (2007).
    ValueError naming the shape for fewer than two axes.
    """
    shape = np.shape(tensor)
    if len(shape) < 2:
        raise ValueError(f"only a matrix can be orthogonal, got shape {shape}")
    rows, cols = shape[0], math.prod(shape[1:])
    q, r = np.linalg.qr(rng.normal(size=(max(rows, cols), min(rows, cols))))
    q *= np.where(np.diag(r) < 0, -1.0, 1.0)
    return _fill(tensor, gain * (q if rows >= cols else q.T).reshape(shape))


def constant_(tensor, value):
    """Fill with one value."""
    return _fill(tensor, value)


def zeros_(tensor):
    """Fill with zeros: right for biases, fatal for weights of a hidden layer."""
    return _fill(tensor, 0.0)


def ones_(tensor):
    """Fill with ones."""
    return _fill(tensor, 1.0)


def _fill(tensor, values):
    """Write `values` into the memory of a tensor or array; return what was given."""
    (tensor.data if isinstance(tensor, Tensor) else tensor)[...] = values
    return tensor
