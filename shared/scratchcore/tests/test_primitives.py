"""Every differentiable function, over the case table: values, gradients, second order."""

import numpy as np
from scratchcore import Tensor
from scratchcore.autograd import implementations, primitives
from scratchcore.gradcheck import gradcheck, gradgradcheck
from scratchcore.testing import assert_close


def outputs(result):
    """Return the results of a call as a list; np.split gives several."""
    return list(result) if isinstance(result, list | tuple) else [result]


def nodes(result):
    stack = [out._node for out in outputs(result)]
    while stack:
        node = stack.pop()
        if node.fn is not None:
            yield node
            stack += [source for source in node.inputs if type(source) is type(node)]


def test_values_are_those_of_numpy_itself(case, call):
    got = outputs(call(*call.tensors()))
    expected = outputs(call(*call.inputs))
    assert len(got) == len(expected)
    for mine, theirs in zip(got, expected, strict=True):
        assert type(mine) is Tensor
        assert mine.dtype == theirs.dtype
        assert_close(mine, theirs, name=str(case), rtol=1e-13)


def test_gradients_are_those_of_central_differences(call):
    gradcheck(call, call.inputs)


def test_second_derivatives_are_those_of_central_differences(call):
    gradgradcheck(call, call.inputs)


def test_memory_layout_changes_no_gradient_and_inputs_are_left_alone(case, call, rng):
    """Fortran order throughout, and an incoming gradient with gaps, as views hand it on."""
    contiguous, fortran = call.tensors(), call.tensors()
    before = [value.copy() for value in call.inputs]
    for tensor in fortran:
        tensor.data = np.array(tensor.data, order="F")
    pairs = zip(outputs(call(*contiguous)), outputs(call(*fortran)), strict=True)
    for mine, other in pairs:
        wide = np.zeros((*mine.shape, 2))
        gaps = wide[..., 0]
        gaps[...] = rng.normal(size=mine.shape)
        mine.backward(gaps.copy())
        other.backward(gaps)
    for tensor, other, value in zip(contiguous, fortran, before, strict=True):
        np.testing.assert_array_equal(tensor.data, value)
        if tensor.grad is not None:
            assert_close(other.grad, tensor.grad, name=f"gradient of {case}", rtol=1e-12)


def test_the_table_reaches_every_registered_primitive(table, as_call):
    reached = set()
    for case in table:
        call = as_call(case)
        reached |= {node.fn.__name__ for node in nodes(call(*call.tensors()))}
    core = {name for name in primitives if "." not in name}
    assert core - reached == set(), "primitives without a case"


def test_the_table_calls_every_numpy_function_with_a_rule(table):
    called = {case.function for case in table}
    aliases = {np.amax, np.amin, np.permute_dims}
    operators = {np.divmod}
    missing = {f.__name__ for f in set(implementations) - called - aliases - operators}
    assert missing == set(), "NumPy functions without a case"
