"""What happens at ties, kinks and singular points, as the documentation states."""

import numpy as np
import pytest
from scratchcore import Tensor, detect_anomaly, ops
from scratchcore.autograd import primitive, primitives
from scratchcore.testing import assert_close


def gradients(function, *values):
    """Return the gradient of the summed results of `function` for each value."""
    tensors = [Tensor(np.array(v, dtype=np.float64), requires_grad=True) for v in values]
    out = function(*tensors)
    out.backward(np.ones(out.shape))
    return [tensor.grad for tensor in tensors]


@pytest.mark.parametrize("function", [np.max, np.min])
def test_values_that_tie_for_an_extreme_share_its_gradient_evenly(function):
    (g,) = gradients(function, [2.0, 2.0, 2.0, 2.0])
    assert_close(g, np.full(4, 0.25), name="gradient of a constant array")


def test_ties_are_shared_within_each_reduced_row():
    (g,) = gradients(lambda x: x.max(axis=1), [[1.0, 3, 3], [5, 2, 1], [4, 4, 4]])
    assert_close(g, [[0, 0.5, 0.5], [1, 0, 0], [1 / 3, 1 / 3, 1 / 3]], name="gradient of max")


def test_ties_over_several_axes_are_shared_among_all_of_them():
    (g,) = gradients(lambda x: x.min(axis=(0, 2)), np.zeros((2, 3, 4)))
    assert_close(g, np.full((2, 3, 4), 1 / 8), name="gradient of min")


@pytest.mark.parametrize("function", [np.maximum, np.minimum])
def test_equal_operands_of_maximum_and_minimum_get_half_each(function):
    a, b = gradients(function, [1.0, 2.0, 0.0], [1.0, 5.0, -0.0])
    first = 1.0 if function is np.minimum else 0.0
    assert_close(a, [0.5, first, 0.5], name="gradient of the first operand")
    assert_close(b, [0.5, 1 - first, 0.5], name="gradient of the second operand")


@pytest.mark.parametrize("function", [np.maximum, np.minimum])
def test_an_array_compared_with_itself_keeps_its_whole_gradient(function):
    (g,) = gradients(lambda a: function(a, a), [1.0, -2.0])
    assert_close(g, [1.0, 1.0], name="gradient of maximum(a, a)")


def test_relu_has_half_a_gradient_at_zero():
    (g,) = gradients(lambda x: np.maximum(x, 0), [-1.0, 0.0, 1.0])
    assert_close(g, [0.0, 0.5, 1.0], name="gradient of maximum(x, 0)")


def test_infinities_that_tie_share_the_gradient_too():
    a, b = gradients(np.maximum, [np.inf, -np.inf, np.inf], [np.inf, -np.inf, 1.0])
    assert_close(a, [0.5, 0.5, 1.0], name="gradient of the first operand")
    assert_close(b, [0.5, 0.5, 0.0], name="gradient of the second operand")


def test_absolute_has_gradient_zero_at_zero():
    (g,) = gradients(np.abs, [-2.0, 0.0, 3.0])
    assert_close(g, [-1.0, 0.0, 1.0], name="gradient of abs")


