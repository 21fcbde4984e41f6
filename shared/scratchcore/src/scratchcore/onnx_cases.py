"""ONNX's own test cases of single operators, for the oracle tests of topics.

The cases come with the package onnx (`onnx.backend.test`): a node with attributes, inputs and the
outputs that every backend must give for them.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from numpy import ndarray


@dataclass(frozen=True)
class OnnxCase:
    """One node with what goes in and what must come out; a missing optional input is None."""

    name: str
    attributes: Mapping[str, Any]
    inputs: Sequence[ndarray | None]
    outputs: Sequence[ndarray]
    rtol: float
    atol: float


@cache
def onnx_cases(operator: str) -> tuple[OnnxCase, ...]:
    """Return all cases in which a single node of type `operator` ("Conv") is run.

    Cases that spell the operator out as a graph of others (names ending in `_expanded`) are left
    out. Raises ValueError when there is none: a misspelt name must not pass for a success.
    """
    found = [_case(each) for each in _all_cases() if _is_single(each, operator)]
    if not found:
        raise ValueError(f"onnx has no test cases for operator {operator!r}")
    return tuple(found)


@cache
def _all_cases() -> Sequence[Any]:
    """Return the cases of every operator: onnx collects them once, at the first import."""
    from onnx.backend.test.case.node import collect_testcases

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it computes expected values such as log(0) meanwhile
        return collect_testcases(None)


def _is_single(case: Any, operator: str) -> bool:
    nodes = case.model.graph.node
    return len(nodes) == 1 and nodes[0].op_type == operator and "_expanded" not in case.name


def _case(case: Any) -> OnnxCase:
    from onnx import helper

    node = case.model.graph.node[0]
    attributes = {each.name: _plain(helper.get_attribute_value(each)) for each in node.attribute}
    given = iter(case.data_sets[0][0])
    inputs = tuple(next(given) if name else None for name in node.input)
    outputs = tuple(case.data_sets[0][1])
    return OnnxCase(case.name, attributes, inputs, outputs, case.rtol, case.atol)


def _plain(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else value
