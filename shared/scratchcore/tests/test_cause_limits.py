"""How much evidence each cause needs: just enough and it is named, a little less and it is not."""

import numpy as np
import pytest

RNG = np.random.default_rng(8)
A = RNG.normal(size=(3, 4))
X = RNG.normal(size=(7, 5))
T = RNG.normal(size=(2, 3, 4))
E = np.exp(A)
SOFTMAX = E / E.sum(axis=1, keepdims=True)
OTHER = np.exp(RNG.normal(size=(3, 4)))
CROSSED = [[1.0, 7, -9], [8, 2, -5], [-3, 6, 4]]
FIVE = RNG.normal(size=(1, 2, 1, 3, 2))
SIX = RNG.normal(size=(1, 1, 2, 1, 3, 2))


def changed(array, index, value):
    copy = np.array(array)
    copy[index] = value
    return copy


def blot(shape, where, value=9.0):
    """Return two arrays that differ where `where` holds, in values that fit no other cause."""
    expected = np.random.default_rng(3).normal(size=shape)
    noise = np.random.default_rng(4).uniform(1, 2, size=shape)
    return np.where(where, expected + value * noise, expected), expected


ENOUGH = {
    "signs of two numbers": ([1.5, 2.0], [-1.5, 2.0], "the sign is lost"),
    "two numbers clipped": ([0.0, 2.0], [-1.5, 2.0], "negative values became zero"),
    "two numbers cut": ([1.0, 2.0], [1.5, 2.25], "the fractions are cut off"),
    "one number and its complement": (1 - 0.73421, 0.73421, "yours is 1 minus the expected one"),
    "one number squared": (0.73421**2, 0.73421, "yours is the square of the expected one"),
    "a root of one number": (0.73421**0.5, 0.73421, "yours is the square root of the expected one"),
    "exp of one number": (np.exp(0.73421), 0.73421, "yours is exp of the expected one"),
    "the log of one number": (np.log(0.73421), 0.73421, "yours is the log of the expected one"),
    "a factor of small numbers": (
        1.3e-9 * A,
        1e-9 * A,
        "every value is 1.3 times the expected one",
    ),
    "a factor beside nan": ([np.nan, -1.0, -2.5], [np.nan, 1.0, 2.5], "the sign is flipped: every"),
    "a factor beside inf": ([np.inf, 0.39, 0.52], [np.inf, 0.3, 0.4], "every value is 1.3 times"),
    "a large factor beside noise": ([1300.0, 2600, 5e-7], [1.0, 2, 0], "every value is 1300 times"),
    "half beside noise": ([0.5, 1, 1.4e-9], [1.0, 2, 0], "every value is half the expected one"),
    "the length of an axis of 3": (
        A * 3,
        A,
        "every value is 3 times the expected one: axis 0 has length 3: is it a sum where",
    ),
    "a mean for a sum": (
        A / 3,
        A,
        "every value is 1/3 of the expected one: axis 0 has length 3: is it a mean where",
    ),
    "n - 1 and n of 3": (
        A * 1.5,
        A,
        "every value is 1.5 times the expected one: divided by n - 1 wh",
    ),
    "n and n - 1 of 3": (
        A / 1.5,
        A,
        "every value is 0.666667 times the expected one: divided by n w",
    ),
    "nats for bits": (
        A * np.log(2),
        A,
        "every value is 0.693147 times the expected one: bits (log2)",
    ),
    "two numbers reversed": ([2.0, 1.0], [1.0, 2.0], "the order is reversed along axis 0"),
    "three numbers off by one": ([9.0, 1.5, 4.0], [1.5, 4.0, 7.0], "off by one along axis 0"),
    "three numbers in another order": (
        [4.0, 7, 1.5, 4],
        [1.5, 7, 4, 4],
        "the right values in anoth",
    ),
    "three numbers, all the same": (
        [0.2] * 3,
        [0.1, 0.25, 0.6],
        "every value is the same, 0.2, wh",
    ),
    "a reshape of three numbers": (
        *([[1.0, 1, 2], [2, 4, 4]], [[1.0, 2, 4], [1, 2, 4]]),
        "a reshape mixed the values up where axes should have been transposed",
    ),
    "two numbers and a constant": ([1.3, 2.3], [1.0, 2.0], "every value is 0.3 too large"),
    "a bias on a ramp": (
        *([[0.1, 0.2], [1.1, 1.2]], [[0.0, 0.0], [1.0, 1.0]]),
        "the difference is the same all along axis 0",
    ),
    "three labels": ([0, 1, 1], [-1, 1, 1], "yours are 0 and 1 where -1 and +1"),
    "three answers": ([0, 1, 1], [1, 0, 0], "every answer is the opposite"),
    "opposite labels": ([1.0, -1, -1], [-1.0, 1, 1], "the sign is flipped"),
    "uniform probabilities": (
        np.full((3, 4), 1 / 3),
        np.full((3, 4), 1 / 4),
        "normalised along axi",
    ),
    "five axes": (FIVE.transpose(4, 1, 2, 3, 0), FIVE, "axes 0 and 4 are swapped"),
    "two wrong in a row": (
        *blot((3, 4), np.arange(12).reshape(3, 4) // 2 == 2),
        "only index 1 along",
    ),
    "one row of three": (*blot((3, 4), np.arange(3)[:, None] == 1), "only index 1 along axis 0 is"),
    "one column": (
        changed(X, (slice(None), 1), X[:, 1] + 0.3),
        X,
        "only index 1 along axis 1 is",
    ),
    "a diagonal of 3": (*blot((3, 3), np.eye(3, dtype=bool)), "only the diagonal is wrong"),
    "a triangle of 3": (
        *blot((3, 3), np.tri(3, k=-1, dtype=bool)),
        "only values below the diagonal",
    ),
    "a border of 4": (
        *blot((4, 4), np.pad(np.zeros((2, 2), bool), 1, constant_values=True)),
        "only the border is wrong",
    ),
    "whole numbers for fractions": (
        np.array([1, 1, 1]),
        [0.1, 0.25, 0.6],
        "every value is the same",
    ),
    "an empty result for one number": (np.zeros(0), np.ones(1), "yours is empty"),
    "two numbers reshaped": (
        [[1.0, 2, 1, 2]],
        [[1.0, 2], [1, 2]],
        "the values are right in order, re",
    ),
    "equal numbers turned": (
        np.ones((1, 3)),
        np.ones((3, 1)),
        "the values are right, only the shape",
    ),
    "two numbers summed too far": (
        [2.0, 4.0],
        [[1.0, 2], [1, 2]],
        "reduced too far: yours is the sum",
    ),
    "two crossed": ([[1.0, 7], [9, 2]], [1.0, 2], "a (2,) and a (2, 1) array were broadcast"),
    "crossed columns": (
        CROSSED,
        [[1.0], [2], [4]],
        "a (3,) and a",
    ),
    "crossed rows": (
        CROSSED,
        [[1.0, 2, 4]],
        "a (3,) and a (3, 1)",
    ),
    "two of three": ([1.5, 2.5], [1.5, 2.5, 9], "left out: the last entry along axis 0"),
    "two sums for three": (
        A[:, :2].sum(axis=0),
        A[:, :2].sum(axis=1),
        "summed over the wrong axis",
    ),
    "three sums for two": (
        A[:, :2].sum(axis=1),
        A[:, :2].sum(axis=0),
        "summed over the wrong axis",
    ),
    "sums that keep their axis": (
        *(X.sum(axis=1, keepdims=True), X.sum(axis=0, keepdims=True)),
        "summed over the wrong axis",
    ),
    "tables summed": (T.sum(axis=0), T.sum(axis=1), "summed over the wrong axis"),
    "a sum of four decimals": ([0.7, 0.5345], [0.1, 0.2345, 0.9], "summed over the wrong axis"),
    "sums without broadcasting": (
        X,
        X.sum(axis=1),
        "not reduced: the sum over axis 1 gives the exp",
    ),
    "rows of nan in three axes": (
        *(changed(T, (1, 2), np.nan), T),
        "the first nan stands at [1, 2, 0]: 0/0, inf - inf or 0 * inf",
    ),
}


@pytest.mark.parametrize("kind", ENOUGH)
def test_names_the_cause_with_just_enough_evidence_for(kind, causes_of):
    got, expected, start = ENOUGH[kind]
    causes = causes_of(got, np.array(expected, dtype=np.asarray(expected).dtype))
    assert causes and causes[0].startswith(start)


TOO_LITTLE = {
    "a number and an odd factor": (0.7342 * 1.3, 0.7342),
    "a short decimal and a factor": (0.5, 0.25),
    "numbers that differ by rounding": ([1.25, 1.25 * (1 + 3e-8)], [1.0, 1 + 3e-8]),
    "a single one transposed and scaled": ([[0.0, 0], [3, 0]], [[0.0, 1], [0, 0]]),
    "six axes": (SIX.transpose(5, 1, 2, 3, 4, 0), SIX[..., :1] * np.ones((1, 1, 2, 1, 3, 2))),
    "a reshape of two numbers": ([[1.0, 2, 2], [1, 1, 2]], [[1.0, 2, 1], [2, 1, 2]]),
    "two rows off by one": (np.stack([A[2], A[0]]), A[:2]),
    "one moved value": ([9.0, 1, 1], [1.0, 1, 2]),
    "two numbers in another order": ([1.5, 2, 1.5, 1.5], [2, 1.5, 1.5, 1.5]),
    "two numbers, all the same": ([0.2] * 3, [0.1, 0.1, 0.6]),
    "nearly all the same": ([0.2, 0.2, 0.31], [0.1, 0.25, 0.6]),
    "whole numbers, all the same": ([1, 1, 1], [1, 2, 3]),
    "no label at all": ([1.0, 1, 1], [0.0, 0, 0]),
    "whole numbers that divide": ([2.0, 3, 1], [4.0, 3, 3]),
    "one row of two": blot((2, 4), np.arange(2)[:, None] == 1),
    "a diagonal of 2": blot((2, 2), np.eye(2, dtype=bool)),
    "two below the diagonal": blot((3, 3), np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], bool)),
    "a border of 3": blot((3, 3), ~np.pad(np.ones((1, 1), bool), 1)),
    "centred values": (np.zeros(2), [[1.5, 2], [-1.5, -2]]),
    "equal numbers summed too far": ([3.0, 3.0], np.ones((3, 2))),
    "a square table": (RNG.normal(size=(5, 5)), X[0]),
    "an equal diagonal of equal numbers": ([[2.0, 5], [7, 2]], [2.0, 2]),
    "equal numbers and one more": ([1.5, 1.5], [1.5, 1.5, 9]),
    "equal sums": ([1.2345, 1.2345], [0.8230, 0.8230, 0.8230]),
    "probabilities of something else": (OTHER / OTHER.sum(axis=1, keepdims=True), SOFTMAX),
    "columns of something else": (OTHER / OTHER.sum(axis=0), SOFTMAX),
    "something else over everything": (OTHER / OTHER.sum(), SOFTMAX),
    "no probabilities": (E / E.sum(axis=0), 2 * SOFTMAX),
    "ones along an axis of one": (A[:, :1], np.ones((3, 1))),
}


