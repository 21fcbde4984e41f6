"""ONNX's own cases are found, complete, and not mixed up."""

import numpy as np
import onnx
import pytest
from scratchcore.onnx_cases import onnx_cases
from scratchcore.testing import assert_close

pytestmark = pytest.mark.oracle


def test_a_case_says_what_goes_in_and_what_must_come_out():
    found = {case.name: case for case in onnx_cases("Add")}
    case = found["test_add"]
    x, y = case.inputs
    assert case.attributes == {}
    assert_close(x + y, case.outputs[0], name="sum", rtol=case.rtol)


def test_attributes_are_plain_values():
    for case in onnx_cases("Conv"):
        known = onnx.defs.get_schema("Conv").attributes
        assert set(case.attributes) <= set(known)
        assert all(not isinstance(value, bytes) for value in case.attributes.values())


def test_an_optional_input_that_is_not_given_is_none():
    cases = onnx_cases("Clip")
    missing = [case for case in cases if any(value is None for value in case.inputs)]
    assert missing, "Clip has cases with a maximum but no minimum"
    for case in missing:
        x, *limits = case.inputs
        low, high = (*limits, None, None)[:2]
        expected = x if low is None else np.maximum(x, low)
        expected = expected if high is None else np.minimum(expected, high)
        assert_close(expected, case.outputs[0], name=case.name)


def test_an_operator_without_cases_is_an_error():
    with pytest.raises(ValueError, match="onnx has no test cases for operator 'Convv'"):
        onnx_cases("Convv")
