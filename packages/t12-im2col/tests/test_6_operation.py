"""The operation of the graph, and its layer

Expected values come from t11's loops, and gradients from central differences as well.
"""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scratchcore import grad, gradcheck, gradgradcheck, no_grad, tensor
from scratchcore.testing import assert_close
from t11_conv2d import conv2d_naive
from t12_im2col import Conv2d, conv2d
from t12_im2col import conv as module

HINT = "scratch hint t12 conv2d"


def both(arrays, g, options):
    """Return [(name, mine, theirs)] for output and gradients of conv2d and of t11's loops."""
    results = []
    for function in (conv2d, conv2d_naive):
        leaves = [tensor(array, requires_grad=True) for array in arrays]
        out = function(*leaves, **options)
        out.backward(g[: len(out)])
        results.append([out.data, *(leaf.grad for leaf in leaves)])
    return zip(("output", "x.grad", "weight.grad", "bias.grad"), *results, strict=False)


def test_output_and_gradients_are_those_of_the_loops(case):
    arrays = (case.x, case.weight, case.bias)
    for name, mine, theirs in both(arrays, case.g, case.options):
        assert_close(
            mine,
            theirs,
            name=f"{name} with {case.options}",
            why="conv2d passes its options on, forward and backward",
            hint=HINT,
        )


@st.composite
def configurations(draw):
    """Draw shapes and options that fit together, every kind of padding among them."""
    numbers = st.integers
    kernel = draw(st.tuples(numbers(1, 3), numbers(1, 4)))
    dilation = draw(st.tuples(numbers(1, 3), numbers(1, 3)))
    stride = draw(st.tuples(numbers(1, 3), numbers(1, 3)))
    kinds = [
        st.just("valid"),
        numbers(0, 3),
        st.tuples(numbers(0, 3), numbers(0, 3)),
        st.tuples(*[st.tuples(numbers(0, 3), numbers(0, 3))] * 2),
    ]
    padding = draw(st.one_of(*kinds, *[st.just("same")] * (stride == (1, 1))))
    spans = [d * (k - 1) + 1 for d, k in zip(dilation, kernel, strict=True)]
    size = [span + draw(numbers(0, 5)) for span in spans]
    n, c, o = draw(st.tuples(numbers(0, 2), numbers(1, 3), numbers(1, 3)))
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    return (n, c, *size), (o, c, *kernel), options


@settings(max_examples=60, deadline=None, derandomize=True)
@given(configurations())
def test_whatever_is_drawn_equals_the_loops(configuration):
    x_shape, weight_shape, options = configuration
    rng = np.random.default_rng(0)
    arrays = [rng.standard_normal(shape) for shape in (x_shape, weight_shape, weight_shape[:1])]
    shape = conv2d_naive(*arrays, **options).shape
    for name, mine, theirs in both(arrays, rng.standard_normal(shape), options):
        assert_close(mine, theirs, name=f"{name} of {x_shape}, {weight_shape}, {options}")


@pytest.mark.parametrize(
    ("shapes", "options"),
    [
        (((2, 2, 2, 3), (2, 2, 2, 2), (2,)), {"padding": 1}),
        (((1, 2, 4, 3), (2, 2, 3, 2), (2,)), {"stride": (2, 1), "padding": ((0, 1), (2, 0))}),
        (((1, 1, 5, 5), (2, 1, 2, 2)), {"dilation": 2, "padding": "same"}),
        (((1, 2, 3, 2), (2, 2, 1, 1), (2,)), {"stride": 2}),
    ],
)
def test_both_orders_of_derivative_agree_with_differences(shapes, options):
    rng = np.random.default_rng(0)
    arrays = tuple(rng.standard_normal(shape) for shape in shapes)

    def convolution(*arrays):
        return conv2d(*arrays, **options)

    assert gradcheck(convolution, arrays, rng=rng), HINT
    assert gradgradcheck(convolution, arrays, rng=rng), HINT


def test_the_gradient_of_a_gradient_is_that_of_the_loops(case):
    seconds = []
    for function in (conv2d, conv2d_naive):
        x, weight = (tensor(a, requires_grad=True) for a in (case.x, case.weight))
        out = np.tanh(function(x, weight, **case.options)).sum()
        (slope,) = grad(out, [x], create_graph=True)
        (slope * slope).sum().backward()
        seconds.append((x.grad, weight.grad))
    for name, mine, theirs in zip(("x", "weight"), *seconds, strict=True):
        assert_close(mine, theirs, name=f"second order, {name}", why="one rule for every order")


def noted(function, called):
    """Return a function that adds its name to `called` and then does what `function` does."""

    def spy(*args, **options):
        called.append(function.__name__)
        return function(*args, **options)

    return spy


@pytest.mark.parametrize("wanted", [0, 1, 2])
def test_only_the_gradient_that_is_needed_is_computed(case, wanted, monkeypatch):
    called = []
    for name in ("conv2d_input_gradient", "conv2d_weight_gradient", "conv2d_bias_gradient"):
        monkeypatch.setattr(module, name, noted(getattr(module, name), called))
    arrays = [case.x, case.weight, case.bias]
    expected = [gradient for _, _, gradient in both(arrays, case.g, case.options)][1:]
    called.clear()
    arrays[wanted] = tensor(arrays[wanted], requires_grad=True)
    conv2d(*arrays, **case.options).backward(case.g)
    why = "gradients are functions of no arguments; the engine calls the ones that it needs"
    assert_close(arrays[wanted].grad, expected[wanted], name="gradient", why=why, hint=HINT)
    names = ["conv2d_input_gradient", "conv2d_weight_gradient", "conv2d_bias_gradient"]
    assert set(called) <= {names[wanted]}, f"{why}: computed {called} ({HINT})"