@pytest.mark.parametrize("kind", TOO_LITTLE)
def test_names_no_cause_with_too_little_evidence_for(kind, causes_of):
    got, expected = TOO_LITTLE[kind]
    expected = np.asarray(expected)
    got = np.asarray(got)
    assert causes_of(got, expected) == []


def test_a_plain_factor_says_nothing_about_axes_and_batches(causes_of):
    assert causes_of(1.3 * A, A, batch=5) == ["every value is 1.3 times the expected one"]


def test_a_batch_as_long_as_an_axis_is_named_once(causes_of):
    assert causes_of(7 * X, X, batch=7) == [
        "every value is 7 times the expected one: it was not averaged over the batch of 7"
    ]


def test_half_and_twice_say_nothing_about_an_axis_of_length_two(causes_of):
    for c, word in ((0.5, "half"), (2.0, "twice")):
        (cause,) = causes_of(c * T[:, 0], T[:, 0])
        assert cause.startswith(f"every value is {word} the expected one: a factor 2")
        assert "axis" not in cause


def test_a_batch_of_one_explains_nothing(causes_of):
    assert causes_of(0.7342 * 1.3, 0.7342, batch=1) == []


def test_empty_arrays_of_two_shapes_are_not_called_missing(causes_of):
    assert causes_of(np.zeros((3, 0)), np.zeros((0, 3))) == [
        "the values are right, only the shape is not"
    ]


