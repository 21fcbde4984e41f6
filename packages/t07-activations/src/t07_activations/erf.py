"""The error function, which NumPy does not have, and the normal distribution that needs it.

float64: Taylor's range |x| < 1 as x times a polynomial in x**2 (12 coefficients), the rest as
1 - e**(-x**2) times a polynomial in 1 / (|x| + 2) (16 coefficients). Both interpolate erf(x) / x
and e**(x**2) erfc(x) at Chebyshev nodes, solved in 50 digits. Largest error: 4e-16, relative.

float32: erf(x) = tanh(x q(x**2)). NumPy has a fast tanh, and atanh(erf(x)) / x is so smooth that
six coefficients do. They minimize the largest relative error of erf on [0, 4.2] (least squares,
reweighted by the error as Lawson does until the peaks are level). Largest error: 7e-7, relative.
"""

import math

import numpy as np
from scratchcore import Tensor, primitive

from t07_activations.arrays import exponential, floats

_NEAR = (
    *(1.1283791670955126, -0.37612638903183543, 0.11283791670945006, -0.02686617064323777),
    *(0.0052239776071164225, -0.0008548325975389692, 0.00012055294904839707),
    *(-1.492473690741966e-05, 1.6447424703317362e-06, -1.6208483801871705e-07),
    *(1.3720064546777686e-08, -7.795898827002142e-10),
)
_FAR = (
    *(1.2965841302986556e-07, 0.5641795198583508, 1.1287410218432883, 1.9666731458010267),
    *(2.942002658996995, 1.3493059469349291, 10.649750811070025, -75.31270380198113),
    *(307.4045163965331, -1134.6489834653753, 2937.765363319682, -4833.989244655832),
    *(4797.2741217981975, -2450.298800629956, 215.8510489885741, 239.24359154423945),
)
_RATIO = (
    *(1.128378594182535, 0.10278297794296838, -0.00023271018996875791),
    *(-0.0005805520003513381, 7.228420380584452e-05, -3.1500619793728685e-06),
)
_FLAT = 14.0  # x**2 from which q stays as it is: erf has reached 1 - 1e-7, and x goes on growing
# the same in x / sqrt(2), times 2: the log-odds of the normal distribution divided by x
_ODDS = tuple(c * 2 * math.sqrt(0.5) * 0.5**i for i, c in enumerate(_RATIO))


@primitive()
def erf(x):
    """Return 2 / sqrt(pi) times the integral of e**(-t**2) for t from 0 to x."""
    out = _erf(x.data if isinstance(x, Tensor) else floats(x))
    return out, lambda g: (g * np.exp(-x * x) * (2 / math.sqrt(math.pi)),)


def normal_cdf(x):
    """Return the probability that a standard normal variable is below each number of an array."""
    if x.dtype != np.float32:
        return 0.5 + 0.5 * _erf(x * math.sqrt(0.5))
    odds = _polynomial(_ODDS, (x * x).clip(0.0, 2 * _FLAT))
    odds *= x
    with np.errstate(over="ignore"):  # 1 / (1 + inf) is 0
        out = exponential(odds, -1.0)
    out += 1
    return np.reciprocal(out, out=out)


def _erf(x):
    if x.dtype == np.float32:
        out = _polynomial(_RATIO, (x * x).clip(0.0, _FLAT))
        out *= x
        return np.tanh(out, out=out)
    size = np.minimum(np.abs(x), 6.0)  # erf(6) is 1 in float64
    square = size * size
    near = size * _polynomial(_NEAR, square)
    far = 1 - np.exp(-square) * _polynomial(_FAR, 1 / (size + 2))
    return np.copysign(np.where(size < 1, near, far), x)


def _polynomial(coefficients, x):
    """Return the sum of coefficients[i] * x**i by Horner's rule, as a new array."""
    out = np.asarray(x * coefficients[-1])
    for c in coefficients[-2:0:-1]:
        out += c
        out *= x
    out += coefficients[0]
    return out
