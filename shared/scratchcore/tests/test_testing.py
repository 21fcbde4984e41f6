"""assert_close: what it accepts, what it says, and that it does not guess wrongly."""

import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from scratchcore.testing import assert_close

RNG = np.random.default_rng(7)
V = RNG.normal(size=5)
A = RNG.normal(size=(3, 4))


def message_of(got, expected, **options) -> str:
    with pytest.raises(AssertionError) as caught:
        assert_close(got, expected, name="w.grad", **options)
    return str(caught.value)


def changed(array, index, value):
    copy = np.array(array)
    copy[index] = value
    return copy


# --- what the message looks like


def test_message_names_count_worst_place_both_values_and_the_notes_in_order():
    expected = np.arange(12.0).reshape(3, 4) ** 2
    got = changed(changed(expected, (1, 2), 0.5), (0, 1), 1.25)
    message = message_of(
        got, expected, why="d/dw = x", where="Linear.backward", hint="scratch hint"
    )
    assert message == (
        "w.grad: 2 of 12 values differ; worst at [1, 2]: yours 0.5, expected 36\n"
        "why: d/dw = x\n"
        "where: Linear.backward\n"
        "next: scratch hint"
    )


def test_a_scalar_is_shown_without_count_and_index():
    message = message_of(np.float64(0.5), 1.7)
    assert message.splitlines()[0] == "w.grad: yours 0.5, expected 1.7"


def test_values_that_print_alike_are_shown_with_more_digits():
    message = message_of(1.00000123, 1.0)
    assert message.splitlines()[0] == "w.grad: yours 1.00000123, expected 1"


def test_a_wrong_shape_is_the_first_line():
    assert message_of(V, A).splitlines() == ["w.grad: shape (5,), expected (3, 4)"]


def test_a_wrong_dtype_beside_wrong_values_is_mentioned_last():
    lines = message_of(-V, V.astype(np.float32)).splitlines()
    assert lines[1] == "likely: the sign is flipped: every value is minus the expected one"
    assert lines[2] == "also: dtype float64, expected float32"


@pytest.mark.slow
def test_pytest_shows_the_line_that_called_not_the_inside_of_assert_close(tmp_path):
    test = tmp_path / "test_learner.py"
    test.write_text(
        "from scratchcore.testing import assert_close\n"
        "def test_value():\n    assert_close(1.0, 2.5, name='loss')\n"
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        tmp_path,
        test,
    ]
    run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert "test_learner.py:3: AssertionError" in run.stdout
    assert "__tracebackhide__" not in run.stdout


# --- what it accepts

EQUAL = {
    "python numbers": (1, 1),
    "a float and a 0-d array": (0.5, np.array(0.5)),
    "nested lists": ([[1.0, 2.0]], np.array([[1.0, 2.0]])),
    "tuples": ((1, 2), [1, 2]),
    "a list of whole numbers for floats": ([1, 0], np.array([1.0, 0.0])),
    "objects with data": (SimpleNamespace(data=V), V),
    "objects with data inside lists": ([SimpleNamespace(data=1.5)], [SimpleNamespace(data=1.5)]),
    "empty arrays": (np.empty((0, 3)), np.empty((0, 3))),
    "equal NaN": ([1.0, np.nan], [1.0, np.nan]),
    "equal infinities": ([np.inf, -np.inf], [np.inf, -np.inf]),
    "bools": (np.array([True, False]), [True, False]),
    "integers": (np.array([2**60 + 1]), np.array([2**60 + 1])),
    "integers of another width": (np.array([3], np.int32), np.array([3], np.int64)),
    "rounding in float64": (V * (1 + 1e-9), V),
    "rounding of values near zero": (np.array([3.0, 1e-16]), np.array([3.0, 0.0])),
    "rounding in float32": ((V * (1 + 1e-6)).astype(np.float32), V.astype(np.float32)),
    "float32 checked against float64": (V.astype(np.float32), V),
    "not contiguous": (A[:, ::2], A[:, ::2].copy()),
    "noise where zero is expected": (np.full(3, 1e-13), np.zeros(3)),
}


@pytest.mark.parametrize("kind", EQUAL)
def test_accepts(kind):
    got, expected = EQUAL[kind]
    assert_close(got, expected, name=kind)


@pytest.mark.parametrize(
    ("dtype", "error", "accepted"),
    [
        ("float64", 2e-6, False),
        ("float64", 2e-7, True),
        ("float32", 2e-4, False),
        ("float32", 2e-5, True),
        ("float16", 3e-2, False),
        ("float16", 3e-3, True),
    ],
)
def test_default_tolerance_is_what_the_dtype_deserves(dtype, error, accepted):
    expected = np.array([1.0, 2.0, 3.0], dtype)
    got = (expected.astype(np.float64) * (1 + np.array([0, error, 0]))).astype(dtype)
    if accepted:
        assert_close(got, expected, name="w")
    else:
        assert "1 of 3 values differ" in message_of(got, expected)


def test_small_values_are_compared_relative_to_their_own_size():
    assert "2 of 2 values differ" in message_of(np.array([1e-10, 3e-10]), np.array([2e-10, 7e-10]))


