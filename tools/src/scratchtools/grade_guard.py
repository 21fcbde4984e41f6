"""Notice when the code under test changes what judges it.

Two independent means, both used by the grading child: canaries, tests that must fail and are mixed
in with the real ones, some under the names of real tests; and the identity of the functions that
tests check with, taken before the learner's code is imported.
"""

from __future__ import annotations

import importlib
import importlib.util
import random
import sys
import types
from typing import Any

IMPORTS = "import math\nimport warnings\nimport numpy as np\nimport pytest\n"
CORE_IMPORTS = "from scratchcore.testing import assert_close\n"

# Each must fail, whatever the numbers: {a} and {b} are different numbers.
CANARIES = (
    "assert {a} == {b}, 'canary'",
    "assert np.allclose([{a}.0], [{b}.0])",
    "assert np.array_equal(np.array([{a}]), np.array([{b}]))",
    "assert np.isclose({a}.0, {b}.0).all()",
    "assert math.isclose({a}.0, {b}.0)",
    "assert {a}.0 == pytest.approx({b}.0)",
    "np.testing.assert_allclose(np.array([{a}.0]), np.array([{b}.0]))",
    "np.testing.assert_array_equal(np.array([{a}]), np.array([{b}]))",
    "np.testing.assert_equal({a}, {b})",
    "with pytest.raises(ValueError):\n        pass",
    "with pytest.raises(ValueError, match='{a}'):\n        raise ValueError('x')",
    "pytest.fail('{a}')",
    "raise AssertionError({a})",
    "raise NotImplementedError({a})",
    "warnings.warn('{a}', UserWarning, stacklevel=1)",
)
CORE_CANARIES = (
    "assert_close(np.array([{a}.0, 1.0]), np.array([{b}.0, 1.0]), name='{a}')",
    "assert_close(np.full((2, 3), {a}.0), np.full((3, 2), {a}.0), name='{a}')",
    "assert_close(np.array(np.nan), np.array({a}.0), name='{a}')",
)
WATCHED = {
    "builtins": "AssertionError NotImplementedError abs all any getattr isinstance len max min "
    "range repr round sum zip __import__",
    "json": "dumps",
    "math": "isclose isfinite isnan",
    "numpy": "all allclose any array array_equal asarray isclose isfinite isnan max abs",
    "os": "_exit getpid write",
    "pytest": "approx fail importorskip main raises skip warns xfail Function Item Module",
}
WATCHED_WHOLE = ("_pytest", "pluggy", "numpy.testing", "scratchcore.testing")
FUNCTIONS = (types.FunctionType, classmethod, staticmethod, property)


def canary_source(names: list[str], rng: random.Random, *, core: bool) -> str:
    """Return a test module with one canary per name, of every kind in turn."""
    kinds = [*CANARIES, *(CORE_CANARIES if core else ())]
    blocks = [IMPORTS + (CORE_IMPORTS if core else "")]
    for index, name in enumerate(names):
        a = rng.randrange(1, 10**6)
        body = kinds[index % len(kinds)].format(a=a, b=a + rng.randrange(1, 10**6))
        blocks.append(f"def {name}():\n    {body}\n")
    return "\n\n".join(blocks)


def canary_kinds(*, core: bool) -> int:
    """Return how many kinds of canary there are."""
    return len(CANARIES) + (len(CORE_CANARIES) if core else 0)


class Identities:
    """Remember the functions that judge, and name those that were replaced since.

    All functions and methods of pytest and of the testing modules are remembered, whatever the
    version calls them, and a few of NumPy and Python itself.
    """

    def __init__(self, *, core: bool) -> None:
        if core:
            importlib.import_module("scratchcore.testing")
        self.seen: list[tuple[str, Any, str, Any, Any]] = []
        for module, names in WATCHED.items():
            holder = importlib.import_module(module)
            for name in names.split():
                self._remember(holder, name, f"{module}.{name}")
        importlib.import_module("numpy.testing")
        self.modules = {name: sys.modules[name] for name in (*WATCHED, "numpy.testing")}
        for module, holder in sorted(sys.modules.items()):
            if any(module == root or module.startswith(f"{root}.") for root in WATCHED_WHOLE):
                self.watch(holder)

    def watch(self, holder: types.ModuleType) -> None:
        """Remember every function and method of a module, test modules included."""
        label = holder.__name__
        for name, value in list(vars(holder).items()):
            own = getattr(value, "__module__", None) == label
            if isinstance(value, FUNCTIONS):
                self._remember(holder, name, f"{label}.{name}")
            elif isinstance(value, type) and own:
                self._remember(holder, name, f"{label}.{name}")
                for method, function in list(vars(value).items()):
                    if isinstance(function, FUNCTIONS):
                        self._remember(value, method, f"{label}.{name}.{method}")

    def _remember(self, holder: Any, name: str, label: str) -> None:
        value = vars(holder)[name]
        self.seen.append((label, holder, name, value, _code(value)))

    def changed(self) -> list[str]:
        """Return the labels of what is no longer the same object with the same code."""
        swapped = [name for name, module in self.modules.items() if sys.modules[name] is not module]
        return swapped + [
            label
            for label, holder, name, value, code in self.seen
            if vars(holder).get(name) is not value or _code(value) is not code
        ]


def _code(value: Any) -> Any:
    function = getattr(value, "__func__", value)
    return getattr(function, "__code__", None)


def has_core() -> bool:
    """Say whether scratchcore is installed, so that its checks are watched too."""
    return importlib.util.find_spec("scratchcore") is not None
