"""Fixtures of the core's tests; `case` runs a test over the whole case table."""

import importlib.util
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from scratchcore import Tensor
from scratchcore.testing import assert_close


def _load(name: str):
    """Import a module beside this file; pytest's importlib mode puts no test folder on the path."""
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"scratchcore_tests_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Case(NamedTuple):
    """One call: `function(*args, **kwargs)`."""

    function: Any
    args: tuple
    kwargs: dict

    @property
    def name(self) -> str:
        return self.function.__name__

    def __str__(self) -> str:
        options = [f"{key}={value}".replace(" ", "") for key, value in self.kwargs.items()]
        return "-".join([self.name, *map(_describe, self.args), *options])


def _describe(value: Any) -> str:
    if isinstance(value, np.ndarray):
        kind = "" if value.dtype == np.float64 else value.dtype.kind
        order = "" if value.flags.c_contiguous else "strided"
        return kind + "x".join(map(str, value.shape or ("scalar",))) + order
    if isinstance(value, list) and any(isinstance(item, np.ndarray) for item in value):
        return "+".join(map(_describe, value))
    return str(value).replace(" ", "")


def _case(function, *args):
    args = [np.asarray(value) if isinstance(value, np.float64) else value for value in args]
    kwargs = args.pop() if args and isinstance(args[-1], dict) else {}
    return Case(function, tuple(args), kwargs)


CASES = [_case(*row) for name in ("elementwise", "arrays") for row in _load(f"cases_{name}").rows()]


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", CASES, ids=str)


@pytest.fixture
def table():
    """All cases."""
    return CASES


@pytest.fixture
def rng():
    return np.random.default_rng(11)


def _is_differentiated(value) -> bool:
    return isinstance(value, np.ndarray) and value.dtype == np.float64


class Call:
    """A case as a function of its float64 arrays alone: `inputs`, and calling with replacements."""

    def __init__(self, case):
        self.case = case
        self.__name__ = str(case)
        flat = [v for a in self._trees() for v in (a if isinstance(a, list) else [a])]
        self.inputs = [value for value in flat if _is_differentiated(value)]

    def _trees(self):
        return [*self.case.args, *self.case.kwargs.values()]

    def __call__(self, *values):
        """Call the function with `values` in place of `inputs`; a tuple result becomes a list."""
        remaining = iter(values)

        def put(value):
            if isinstance(value, list):
                return [put(item) for item in value]
            return next(remaining) if _is_differentiated(value) else value

        args = [put(value) for value in self.case.args]
        kwargs = {key: put(value) for key, value in self.case.kwargs.items()}
        return self.case.function(*args, **kwargs)

    def tensors(self):
        return [Tensor(value, requires_grad=True) for value in self.inputs]


@pytest.fixture
def call(case):
    return Call(case)


@pytest.fixture
def as_call():
    return Call


@pytest.fixture
def causes_of():
    """Return a function that gives the causes which assert_close names for a difference."""

    def find(got, expected, **options) -> list[str]:
        with pytest.raises(AssertionError) as caught:
            assert_close(got, expected, name="w.grad", **options)
        lines = str(caught.value).splitlines()[1:]
        return [line.partition(": ")[2] for line in lines if line.startswith(("likely:", "or:"))]

    return find
