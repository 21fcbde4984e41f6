"""gradcheck itself: it passes right gradients, fails wrong ones, and its report says where."""

import re

import numpy as np
import pytest
from scratchcore import GradcheckError, Tensor, gradcheck, gradgradcheck
from scratchcore.autograd import primitive, primitives


@pytest.fixture
def rule():
    """Return a function that registers a primitive with a gradient of one's own for x * x * y."""
    before = dict(primitives)

    def make(change):
        @primitive()
        def product(x, y):
            def backward(g):
                gx, gy = 2 * g * x * y, g * x * x
                return change(gx, gy)

            return x * x * y, backward

        return product

    yield make
    primitives.clear()
    primitives.update(before)


X = np.array([[0.5, -1.5, 2.0], [1.25, 0.75, -0.6]])
Y = np.array([[1.1, 0.4, -0.7], [0.9, -1.3, 2.2]])


def error_of(function, inputs, check=gradcheck, **options) -> str:
    with pytest.raises(GradcheckError) as caught:
        check(function, inputs, **options)
    return str(caught.value)


def test_a_right_gradient_passes_and_returns_true(rule):
    assert gradcheck(rule(lambda gx, gy: (gx, gy)), [X, Y]) is True


@pytest.mark.parametrize("error", [1e-3, -1e-3])
@pytest.mark.parametrize("index", [0, 1])
def test_a_gradient_wrong_by_a_thousandth_fails(rule, index, error):
    def change(*gradients):
        return [g * (1 + error) if i == index else g for i, g in enumerate(gradients)]

    message = error_of(rule(change), [X, Y])
    assert message.startswith(f"product: gradient of input {index} is wrong in 6 of 6 values")


def test_a_thousandth_in_a_single_value_fails_and_is_found(rule):
    def change(gx, gy):
        gx = gx.copy()
        gx[1, 2] *= 1.001
        return gx, gy

    message = error_of(rule(change), [X, Y])
    first = message.splitlines()[0]
    assert "product: gradient of input 0 is wrong in 1 of 6 values; at [1, 2]: " in first
    analytic, numeric = map(float, re.findall(r"(?:gives|differences) (-?[\d.]+)", first))
    assert analytic / numeric == pytest.approx(1.001, rel=1e-6)


def test_a_large_input_is_checked_along_random_directions(rule):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 10, 20))
    assert gradcheck(rule(lambda gx, gy: (gx, gy)), [x, y])
    message = error_of(rule(lambda gx, gy: (gx, gy * 1.001)), [x, y])
    assert re.match(r"product: gradient of input 1 is wrong along random direction \d: ", message)


def test_one_wrong_value_of_a_large_input_is_found(rule):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 10, 20))

    def change(gx, gy):
        gx = gx.copy()
        gx[3, 7] *= 2
        return gx, gy

    assert "gradient of input 0 is wrong" in error_of(rule(change), [x, y])


