"""Fixtures of the core's tests; `case` runs a test over the whole case table."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from scratchcore import Tensor


def _load(name: str):
    """Import a module beside this file; pytest's importlib mode puts no test folder on the path."""
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"scratchcore_tests_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


cases = _load("cases")


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", cases.CASES, ids=str)


@pytest.fixture
def table():
    """All cases."""
    return cases.CASES


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
