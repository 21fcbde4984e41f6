"""Derivatives of any order: create_graph, Jacobians, Hessians, and rules of their own."""

import numpy as np
import pytest
from scratchcore import Tensor, grad, gradgradcheck, hessian, hvp, jacobian, tensor
from scratchcore.testing import assert_close


@pytest.fixture
def x():
    return Tensor(np.array([0.5, -1.5, 2.0]), requires_grad=True)


def derivatives(function, x, count):
    """Return the first `count` derivatives of an elementwise function."""
    found, y = [], function(x)
    for _ in range(count):
        (y,) = grad(y.sum(), [x], create_graph=True)
        found.append(y)
    return found


CLOSED_FORMS = {
    "sin": (np.sin, lambda x: [np.cos(x), -np.sin(x), -np.cos(x), np.sin(x)]),
    "exp": (np.exp, lambda x: [np.exp(x)] * 4),
    "cube": (lambda x: x**3, lambda x: [3 * x**2, 6 * x, np.full_like(x, 6.0)]),
    "product": (lambda x: x * x * x, lambda x: [3 * x**2, 6 * x, np.full_like(x, 6.0)]),
    "log": (lambda x: np.log(x * x), lambda x: [2 / x, -2 / x**2, 4 / x**3, -12 / x**4]),
    "reciprocal": (lambda x: 1 / x, lambda x: [-1 / x**2, 2 / x**3, -6 / x**4, 24 / x**5]),
}


@pytest.mark.parametrize("name", CLOSED_FORMS)
def test_derivatives_of_high_order_are_those_of_calculus(name, x):
    function, exact = CLOSED_FORMS[name]
    closed = exact(x.data)
    found = derivatives(function, x, len(closed))
    for order, (got, expected) in enumerate(zip(found, closed, strict=True), start=1):
        assert_close(got, expected, name=f"derivative {order} of {name}")


def test_third_derivatives_of_tanh(x):
    t = np.tanh(x.data)
    expected = [1 - t**2, -2 * t * (1 - t**2), (1 - t**2) * (6 * t**2 - 2)]
    for got, want in zip(derivatives(np.tanh, x, 3), expected, strict=True):
        assert_close(got, want, name="derivative of tanh")


def test_gradients_with_create_graph_equal_those_without(case, call, rng):
    outs = call(*call.tensors())
    outs = list(outs) if isinstance(outs, list) else [outs]
    weights = [rng.normal(size=out.shape) for out in outs]
    tensors = call.tensors()
    again = call(*tensors)
    again = again if isinstance(again, list) else [again]
    plain = grad(again, tensors, weights, retain_graph=True, allow_unused=True)
    graph = grad(again, tensors, weights, create_graph=True, allow_unused=True)
    for number, (a, b) in enumerate(zip(plain, graph, strict=True)):
        assert (a is None) == (b is None)
        if a is not None:
            assert_close(b, a.data, name=f"{case}: gradient {number}", rtol=1e-12)


def test_backward_with_create_graph_stores_gradients_that_are_differentiable(x):
    (x * x * x).sum().backward(create_graph=True)
    assert type(x.grad) is Tensor and x.grad.requires_grad
    first = x.grad
    x.grad = None
    first.sum().backward()
    assert_close(x.grad, 6 * x.data, name="second derivative")


def test_a_gradient_penalty_reaches_the_parameters():
    w = Tensor(np.array([[1.0, 2.0], [3.0, -1.0]]), requires_grad=True)
    x = Tensor(np.array([0.5, -0.25]), requires_grad=True)
    slope = grad(np.tanh(w @ x).sum(), x, create_graph=True)
    (slope * slope).sum().backward()
    t = np.tanh(w.data @ x.data)
    s = w.data.T @ (1 - t**2)  # the slope
    d = (1 - t**2)[:, None] * 2 * s  # through w, outside tanh
    d += (2 * w.data @ s * -2 * t * (1 - t**2))[:, None] * x.data  # through tanh
    assert_close(w.grad, d, name="gradient of the penalty")