CAUSES = {
    "the sign is flipped": lambda gx, gy: (-gx, gy),
    "every value is twice the expected one": lambda gx, gy: (2 * gx, gy),
    "every value is zero": lambda gx, gy: (0 * gx, gy),
    "the order is reversed along axis 1": lambda gx, gy: (gx[:, ::-1], gy),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_the_report_names_a_likely_cause(rule, cause):
    message = error_of(rule(CAUSES[cause]), [X, Y])
    assert message.splitlines()[1].startswith(f"likely: {cause}")


def test_a_transposed_gradient_is_called_transposed(rule):
    square = np.arange(1.0, 10.0).reshape(3, 3) / 3
    message = error_of(rule(lambda gx, gy: (gx.T, gy)), [square, square**2])
    assert "likely: it is transposed" in message


def test_a_missing_gradient_counts_as_zero(rule):
    assert "backward gives 0, " in error_of(rule(lambda gx, gy: (None, gy)), [X, Y])


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_gradient_that_is_not_finite_fails(rule, value):
    assert f"backward gives {value}" in error_of(rule(lambda gx, gy: (gx, gy * value)), [X, Y])


def test_inputs_that_are_not_floats_are_passed_on_unchecked():
    seen = []

    def take(x, rows, flag):
        seen.append((type(x), rows, flag))
        return x[rows] * 2.0

    rows = np.array([0, 0, 1])
    assert gradcheck(take, [X, rows, "flag"])
    assert all(kind is Tensor and r is rows and f == "flag" for kind, r, f in seen)


def test_a_single_input_and_several_outputs_are_fine():
    assert gradcheck(lambda x: [np.sin(x), x * x, x.sum()], X)
    assert gradgradcheck(lambda x: (np.sin(x), x * x), X)


def test_every_output_is_checked():
    def outputs(x):
        return np.sin(x), Tensor(np.cos(x.data)) + 0.0 * x

    assert "wrong in" in error_of(outputs, X)


def test_float32_inputs_are_checked_as_float64_copies():
    x = X.astype(np.float32)
    assert gradcheck(np.tanh, x)
    assert x.dtype == np.float32


def test_scalars_and_empty_inputs_are_fine():
    assert gradcheck(np.exp, np.array(0.3)) and gradcheck(np.exp, 0.3)
    assert gradcheck(lambda x: x.sum(), np.zeros((0, 3)))
    assert gradgradcheck(np.exp, np.array(0.3))


def test_second_order_errors_are_found_though_the_first_order_is_right():
    def cut(x):
        """x**2 * x with the last factor cut off from the graph in the gradient only."""
        return x * x * x

    assert gradgradcheck(cut, X)
    before = dict(primitives)

    @primitive()
    def cube(x):
        frozen = x.data.copy() if isinstance(x, Tensor) else x
        return x * x * x, lambda g: (3 * g * frozen * frozen,)

    primitives.clear()
    primitives.update(before)
    assert gradcheck(cube, X)
    message = error_of(cube, X, gradgradcheck)
    assert message.startswith("gradient of cube: gradient of input 0 is wrong in 6 of 6 values")


def test_a_loose_tolerance_lets_a_thousandth_pass(rule):
    assert gradcheck(rule(lambda gx, gy: (gx * 1.001, gy)), [X, Y], rtol=1e-2)


def test_the_same_generator_state_gives_the_same_report(rule):
    wrong = rule(lambda gx, gy: (gx, gy * 1.01))
    x = np.random.default_rng(3).normal(size=(2, 100))
    first = error_of(wrong, [x[0], x[1]], rng=np.random.default_rng(5))
    assert first == error_of(wrong, [x[0], x[1]], rng=np.random.default_rng(5))


def test_wrong_use_is_named():
    with pytest.raises(ValueError, match="inputs holds no floating array"):
        gradcheck(np.sin, np.array([1, 2]))
    with pytest.raises(TypeError, match="function returned ndarray, expected a tensor"):
        gradcheck(lambda x: x.data, X)
    with pytest.raises(TypeError, match="mixes float32 and float64"):
        gradcheck(lambda x: x * np.ones(3, np.float32), X)


def test_the_inputs_are_not_changed():
    x = X.copy()
    gradcheck(np.sin, x)
    np.testing.assert_array_equal(x, X)


def test_up_to_64_values_are_checked_one_by_one_and_more_along_directions(rule):
    wrong = rule(lambda gx, gy: (gx * 1.01, gy))
    x, y = np.random.default_rng(2).normal(size=(2, 65))
    assert "wrong in 64 of 64 values" in error_of(wrong, [x[:64], y[:64]])
    assert "along random direction 0" in error_of(wrong, [x, y])


def test_a_small_value_beside_large_ones_is_checked_too(rule):
    x = np.array([1.0, 1e-4])

    def change(gx, gy):
        return gx * np.array([1.0, 1.05]), gy

    assert "wrong in 1 of 2 values; at [1]" in error_of(rule(change), [x, np.ones(2)])


def test_the_report_shows_the_value_that_is_furthest_off(rule):
    def change(gx, gy):
        gx = gx * np.array([[-1.0, 1, 1], [1, 1, 1.5]])
        return gx, gy

    assert "wrong in 2 of 6 values; at [0, 0]: " in error_of(rule(change), [X, Y])


def test_a_gradient_of_something_else_gets_no_cause(rule):
    other = np.random.default_rng(4).normal(size=X.shape)
    assert "likely" not in error_of(rule(lambda gx, gy: (other, gy)), [X, Y])


def test_a_value_that_is_nan_on_both_sides_fails():
    assert "backward gives nan" in error_of(lambda x: x * np.nan, X)


def test_a_large_constant_beside_a_small_slope_passes():
    """Its rounding is all that differs; along directions the tolerance allows for it."""
    x = np.random.default_rng(5).normal(size=100)
    assert gradcheck(lambda x: (x * 1e-3).sum() + 1e8, x)


def test_a_function_that_ignores_an_input_has_gradient_zero_for_it():
    assert gradcheck(lambda x, y: x * x, [X, Y]) and gradgradcheck(lambda x, y: x * x, [X, Y])
    assert gradcheck(lambda x: Tensor(np.ones(2)), X)
    assert gradgradcheck(lambda x: Tensor(np.ones(2)), X)


def test_gradgradcheck_passes_integers_on_unchecked():
    rows = np.array([0, 0, 1])
    assert gradgradcheck(lambda x, rows: x[rows] ** 2, [X, rows])


def test_a_gradient_of_the_right_signs_and_sizes_gets_no_cause(rule):
    factor = np.random.default_rng(6).uniform(0.5, 1.5, size=X.shape)
    assert "likely" not in error_of(rule(lambda gx, gy: (gx * factor, gy)), [X, Y])


@pytest.mark.parametrize("factor", [-1.0, 1.001])
def test_a_composite_that_computes_something_else_than_its_rule_is_found(factor):
    def other(x):
        return x * x * factor

    @primitive(composite=other)
    def square(x):
        return x * x, lambda g: (2 * g * x,)

    del primitives[f"{__name__}.square"]
    assert gradcheck(square, [np.array([0.5, -1.5])])
    with pytest.raises(GradcheckError, match=r"square: with create_graph=True .* input 0 differs"):
        gradgradcheck(square, [np.array([0.5, -1.5])])