def test_a_second_backward_pass_gives_the_same_again(case):
    leaves = [tensor(a, requires_grad=True) for a in (case.x, case.weight, case.bias)]
    out = conv2d(*leaves, **case.options)
    out.backward(case.g, retain_graph=True)
    once = [leaf.grad.copy() for leaf in leaves]
    out.backward(case.g)
    for leaf, first in zip(leaves, once, strict=True):
        why = "the closure uses up nothing: grad adds the same once more"
        assert_close(leaf.grad, 2 * first, name="grad after two passes", why=why, hint=HINT)


def test_arrays_give_an_array_and_tensors_a_tensor(case):
    expected = conv2d_naive(case.x, case.weight, **case.options)
    plain = conv2d(case.x, case.weight, **case.options)
    assert type(plain) is np.ndarray
    assert_close(plain, expected, name="conv2d of arrays", hint=HINT)
    with no_grad():
        out = conv2d(tensor(case.x), tensor(case.weight, requires_grad=True), **case.options)
    assert not out.requires_grad
    assert_close(out, expected, name="conv2d of tensors", hint=HINT)


@pytest.mark.parametrize(
    ("shapes", "options", "message"),
    [
        (((2, 3, 4), (2, 3, 1, 1)), {}, r"x must have 4 axes.*\(2, 3, 4\)"),
        (((1, 2, 4, 4), (2, 3, 1, 1)), {}, r"\(2, 3, 1, 1\).*3.*\(1, 2, 4, 4\)"),
        (((1, 2, 4, 4), (2, 2, 1, 1), (3,)), {}, r"bias.*\(2,\).*\(3,\)"),
        (((1, 2, 4, 4), (2, 2, 5, 1)), {}, r"\b5\b.*\b4\b"),
        (((1, 2, 4, 4), (2, 2, 1, 1)), {"stride": 0}, r"stride.*0"),
        (((1, 2, 4, 4), (2, 2, 1, 1)), {"dilation": (1, 0)}, r"dilation.*\(1, 0\)"),
        (((1, 2, 4, 4), (2, 2, 1, 1)), {"padding": -1}, r"padding.*-1"),
    ],
)
def test_bad_arguments_are_errors_that_name_them(shapes, options, message):
    with pytest.raises(ValueError, match=message):
        conv2d(*map(np.ones, shapes), **options)


def test_mixed_dtypes_are_an_error():
    with pytest.raises(TypeError, match=r"weight is float32.*float64"):
        conv2d(np.ones((1, 1, 2, 2)), np.ones((1, 1, 1, 1), np.float32))


def test_the_layer_is_the_operation_with_its_own_settings():
    rng = np.random.default_rng(0)
    layer = Conv2d(3, 4, (3, 2), (2, 1), ((1, 0), 2 * (1,)), (1, 2), rng=rng, dtype=np.float64)
    x = tensor(rng.standard_normal((2, 3, 6, 5)), requires_grad=True)
    expected = conv2d_naive(
        x.data,
        layer.weight.data,
        layer.bias.data,
        stride=(2, 1),
        padding=((1, 0), (1, 1)),
        dilation=(1, 2),
    )
    out = layer(x)
    hint = "scratch hint t12 Conv2d.forward"
    why = "conv2d with weight, bias and all settings"
    assert_close(out, expected, name="Conv2d", why=why, hint=hint)
    out.sum().backward()
    assert list(layer.state_dict()) == ["weight", "bias"]
    why = "gradients reach the parameters: every output pixel adds its bias once"
    assert_close(layer.bias.grad, np.full(4, 2.0 * 3 * 5), name="bias.grad", why=why, hint=hint)
    assert_close(layer.weight.grad.shape, (4, 3, 3, 2), name="shape of weight.grad", hint=hint)


def test_the_layer_begins_like_torch():
    layer = Conv2d(8, 500, 3, rng=np.random.default_rng(0))
    bound = 1 / math.sqrt(8 * 3 * 3)
    for name, values in (("weight", layer.weight.data), ("bias", layer.bias.data)):
        assert values.dtype == np.float32
        assert np.abs(values).max() <= bound, name
        assert_close(
            np.quantile(values, [0.01, 0.5, 0.99]).astype(np.float64),
            np.array([-0.98, 0, 0.98]) * bound,
            name=f"quantiles of {name}",
            why="uniform between -1 / sqrt(fan_in) and 1 / sqrt(fan_in)",
            atol=0.1 * bound,
        )


def test_the_layer_shows_and_checks_its_settings():
    layer = Conv2d(1, 2, 3, padding="same", bias=False, rng=np.random.default_rng(0))
    assert layer.bias is None
    assert repr(layer) == (
        "Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1), padding=((1, 1), (1, 1)), "
        "dilation=(1, 1), bias=False)"
    )
    out = layer(np.ones((1, 1, 2, 2), np.float32))
    expected = conv2d_naive(np.ones((1, 1, 2, 2), np.float32), layer.weight.data, padding=1)
    assert_close(out, expected, name="Conv2d", why="padding same of a kernel of 3 is 1")
    for arguments, message in (((0, 2, 3), "in_channels.*0"), ((1, 2.0, 3), "out_channels.*2.0")):
        with pytest.raises(ValueError, match=message):
            Conv2d(*arguments, rng=np.random.default_rng(0))
