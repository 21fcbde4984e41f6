"""The extension point: rules of one's own, as a topic writes them."""

import numpy as np
import pytest
from scratchcore import Tensor, grad, gradcheck, gradgradcheck, primitive, tensor
from scratchcore.autograd import primitives
from scratchcore.testing import assert_close


@pytest.fixture
def registry():
    """Let a test register primitives and take them out again."""
    before = dict(primitives)
    yield primitives
    primitives.clear()
    primitives.update(before)


@pytest.fixture
def x():
    return Tensor(np.array([0.5, -1.5, 2.0]), requires_grad=True)


@pytest.fixture
def softplus(registry):
    @primitive()
    def softplus(x):
        """log(1 + exp(x))."""
        return np.logaddexp(x, 0.0), lambda g: (g / (1 + np.exp(-x)),)

    return softplus


def test_a_rule_of_ones_own_is_differentiable_at_every_order(softplus, x):
    assert gradcheck(softplus, x.data) and gradgradcheck(softplus, x.data)
    s = 1 / (1 + np.exp(-x.data))
    first = grad(softplus(x).sum(), x, create_graph=True)
    second = grad(first.sum(), x, create_graph=True)
    assert_close(second, s * (1 - s), name="second derivative")
    assert_close(grad(second.sum(), x), s * (1 - s) * (1 - 2 * s), name="third derivative")


def test_called_without_tensors_it_returns_a_plain_array(softplus, x):
    out = softplus(x.data)
    assert type(out) is np.ndarray
    assert type(softplus(tensor([0.0]))) is Tensor


def test_it_keeps_name_and_docstring_and_is_registered_with_its_module(softplus, registry):
    assert softplus.__name__ == "softplus" and softplus.__doc__ == "log(1 + exp(x))."
    assert [name for name in registry if name.endswith(".softplus")]


def test_tensors_may_be_given_by_keyword(registry, x):
    @primitive()
    def scaled(x, factor=2.0, *, shift=0.0):
        return x * factor + shift, lambda g: (g * factor, (g * x).sum())

    factor = Tensor(np.array(3.0), requires_grad=True)
    scaled(x, factor=factor, shift=1.0).sum().backward()
    assert_close(x.grad, np.full(3, 3.0), name="x.grad")
    assert_close(factor.grad, x.data.sum(), name="factor.grad")
    assert_close(scaled(x, shift=1.0), 2 * x.data + 1, name="scaled")


def test_none_means_no_gradient_and_functions_are_called_when_needed(registry, x):
    calls = []

    def expensive(g):
        calls.append(g)
        return g * 2

    @primitive()
    def pick(a, b):
        return a * 2, lambda g: (lambda: expensive(g), None)

    b = Tensor(np.ones(3), requires_grad=True)
    pick(x.data, b).backward(np.ones(3))
    assert b.grad is None and calls == []
    pick(x, b).backward(np.ones(3))
    assert len(calls) == 1
    assert_close(x.grad, np.full(3, 2.0), name="x.grad")


def test_too_few_gradients_are_refused_naming_the_operation(registry, x):
    @primitive()
    def forgetful(a, b):
        return a * b, lambda g: (g * b,)

    assert_close(grad(forgetful(x, 2.0).sum(), x), np.full(3, 2.0), name="gradient")
    with pytest.raises(RuntimeError, match="forgetful returned 1 gradients for 2 inputs"):
        forgetful(x, x).sum().backward()


def test_a_gradient_that_is_no_tuple_is_refused_naming_the_operation(registry, x):
    @primitive()
    def bare(a):
        return a * 2, lambda g: g * 2

    with pytest.raises(TypeError, match="bare returned an array, expected a tuple of 1"):
        bare(x).sum().backward()
    with pytest.raises(TypeError, match="bare returned an array, expected a tuple of 1"):
        grad(bare(x).sum(), x, create_graph=True)


def test_a_gradient_of_the_wrong_shape_is_refused_at_the_leaf(registry, x):
    @primitive()
    def careless(a):
        return a * 1.0, lambda g: (g.sum(),)

    with pytest.raises(RuntimeError, match=r"shape \(\) reached a leaf of shape \(3,\)"):
        careless(x).sum().backward()


