"""Scaled sums in one pass over memory, by the BLAS library that NumPy has loaded.

NumPy has no function for y + a * x: `y += a * x` writes a * x to a new array and reads it back.
BLAS has one, axpy, but NumPy does not pass it on; it is called here through ctypes. Where the
library or the function is not found, NumPy does the same in two passes over small pieces.
"""

import contextlib
import ctypes
import sys
import threading
from pathlib import Path

import numpy as np

_PIECE = 8192  # elements of a temporary in the version without BLAS: it stays in the L1 cache
_temporaries = threading.local()


def axpy(a, x, y):
    """Add a * x to y in place, without a temporary array.

    x and y are 1-D, contiguous and writeable, of one length and one float dtype.
    """
    routine, pointee = _lookup(_AXPY, x, y)
    if routine is not None:
        routine(x.size, a, pointee.from_buffer(x), 1, pointee.from_buffer(y), 1)
        return
    for piece, product in _pieces(x):
        np.multiply(x[piece], a, out=product)
        np.add(y[piece], product, out=y[piece])


def axpby(a, x, b, y):
    """Replace y by a * x + b * y in place, without a temporary array.

    x and y are 1-D, contiguous and writeable, of one length and one float dtype.
    """
    routine, pointee = _lookup(_AXPBY, x, y)
    if routine is not None:
        routine(x.size, a, pointee.from_buffer(x), 1, b, pointee.from_buffer(y), 1)
        return
    for piece, product in _pieces(x):
        np.multiply(x[piece], a, out=product)
        np.multiply(y[piece], b, out=y[piece])
        np.add(y[piece], product, out=y[piece])


def threads():
    """Return how many threads BLAS uses (OPENBLAS_NUM_THREADS); 1 where it does not tell."""
    return _get_threads() if _get_threads else 1


@contextlib.contextmanager
def one_thread():
    """Make BLAS use one thread for a while, where the caller has threads of its own."""
    before = threads()
    if before > 1:
        _set_threads(1)
    try:
        yield
    finally:
        if before > 1:
            _set_threads(before)


def _lookup(routines, x, y):
    """Return the BLAS routine for these arrays and its C type; None when NumPy must do it.

    BLAS gets bare addresses, so lengths are compared here; ctypes' from_buffer refuses memory
    with gaps.
    """
    if x.size != y.size or x.dtype != y.dtype or not x.ndim == y.ndim == 1:
        raise ValueError(
            f"x and y must be 1-D, of one length and one dtype, got {x.dtype} {x.shape}"
            f" and {y.dtype} {y.shape}"
        )
    return routines.get(x.dtype.char, _NONE) if x.size else _NONE


def _pieces(x):
    """Yield slices that cover x, each with a temporary of its length."""
    name = x.dtype.name
    if name not in _temporaries.__dict__:
        _temporaries.__dict__[name] = np.empty(_PIECE, x.dtype)
    temporary = _temporaries.__dict__[name]
    for start in range(0, x.size, _PIECE):
        piece = slice(start, min(start + _PIECE, x.size))
        yield piece, temporary[: piece.stop - start]


def _libraries():
    """Open NumPy's own extension module, which on Linux and macOS leads to its BLAS as well, and
    the libraries that its wheels bring along: Windows looks for a function only where it is told.
    """
    extension = sys.modules["numpy._core._multiarray_umath"].__file__
    wheel = Path(np.__file__).parents[1] / "numpy.libs"
    return [ctypes.CDLL(str(path)) for path in [extension, *sorted(wheel.glob("*openblas*"))]]


def _find(names):
    """Return the first function with one of these names, and that name; (None, "") without."""
    for library in _libraries():
        for name in names:
            function = getattr(library, name, None)
            if function is not None:
                return function, name
    return None, ""


def _typed(routine, real, scalars):
    """Find e.g. saxpy under the names of NumPy's wheels, OpenBLAS, MKL and Accelerate."""
    names = [f"scipy_cblas_{routine}64_", f"cblas_{routine}64_", f"cblas_{routine}$NEWLAPACK$ILP64"]
    names += [f"scipy_cblas_{routine}", f"cblas_{routine}$NEWLAPACK", f"cblas_{routine}"]
    function, name = _find(names)
    if function is None:
        return None
    # A name with 64 in it says that lengths are 64 bits wide.
    integer = ctypes.c_int64 if "64" in name else ctypes.c_int32
    pointer = ctypes.POINTER(real)
    function.argtypes = [integer, real, pointer, integer, *[real] * (scalars - 1), pointer, integer]
    function.restype = None
    return function


def _by_dtype(routine, scalars):
    """Return (function, C type) by the character of the dtype: "f" for float32, "d" for float64."""
    kinds = {"f": ("s", ctypes.c_float), "d": ("d", ctypes.c_double)}
    found = {char: (_typed(s + routine, real, scalars), real) for char, (s, real) in kinds.items()}
    return {char: pair for char, pair in found.items() if pair[0] is not None}


_NONE = None, None
_AXPY = _by_dtype("axpy", 1)
_AXPBY = _by_dtype("axpby", 2)
_PREFIXED = ["scipy_openblas_{}64_", "openblas_{}64_", "scipy_openblas_{}", "openblas_{}"]
_get_threads = _find([name.format("get_num_threads") for name in _PREFIXED])[0]
_set_threads = _find([name.format("set_num_threads") for name in _PREFIXED])[0]
