"""What the tuned rules share: checks, clipping, masks without branches, a cheap exponential.

Measured on arrays of 256 x 1024 float32: a clip takes 31 us where np.maximum with a number takes
97, a gradient masked by its bits 61 where np.where takes 900 (a mispredicted branch for every
second element).
"""

import math
import sys

import numpy as np

_LOG2_E = math.log2(math.e)
# AVX512, by both names it had; NumPy has a fast exp2 for it, on Linux only
_WIDE = {"X86_V4", "AVX512_SKX"}
_SIMD = np.show_config(mode="dicts")["SIMD Extensions"].get("found", ())
_FAST_EXP2 = sys.platform == "linux" and not _WIDE.isdisjoint(_SIMD)
_INTEGERS = {np.dtype("f4"): np.int32, np.dtype("f8"): np.int64}


def floats(x, name="x"):
    """Return `x` as an array of floats, or raise TypeError."""
    x = np.asarray(x)
    if x.dtype.kind != "f":
        raise TypeError(f"{name} has dtype {x.dtype}, expected floats")
    return x


def require_axis(x, axis):
    """Raise ValueError unless `x` has that axis."""
    if not -x.ndim <= axis < x.ndim:
        raise ValueError(f"axis={axis} is out of range for x of shape {x.shape}")


def at_least_zero(x):
    """Return max(x, 0) as a new array; NaN stays NaN."""
    return np.asarray(x.clip(0.0, np.inf))


def at_most_zero(x):
    """Return min(x, 0) as a new array; NaN stays NaN."""
    return np.asarray(x.clip(-np.inf, 0.0))


def keep(g, mask, out=None):
    """Return `g` with 0 where `mask` is false, also where g is infinite or NaN.

    It is a new array, or `out`, another one of g's shape and dtype.
    """
    integer = _INTEGERS.get(g.dtype)
    kept = np.empty_like(g) if out is None else out
    if integer is None or not g.ndim:
        kept[...] = np.where(mask, g, np.zeros_like(g))
        return kept
    bits = kept.view(integer)
    bits[...] = mask  # 1 or 0 times the bits of a number: the number, or 0.0
    bits *= g.view(integer)
    return kept


def choose(mask, yes, no, dtype):
    """Return the number `yes` where `mask` is true and `no` elsewhere; one number if they agree."""
    if yes == no:
        return yes
    chosen = np.asarray(mask).astype(dtype)
    chosen *= yes - no
    chosen += no
    return chosen


def exponential(x, scale=1.0):
    """Return e**(scale * x) as a new array.

    float32 takes exp2 where that is fast: 80 us where exp takes 143 (without AVX512 it would be 600
    against 310). Rounding the power to base 2 costs 1 unit in the last place of the result per 1 of
    |scale * x|, at most 70; exp itself is off by 2.4.
    """
    fast = _FAST_EXP2 and x.dtype == np.float32
    power = np.asarray(x * (scale * _LOG2_E if fast else scale))
    return np.exp2(power, out=power) if fast else np.exp(power, out=power)