def test_first_order_rules_refuse_a_second_derivative_by_name(registry, x):
    @primitive(first_order=True)
    def fast_square(a):
        return a * a, lambda g: (2 * g * a,)

    fast_square(x).sum().backward()
    assert_close(x.grad, 2 * x.data, name="x.grad")
    with pytest.raises(RuntimeError, match="fast_square is differentiable once only"):
        grad(fast_square(x).sum(), x, create_graph=True)


def test_a_composite_serves_the_higher_orders_of_a_tuned_rule(registry, x):
    used = []

    def plain(a, scale=1.0):
        used.append("composite")
        return a * a * a * scale

    @primitive(composite=plain)
    def cube(a, scale=1.0):
        out = np.empty_like(a)
        np.multiply(a, a, out=out)
        out *= a * scale
        return out, lambda g: (3 * scale * g * a * a,)

    assert_close(grad(cube(x, scale=2.0).sum(), x), 6 * x.data**2, name="first derivative")
    assert used == []
    first = grad(cube(x, scale=2.0).sum(), x, create_graph=True)
    assert used == ["composite"]
    assert_close(grad(first.sum(), x), 12 * x.data, name="second derivative")
    assert gradgradcheck(cube, x.data)


def test_a_linear_rule_may_work_in_place_at_every_order(registry, x):
    @primitive(linear=True)
    def doubled(a):
        out = np.zeros_like(a)
        out += a
        out += a
        return out, lambda g: (2 * g,)

    first = grad((doubled(x) ** 3).sum(), x, create_graph=True)
    assert_close(grad(first.sum(), x), 48 * x.data, name="second derivative")
    assert gradcheck(doubled, x.data)


def test_several_tensors_given_as_a_sequence_of_arguments_all_get_gradients(registry):
    @primitive()
    def total(*arrays):
        out = arrays[0]
        for array in arrays[1:]:
            out = out + array
        return out, lambda g: [g] * len(arrays)

    leaves = [Tensor(np.full(2, float(n)), requires_grad=True) for n in range(4)]
    total(*leaves).backward([1.0, 2.0])
    for leaf in leaves:
        assert_close(leaf.grad, [1.0, 2.0], name="gradient")
    assert not any(np.shares_memory(a.grad, b.grad) for a in leaves for b in leaves if a is not b)


def test_forgotten_brackets_are_pointed_out():
    with pytest.raises(TypeError, match=r"write @primitive\(\) with brackets above softplus"):

        @primitive
        def softplus(x):
            return x, lambda g: (g,)


def test_a_composite_given_one_tensor_twice_counts_each_place_once(registry, x):
    def plain(a, b):
        return a * a * b

    @primitive(composite=plain)
    def squared_times(a, b):
        return a * a * b, lambda g: (2 * g * a * b, g * a * a)

    first = grad(squared_times(x, x).sum(), x, create_graph=True)
    assert_close(first, 3 * x.data**2, name="first derivative")
    assert_close(grad(first.sum(), x), 6 * x.data, name="second derivative")


def test_a_composite_may_ignore_an_input(registry, x):
    def plain(a, b):
        return a * a

    @primitive(composite=plain)
    def ignoring(a, b):
        return a * a, lambda g: (2 * g * a, None)

    b = Tensor(np.ones(3), requires_grad=True)
    found = grad(ignoring(x, b).sum(), [x, b], create_graph=True, allow_unused=True)
    assert_close(found[0], 2 * x.data, name="gradient of a")
    assert found[1] is None
    assert_close(grad(ignoring(x, 2.0).sum(), x, create_graph=True), 2 * x.data, name="gradient")


def test_a_linear_rule_is_run_again_with_its_keyword_arguments(registry, x):
    @primitive(linear=True)
    def scaled(a, *, factor=1.0):
        return a * factor, lambda g: (g * factor,)

    first = grad((scaled(x, factor=3.0) ** 3).sum(), x, create_graph=True)
    assert_close(first, 81 * x.data**2, name="first derivative")
    assert_close(grad(first.sum(), x), 162 * x.data, name="second derivative")