def test_mixed_second_derivatives_are_equal_in_either_order():
    a = Tensor(np.array(0.7), requires_grad=True)
    b = Tensor(np.array(-1.3), requires_grad=True)
    f = np.sin(a * b) * np.exp(a)
    da, db = grad(f, [a, b], create_graph=True)
    dab, dba = grad(da, b, retain_graph=True), grad(db, a)
    u = a.data * b.data
    expected = np.exp(a.data) * (np.cos(u) * (1 + a.data) - u * np.sin(u))
    assert_close(dab, expected, name="d/db d/da")
    assert_close(dba, expected, name="d/da d/db")


def test_create_graph_keeps_the_graph_and_a_later_plain_backward_frees_it(x):
    y = (x**3).sum()
    grad(y, x, create_graph=True)
    grad(y, x, create_graph=True)
    y.backward()
    assert_close(x.grad, 3 * x.data**2, name="x.grad")
    with pytest.raises(RuntimeError, match=r"freed.*retain_graph"):
        grad(y, x, create_graph=True)


def test_double_backward_of_a_deep_chain_needs_no_recursion():
    x = Tensor(np.array(0.3), requires_grad=True)
    y = x
    for _ in range(3000):
        y = y * 1.0
    first = grad(y * y, x, create_graph=True)
    assert_close(grad(first, x), 2.0, name="second derivative")


def test_a_constant_slope_has_derivative_zero_not_an_error(x):
    slope = grad((x * 3.0).sum(), x, create_graph=True)
    if slope.requires_grad:
        assert_close(grad(slope.sum(), x), np.zeros(3), name="second derivative")
    assert_close(hessian(lambda t: (t * 3.0).sum(), x), np.zeros((3, 3)), name="Hessian")


# --- Jacobian and Hessian


def test_jacobian_of_a_linear_map_is_its_matrix(rng):
    a = rng.normal(size=(4, 3))
    assert_close(jacobian(lambda x: a @ x, rng.normal(size=3)), a, name="Jacobian")


def test_jacobian_has_the_shape_of_the_output_and_then_of_the_input(rng):
    x = rng.normal(size=(2, 3))
    found = jacobian(lambda x: x.sum(axis=0) ** 2, x)
    expected = np.zeros((3, 2, 3))
    for j in range(3):
        expected[j, :, j] = 2 * x[:, j].sum()
    assert_close(found, expected, name="Jacobian")


def test_jacobian_of_a_scalar_is_the_gradient_and_of_nothing_is_empty(rng):
    x = rng.normal(size=3)
    assert_close(jacobian(lambda x: (x * x).sum(), x), 2 * x, name="Jacobian")
    assert jacobian(lambda x: x[:0], x).shape == (0, 3)


def test_jacobian_of_what_does_not_depend_on_the_input_is_zero(rng):
    found = jacobian(lambda x: tensor(np.ones(2)), rng.normal(size=3))
    assert_close(found, np.zeros((2, 3)), name="Jacobian")


def test_jacobian_can_be_differentiated_again(x):
    (found,) = [jacobian(lambda x: x**3, x, create_graph=True)]
    assert_close(grad(found.sum(), x), 6 * x.data, name="derivative of the Jacobian")


def test_hessian_of_a_quadratic_form_is_its_matrix(rng):
    a = rng.normal(size=(3, 3))
    assert_close(hessian(lambda x: x @ a @ x, rng.normal(size=3)), a + a.T, name="Hessian")


