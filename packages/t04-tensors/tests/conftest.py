"""Arrays to test with, a buffer that refuses to become anything but flat, explained checks."""

import re

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t04_tensors import StridedArray, strided


class Cells(np.ndarray):
    """A flat array; whoever reshapes it, or indexes it with a matrix, gets an AssertionError."""

    def __array_finalize__(self, source):
        if self.ndim > 1:
            message = "NumPy made {} axes of the buffer: only flat arrays may do the work here"
            raise AssertionError(message.format(self.ndim))


@pytest.fixture
def cells(monkeypatch):
    """Return make(values): a buffer of the class above. Conversions to NumPy are refused too."""

    def refuse(self):
        raise AssertionError("to_numpy does the work in NumPy: only flat arrays may do it here")

    monkeypatch.setattr(StridedArray, "to_numpy", refuse)
    return lambda values: np.array(values).view(Cells)


@pytest.fixture
def counted():
    """Return make(shape): the numbers 0, 1, 2, ... as a StridedArray and as a NumPy array."""

    def make(shape):
        numbers = np.arange(np.prod(shape, dtype=int))
        return StridedArray(numbers.copy(), shape), numbers.reshape(shape)

    return make


@pytest.fixture
def normal():
    """Return make(shape, seed): random numbers as a StridedArray and as a NumPy array."""

    def make(shape, seed=0):
        values = np.random.default_rng(seed).standard_normal(shape)
        return strided(values), values

    return make


@pytest.fixture
def same():
    """Return check(got, expected, name, why, hint): both are equal integers or tuples of them."""

    def check(got, expected, *, name, why="", hint=""):
        __tracebackhide__ = True
        expected = tuple(expected) if isinstance(expected, list) else expected
        notes = [f"{key}: {text}" for key, text in (("why", why), ("next", hint)) if text]
        if got != expected:
            raise AssertionError("\n".join([f"{name}: yours {got}, expected {expected}", *notes]))

    return check


@pytest.fixture
def same_view(same):
    """Return check(view, expected, what, hint, why): shape, strides and values are NumPy's."""

    def check(view, expected, what, hint, why=""):
        __tracebackhide__ = True
        same(view.shape, expected.shape, name=f"shape of {what}", why=why, hint=hint)
        if expected.size:  # the strides of nothing mean nothing
            strides = [stride // expected.itemsize for stride in expected.strides]
            same(view.strides, strides, name=f"strides of {what}", why=why, hint=hint)
        assert_close(view.to_numpy(), expected, name=what, why=why, hint=hint)

    return check


@pytest.fixture
def refused():
    """Return check(error, match, act, why): act() must raise `error`, its message like `match`."""

    def check(error, match, act, why):
        __tracebackhide__ = True
        try:
            act()
        except error as caught:
            said = str(caught)
        else:
            pytest.fail(f"a {error.__name__} is expected, nothing was raised; {why}")
        if not re.search(match, said):
            pytest.fail(f"a {error.__name__} about {match!r} is expected, yours is {said!r}; {why}")

    return check