def test_single_columns_of_nan_are_not_called_rows(causes_of):
    column = A[:, :1]
    (cause,) = causes_of(changed(column, 1, np.nan), column)
    assert "whole rows" not in cause
    (cause,) = causes_of(changed(A[0], 1, np.nan), A[0])
    assert "whole rows" not in cause
    (cause,) = causes_of(np.full_like(A, np.nan), A)
    assert "whole rows" not in cause


def test_a_row_of_nan_keeps_its_reason_in_three_axes(causes_of):
    (cause,) = causes_of(changed(T, (1, 2), np.nan), T)
    assert "0/0" in cause and cause.endswith("was a row with nothing in it divided by its sum?")
    (cause,) = causes_of(changed(T, (1, slice(None), 2), np.nan), T)
    assert "whole rows" not in cause


def test_causes_are_recognised_through_rounding_and_in_exact_comparisons(causes_of):
    noise = 1 + 1e-8 * RNG.normal(size=A.shape)
    assert causes_of(-A * noise, A)[0].startswith("the sign is flipped")
    assert causes_of(-A, A, rtol=0, atol=0)[0].startswith("the sign is flipped")
    assert causes_of(A * OTHER, A, rtol=0, atol=0) == []
    rough = A.T * (1 + 3e-5 * RNG.normal(size=(4, 3)))
    assert causes_of(rough, A) == []
    assert causes_of(rough, A, rtol=2e-4) == ["it is transposed"]


def test_a_small_error_is_not_called_a_factor_of_one(causes_of):
    expected = np.linspace(1.0, 2.0, 12).reshape(3, 4)
    assert not [
        cause for cause in causes_of(expected * (1 + 3e-6), expected, batch=1) if "1/1" in cause
    ]