def test_hessian_of_rosenbrock_is_the_closed_form():
    def rosenbrock(p):
        return (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2

    x, y = -1.2, 1.0
    expected = [[1200 * x**2 - 400 * y + 2, -400 * x], [-400 * x, 200]]
    assert_close(hessian(rosenbrock, np.array([x, y])), expected, name="Hessian")


def test_hessian_of_logsumexp_of_a_matrix_has_four_axes(rng):
    x = rng.normal(size=(2, 3))
    p = np.exp(x) / np.exp(x).sum()
    expected = np.diag(p.ravel()) - np.outer(p, p)
    found = hessian(lambda x: np.log(np.exp(x).sum()), x)
    assert_close(found, expected.reshape(2, 3, 2, 3), name="Hessian")


def test_hvp_is_the_hessian_times_the_vector(rng):
    x, v = rng.normal(size=(2, 3)), rng.normal(size=(2, 3))

    def function(x):
        return np.sin(x[0] * x[1]).sum() + (x**4).sum()

    expected = np.tensordot(hessian(function, x).data, v, axes=2)
    assert_close(hvp(function, x, v), expected, name="Hessian-vector product")


def test_hvp_of_a_linear_function_is_zero(rng):
    assert_close(hvp(np.sum, rng.normal(size=3), np.ones(3)), np.zeros(3), name="product")


def test_the_point_may_be_an_array_a_list_or_a_tensor(x):
    for point in (x, x.data, tensor(x.data)):
        assert_close(jacobian(np.sin, point), np.diag(np.cos(x.data)), name="Jacobian")
    assert jacobian(np.sin, [0.0, 1.0]).shape == (2, 2)


def test_wrong_use_of_jacobian_hessian_and_hvp_is_named(x):
    with pytest.raises(ValueError, match=r"returned shape \(3,\), expected a scalar"):
        hessian(np.sin, x)
    with pytest.raises(ValueError, match=r"v has shape \(2,\), expected that of x, \(3,\)"):
        hvp(lambda x: x.sum(), x, np.ones(2))
    with pytest.raises(TypeError, match="function returned float, expected a tensor"):
        jacobian(lambda x: 1.0, x)


def test_a_jacobian_is_zero_where_only_another_leaf_matters(x):
    w = Tensor(np.array([2.0, 3.0]), requires_grad=True)
    assert_close(jacobian(lambda t: w * 2.0, x), np.zeros((2, 3)), name="Jacobian")
    assert_close(hessian(lambda t: (w * w).sum(), x), np.zeros((3, 3)), name="Hessian")
    assert_close(hvp(lambda t: (w * w).sum(), x, np.ones(3)), np.zeros(3), name="product")
    assert_close(hvp(lambda t: (w * t[:2]).sum(), x, np.ones(3)), np.zeros(3), name="product")


def test_the_hessian_of_a_constant_is_zero(x):
    assert_close(hessian(lambda t: tensor(np.array(1.0)), x), np.zeros((3, 3)), name="Hessian")
    assert_close(hvp(lambda t: tensor(np.array(1.0)), x, np.ones(3)), np.zeros(3), name="product")


def test_differentiable_gradients_add_up_too(x):
    (x**2).sum().backward(create_graph=True)
    (x**3).sum().backward(create_graph=True)
    total = x.grad
    assert_close(total, 2 * x.data + 3 * x.data**2, name="x.grad")
    (x * 1.0).sum().backward()
    assert_close(x.grad, 2 * x.data + 3 * x.data**2 + 1, name="x.grad and a plain one")
    assert_close(grad(total.sum(), x), 2 + 6 * x.data, name="second derivative")


def test_results_are_constants_unless_asked_for(x):
    assert not jacobian(np.sin, x).requires_grad and not hessian(np.sum, x).requires_grad
    assert not hvp(lambda t: (t**3).sum(), x, np.ones(3)).requires_grad


@pytest.mark.parametrize("function", [lambda x, c: c * x * x, lambda x, c: np.multiply(x, c) * x])
def test_second_derivatives_use_data_that_was_replaced_before_the_call(function, x):
    x.data = x.data - 0.25
    first = grad(function(x, np.full(3, 2.0)).sum(), x, create_graph=True)
    assert_close(first, 4 * x.data, name="first derivative")
    assert_close(grad(np.sin(first).sum(), x), 4 * np.cos(4 * x.data), name="second derivative")


@pytest.mark.parametrize(
    "function",
    [
        lambda x, c: c @ x,
        lambda x, c: np.dot(c, x),
        lambda x, c: np.tensordot(c, x, axes=1),
        lambda x, c: np.stack([c, c]) @ x,
        lambda x, c: x.T @ c.T,
        lambda x, c: (c @ x) @ x.T,
    ],
)
def test_products_with_a_constant_matrix_have_second_derivatives(function):
    rng = np.random.default_rng(0)
    constant = rng.standard_normal((2, 3))
    assert gradgradcheck(lambda x: function(x, constant), [rng.standard_normal((3, 4))])