@pytest.mark.parametrize(
    "function",
    [np.floor, np.ceil, np.trunc, np.rint, np.round, np.sign, lambda x: x // 2, lambda x: 7 // x],
)
def test_step_functions_have_gradient_zero_even_at_their_steps(function):
    (g,) = gradients(function, [-2.0, 0.5, 1.0, 4.0])
    assert_close(g, np.zeros(4), name="gradient of a step function")


def test_clip_passes_the_gradient_inside_and_at_the_bounds():
    (g,) = gradients(lambda x: np.clip(x, -1, 2), [-3.0, -1.0, 0.0, 2.0, 5.0])
    assert_close(g, [0.0, 1.0, 1.0, 1.0, 0.0], name="gradient of clip")


def test_a_bound_that_replaces_the_value_gets_its_gradient():
    low, high = gradients(lambda lo, hi: np.clip(np.array([-3.0, 0, 5]), lo, hi), -1.0, 2.0)
    assert_close(low, 1.0, name="gradient of the lower bound")
    assert_close(high, 1.0, name="gradient of the upper bound")


def test_the_gradient_of_where_goes_to_the_chosen_side_only():
    a, b = gradients(lambda a, b: np.where(np.array([True, False]), a, b), [1.0, 2], [np.inf, 4])
    assert_close(a, [1.0, 0.0], name="gradient of the first side")
    assert_close(b, [0.0, 1.0], name="gradient of the second side")


def test_a_power_of_zero_has_finite_gradients():
    x, y = gradients(np.power, [0.0, 0.0, 2.0], [2.0, 1.0, 0.0])
    assert_close(x, [0.0, 1.0, 0.0], name="gradient of the base")
    assert_close(y, [0.0, 0.0, np.log(2)], name="gradient of the exponent")


@pytest.mark.parametrize(("exponent", "slope"), [(0, 0.0), (1, 1.0), (2, 0.0), (3, 0.0)])
def test_a_whole_power_of_zero_has_its_true_slope(exponent, slope):
    (g,) = gradients(lambda x: x**exponent, [0.0])
    assert_close(g, [slope], name=f"gradient of x**{exponent} at 0")


def test_the_norm_has_gradient_zero_at_zero():
    (g,) = gradients(lambda x: np.linalg.norm(x, axis=1), [[0.0, 0.0], [3.0, 4.0]])
    assert_close(g, [[0.0, 0.0], [0.6, 0.8]], name="gradient of the norm")


def test_the_product_of_an_array_with_zeros_has_exact_gradients():
    (g,) = gradients(np.prod, [2.0, 0.0, 5.0])
    assert_close(g, [0.0, 10.0, 0.0], name="gradient of prod with one zero")
    (g,) = gradients(np.prod, [2.0, 0.0, 0.0])
    assert_close(g, [0.0, 0.0, 0.0], name="gradient of prod with two zeros")


def test_logsumexp_and_logaddexp_survive_huge_and_missing_values():
    (g,) = gradients(ops.logsumexp, [1e4, 1e4, -1e4, -np.inf])
    assert_close(g, [0.5, 0.5, 0.0, 0.0], name="gradient of logsumexp")
    a, b = gradients(np.logaddexp, [1e4, -1e4, 0.0], [1e4, 1e4, -np.inf])
    assert_close(a, [0.5, 0.0, 1.0], name="gradient of the first operand")
    assert_close(b, [0.5, 1.0, 0.0], name="gradient of the second operand")


@pytest.mark.parametrize("x", [-800.0, 800.0])
def test_tanh_and_logaddexp_saturate_without_a_warning(x):
    (g,) = gradients(np.tanh, [x])
    assert_close(g, [0.0], name="gradient of tanh")
    (g,) = gradients(lambda x: np.logaddexp(x, 0.0), [x])
    assert_close(g, [float(x > 0)], name="gradient of softplus")


def test_sorting_sends_equal_values_back_in_order():
    x = Tensor(np.array([2.0, 1.0, 2.0, 1.0]), requires_grad=True)
    np.sort(x).backward(np.array([1.0, 2.0, 3.0, 4.0]))
    assert_close(x.grad, [3.0, 1.0, 4.0, 2.0], name="gradient of sort")


# --- singular points follow IEEE: a warning and infinity or NaN, an error under detect_anomaly

SINGULAR = {
    "log(0)": (np.log, [0.0], "log", "divide by zero", -np.inf),
    "log(-1)": (np.log, [-1.0], "log", "invalid value", np.nan),
    "0/0": (lambda x: x / x, [0.0], "divide", "invalid value", np.nan),
    "1/0": (lambda x: 1.0 / x, [0.0], "divide", "divide by zero", np.inf),
    "sqrt(-1)": (np.sqrt, [-1.0], "sqrt", "invalid value", np.nan),
    "exp(1000)": (np.exp, [1000.0], "exp", "overflow", np.inf),
    "arcsin(2)": (np.arcsin, [2.0], "arcsin", "invalid value", np.nan),
    "0**-1": (lambda x: x**-1, [0.0], "power", "divide by zero", np.inf),
}


@pytest.mark.parametrize("kind", SINGULAR)
def test_a_singular_value_warns_and_follows_ieee(kind):
    function, value, _, warning, expected = SINGULAR[kind]
    x = Tensor(np.array(value), requires_grad=True)
    with pytest.warns(RuntimeWarning, match=warning):
        out = function(x)
    assert_close(out, [expected], name=kind)


@pytest.mark.parametrize("kind", SINGULAR)
def test_detect_anomaly_turns_it_into_an_error_naming_operation_and_call(kind):
    function, value, op, warning, _ = SINGULAR[kind]
    x = Tensor(np.array(value), requires_grad=True)
    pattern = rf"^{op}: {warning}.*; called at .*test_conventions\.py:\d+$"
    with detect_anomaly(), pytest.raises(FloatingPointError, match=pattern):
        function(x)


def test_the_slope_of_sqrt_at_zero_is_infinite_with_a_warning():
    x = Tensor(np.array([0.0, 4.0]), requires_grad=True)
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        np.sqrt(x).sum().backward()
    assert_close(x.grad, [np.inf, 0.25], name="gradient of sqrt")


def test_detect_anomaly_names_the_forward_call_of_a_bad_backward():
    x = Tensor(np.array([0.0, 4.0]), requires_grad=True)
    with detect_anomaly():
        root = np.sqrt(x)  # the line that the error must name
        with pytest.raises(FloatingPointError, match=r"backward of sqrt: divide by zero") as caught:
            root.sum().backward()
    line = test_detect_anomaly_names_the_forward_call_of_a_bad_backward.__code__.co_firstlineno + 3
    assert str(caught.value).endswith(f"test_conventions.py:{line}")


def test_detect_anomaly_names_operations_called_by_operator_and_by_function():
    x = Tensor(np.zeros(2), requires_grad=True)
    for call in (lambda: x / 0.0, lambda: np.divide(x, 0.0), lambda: x.log()):
        line = call.__code__.co_firstlineno
        pattern = rf"test_conventions\.py:{line}$"
        with detect_anomaly(), pytest.raises(FloatingPointError, match=pattern):
            call()


def test_detect_anomaly_reports_a_gradient_that_is_nan_by_itself():
    x = Tensor(np.array([1.0]), requires_grad=True)
    with detect_anomaly():
        y = x * 2.0
        with pytest.raises(FloatingPointError, match="backward of multiply: gradient is NaN"):
            y.backward(np.array([np.nan]))


def test_detect_anomaly_lets_finite_work_through_unchanged():
    x = Tensor(np.array([[1.0, 2.0]]), requires_grad=True)
    with detect_anomaly():
        (np.exp(x) / np.exp(x).sum()).max().backward()
    s = 1 / (1 + np.e)
    assert_close(x.grad, [[-s * (1 - s), s * (1 - s)]], name="gradient of the largest probability")


def test_a_missing_value_that_was_there_before_is_not_an_anomaly_of_the_operation():
    x = Tensor(np.array([np.nan, 1.0]), requires_grad=True)
    with detect_anomaly():
        out = x * 2.0
    assert_close(out, [np.nan, 2.0], name="x * 2")


def test_detect_anomaly_notices_nan_that_raised_no_flag():
    before = dict(primitives)

    @primitive()
    def broken(x):
        return np.full_like(x, np.nan), lambda g: (g,)

    primitives.clear()
    primitives.update(before)
    x = Tensor(np.ones(2), requires_grad=True)
    with detect_anomaly():
        with pytest.raises(
            FloatingPointError, match=r"^broken: result is NaN; called at .*py:\d+$"
        ):
            broken(x)
        assert np.isnan(broken(Tensor(np.array([np.nan, 1.0]), requires_grad=True)).data).all()


@pytest.mark.parametrize("ddof", [1, 2])
def test_a_variance_of_too_few_values_is_nan_with_a_warning(ddof):
    x = Tensor(np.ones((3, 1)), requires_grad=True)
    with pytest.warns(RuntimeWarning, match="Degrees of freedom|invalid value"):
        out = x.var(axis=1, ddof=ddof)
    with np.errstate(all="ignore"):
        out.backward(np.ones(3))
    assert np.isnan(out.data).all() and np.isnan(x.grad).all()