def test_one_huge_value_does_not_hide_errors_in_the_others():
    expected = np.array([1e30, 1.0, 2.0, 3.0])
    assert "1 of 4 values differ; worst at [2]" in message_of(changed(expected, 2, 2.01), expected)


def test_the_scale_of_rounding_follows_the_typical_value():
    expected = np.array([1e30, 0.01, 0.02, 0.0])
    assert "1 of 4 values differ; worst at [3]" in message_of(changed(expected, 3, 3e-9), expected)
    assert_close(changed(expected, 3, 5e-10), expected, name="w")


def test_where_zeros_are_expected_noise_up_to_a_billionth_is_accepted():
    assert_close(np.full(3, 0.9e-9), np.zeros(3), name="w")
    assert "3 of 3" in message_of(np.full(3, 1.1e-9), np.zeros(3))


def test_integers_and_bools_are_compared_exactly():
    assert "1 of 2" in message_of(np.array([2**60, 5]), np.array([2**60 + 1, 5]))
    assert "yours False, expected True" in message_of(
        np.array([True, False]), np.array([True, True])
    )


def test_explicit_tolerances_replace_the_defaults():
    assert_close(1.05, 1.0, name="w", rtol=0.1)
    assert_close(1e-3, 0.0, name="w", atol=1e-2)
    assert_close(np.array([5, 6]), np.array([5, 7]), name="w", atol=1)
    assert "yours" in message_of(1.0 + 1e-9, 1.0, rtol=1e-12)
    assert "yours" in message_of(1.0 + 1e-15, 1.0, rtol=0, atol=0)


def test_nan_and_infinity_differ_from_numbers_and_from_each_other():
    assert "yours inf, expected -inf" in message_of(np.inf, -np.inf)
    assert "yours nan, expected inf" in message_of(np.nan, np.inf)
    assert "yours 1, expected nan" in message_of(1.0, np.nan)


# --- what is no number

NOT_NUMBERS = {
    "yours is None, expected an array of shape (5,)\nlikely: nothing was returned": None,
    "yours is str, not a number or an array of numbers, expected an array of shape (5,)": "0.5",
    "yours is complex (complex128), expected an array of shape (5,)": V + 1j,
    "yours is a list of unequal lengths, expected an array of shape (5,)": [[1, 2], [3]],
    "yours is function, not a number": test_accepts,
    "yours is an array of dtype object, not": np.array([None, 1]),
}


@pytest.mark.parametrize("start", NOT_NUMBERS)
def test_says_what_came_instead_of_numbers(start):
    assert message_of(NOT_NUMBERS[start], V).startswith(f"w.grad: {start}")


def test_a_missing_value_is_compared_with_the_expected_number():
    assert message_of(None, 0.25).startswith("w.grad: yours is None, expected the number 0.25")


@pytest.mark.parametrize("expected", [1j, None, "text", [[1], [2, 3]], object()])
def test_an_expected_value_that_is_no_real_number_is_the_tests_own_error(expected):
    with pytest.raises(TypeError, match=r"^expected is"):
        assert_close(1.0, expected, name="w")


def test_a_batch_below_one_is_refused():
    with pytest.raises(ValueError, match="batch must be at least 1, got 0"):
        assert_close(1.0, 1.0, name="w", batch=0)


@pytest.mark.parametrize("tiny", [5e-324, 1e-320, -1e-310, 1e-40])
def test_values_next_to_zero_are_no_multiple_of_the_expected_ones(tiny):
    expected = np.array([0.5, 1.25, 3.0, 0.75])
    for got in (expected * tiny, np.full(4, tiny), expected * [tiny, 0, 0, tiny]):
        assert "times" not in message_of(got, expected)
        message_of(expected, got)  # explains what it can, and raises nothing else


# --- dtypes


@pytest.mark.parametrize(
    ("got", "expected", "line", "cause"),
    [
        (V, V.astype(np.float32), "dtype float64, expected float32", "a float64 array or NumPy"),
        (np.arange(3), np.arange(3.0), "dtype int64, expected float64", "as integer values"),
        (np.arange(3.0), np.arange(3), "dtype float64, expected int64", "as float values"),
        (np.arange(2) == 1, np.arange(2), "dtype bool, expected int64", "as bool values"),
    ],
)
def test_right_values_of_a_wrong_dtype_are_refused(got, expected, line, cause):
    message = message_of(got, expected)
    assert (
        message.startswith(f"w.grad: {line}\nlikely: the values are right; ") and cause in message
    )


def test_python_numbers_and_lists_claim_no_dtype():
    assert_close(np.float32(0.5), 0.5, name="w")
    assert_close([1.0, 2.0], np.array([1, 2]), name="w")
    assert_close(0.5, np.float32(0.5), name="w")


def test_the_worst_value_is_the_one_furthest_off_not_the_largest():
    got, expected = np.array([9.0, 1.5, -2.0]), np.array([9.5, 1.0, 2.0])
    assert "worst at [2]: yours -2, expected 2" in message_of(got, expected)
