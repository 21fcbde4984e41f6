"""The causes that assert_close recognises, and those it must not claim."""

import numpy as np
import pytest

RNG = np.random.default_rng(7)
V = RNG.normal(size=5)
A = RNG.normal(size=(3, 4))
S = RNG.normal(size=(4, 4))
T = RNG.normal(size=(2, 3, 4))
X = RNG.normal(size=(7, 5))
E = np.exp(A)
SOFTMAX = E / E.sum(axis=1, keepdims=True)


CUBE = RNG.normal(size=(2, 3, 3))


def changed(array, index, value):
    copy = np.array(array)
    copy[index] = value
    return copy


# --- causes: name -> (got, expected, options, the beginning of the diagnosis)

CAUSES = {
    "transposed": (S.T, S, {}, "it is transposed"),
    "transposed, other shape": (A.T, A, {}, "it is transposed"),
    "transposed mask": (np.tri(4), np.tri(4).T, {}, "it is transposed"),
    "transposed and not averaged": (5 * S.T, S, {}, "it is transposed, and every value is 5 times"),
    "axes swapped": (T.transpose(1, 0, 2), T, {}, "axes 0 and 1 are swapped"),
    "axes swapped, same shape": (CUBE.swapaxes(1, 2), CUBE, {}, "axes 1 and 2 are swapped"),
    "axes rotated": (T.transpose(2, 0, 1), T, {}, "the axes are in another order: yours is the"),
    "sign": (-A, A, {}, "the sign is flipped: every value is minus the expected one"),
    "sign of a number": (-0.5, 0.5, {}, "the sign is flipped: yours is minus the expected one"),
    "sign lost": (np.abs(A), A, {}, "the sign is lost"),
    "clipped at zero": (np.maximum(A, 0), A, {}, "negative values became zero"),
    "fractions cut off": (np.trunc(9 * A), 9 * A, {}, "the fractions are cut off"),
    "whole numbers": ((9 * A).astype(int), 9 * A, {}, "the fractions are cut off"),
    "complement": (1 - SOFTMAX, SOFTMAX, {}, "every value is 1 minus the expected one"),
    "reciprocal": (1 / V, V, {}, "every value is 1 divided by the expected one"),
    "reciprocal of a number": (1 / 0.7342, 0.7342, {}, "yours is 1 divided by the expected one"),
    "square": (V**2, V, {}, "every value is the square of the expected one: a square root is"),
    "square root": (np.sqrt(E), E, {}, "every value is the square root of the expected one"),
    "exp": (np.exp(V), V, {}, "every value is exp of the expected one: a log is missing"),
    "log": (np.log(E), E, {}, "every value is the log of the expected one: one log too many"),
    "labels 0/1": ([0, 1, 1, 0], [-1, 1, 1, -1], {}, "yours are 0 and 1 where -1 and +1"),
    "labels -1/+1": ([-1, 1, 1, -1], [0, 1, 1, 0], {}, "yours are -1 and +1 where 0 and 1"),
    "opposite answers": (V > 0, V <= 0, {}, "every answer is the opposite of the expected one"),
    "not averaged": (
        5 * A,
        A,
        {"batch": 5},
        "every value is 5 times the expected one: it was not ",
    ),
    "not averaged, all equal": (
        np.ones(3),
        np.full(3, 0.2),
        {"batch": 5},
        "every value is 5 times",
    ),
    "averaged twice": (
        A / 5,
        A,
        {"batch": 5},
        "every value is 1/5 of the expected one: it was ave",
    ),
    "not averaged and sign": (
        *(-5 * A, A, {"batch": 5}),
        "every value is -5 times the expected one: the sign is flipped, and it was not averaged",
    ),
    "twice": (2 * A, A, {}, "every value is twice the expected one: a factor 2 too many, or the"),
    "half": (A / 2, A, {}, "every value is half the expected one: a factor 2 is missing"),
    "half of a number": (
        0.36712,
        0.73424,
        {},
        "yours is half the expected one: a factor 2 is miss",
    ),
    "minus half": (
        -A / 2,
        A,
        {},
        "every value is minus half the expected one: the sign is flipped",
    ),
    "2 and a batch of 2": (
        *(2 * A, A, {"batch": 2}),
        "every value is twice the expected one: it was not averaged over the batch of 2, or a fact",
    ),
    "bits for nats": (A / np.log(2), A, {}, "every value is 1.4427 times the expected one: bits"),
    "axis length": (7 * X, X, {}, "every value is 7 times the expected one: axis 0 has length 7"),
    "n - 1 for n": (
        X * 7 / 6,
        X,
        {},
        "every value is 1.16667 times the expected one: divided by n ",
    ),
    "n for n - 1": (
        V * 0.75,
        V,
        {"batch": 4},
        "every value is 0.75 times the expected one: divided",
    ),
    "some factor": (1.3 * A, A, {}, "every value is 1.3 times the expected one"),
    "constant": (A + 0.3, A, {}, "every value is 0.3 too large: the same constant everywhere"),
    "negative constant": (A - 0.3, A, {}, "every value is 0.3 too small"),
    "bias missing": (X - V, X, {}, "the difference is the same all along axis 0: a term without"),
    "overwritten": (
        [1.0, 1, 1, 0],
        [1.0, 3, 2, 0],
        {},
        "overwritten instead of added up: 2 values",
    ),
    "overwritten rows": (
        A,
        A * [[1], [2], [1]],
        {},
        "overwritten instead of added up: 4 values are",
    ),
    "softmax over the wrong axis": (E / E.sum(axis=0), SOFTMAX, {}, "normalised along axis 0, not"),
    "softmax over everything": (E / E.sum(), SOFTMAX, {}, "normalised over all values together"),
    "softmax not divided": (E, SOFTMAX, {}, "not divided by its sum along axis 1"),
    "reversed": (V[::-1], V, {}, "the order is reversed along axis 0"),
    "kernel flipped": (S[::-1, ::-1], S, {}, "the order is reversed along axes 0 and 1"),
    "off by one": (
        np.roll(V, 1),
        V,
        {},
        "off by one along axis 0: yours at i is the expected value",
    ),
    "off by one, padded": (
        np.append(V[1:], 0),
        V,
        {},
        "off by one along axis 0: yours at i is the ",
    ),
    "off by one in columns": (np.roll(X, -1, axis=1), X, {}, "off by one along axis 1"),
    "other order": (X[[3, 0, 1, 6, 2, 5, 4]], X, {}, "the right values in another order"),
    "mixed by a reshape": (
        *(T.transpose(0, 2, 1).reshape(T.shape), T, {}),
        "a reshape mixed the values up where axes should have been transposed",
    ),
    "all zero": (np.zeros(5), V, {}, "every value is zero: nothing was written or added"),
    "a number is zero": (0.0, 0.7342, {}, "yours is zero: nothing was written or added"),
    "all the same": (np.full(5, 0.2), V, {}, "every value is the same, 0.2, where different ones"),
    "nearly right": (V * (1 + 1e-5 * X[0]), V, {}, "nearly right, off by at most"),
    "nan": (changed(A, (1, 2), np.nan), A, {}, "the first nan stands at [1, 2]: 0/0, inf - inf or"),
    "nan number": (np.nan, 1.5, {}, "nan: 0/0, inf - inf or 0 * inf"),
    "inf": (changed(A, (0, 1), np.inf), A, {}, "the first inf stands at [0, 1]: an exp of a large"),
    "minus inf": (
        changed(A, (0, 1), -np.inf),
        A,
        {},
        "the first -inf stands at [0, 1]: the log of",
    ),
    "last column": (
        changed(X, (slice(None), -1), 9),
        X,
        {},
        "only index 4 (the last) along axis 1",
    ),
    "first row": (changed(X, 0, 9), X, {}, "only index 0 (the first) along axis 0 is wrong"),
    "some row": (changed(X, 2, 9), X, {}, "only index 2 along axis 0 is wrong"),
    "diagonal": (S + np.diag([1, 2, 4, 9]), S, {}, "only the diagonal is wrong"),
    "mask": (np.where(np.tri(4), S, 9), S, {}, "only values above the diagonal are wrong"),
    "other mask": (np.where(np.tri(4).T, S, 9), S, {}, "only values below the diagonal are wrong"),
    "border": (
        *(np.pad(X[1:-1, 1:-1], 1, constant_values=9), X, {}),
        "only the border is wrong (padding?)",
    ),
    "broadcasting not undone": (
        X,
        X.sum(axis=0),
        {},
        "broadcasting was not undone: sum over axis 0",
    ),
    "broadcasting of a size-one axis": (
        *(X, X.sum(axis=1, keepdims=True), {}),
        "broadcasting was not undone: sum over axis 1",
    ),
    "broadcasting of two axes": (
        *(T, T.sum(axis=(0, 2))[None, :, None], {}),
        "broadcasting was not undone: sum over axes (0, 2)",
    ),
    "copies": (np.stack([V, V]), V, {}, "the values are right but repeated along axis 0"),
    "not summed": (
        X,
        X.sum(),
        {},
        "not reduced: the sum over axes (0, 1) gives the expected values",
    ),
    "not averaged to a number": (
        V,
        V.mean(),
        {},
        "not reduced: the mean over axis 0 gives the exp",
    ),
    "maximum not taken": (
        X,
        X.max(axis=1),
        {},
        "not reduced: the maximum over axis 1 gives the ex",
    ),
    "summed too far": (
        X.sum(axis=0),
        X,
        {},
        "reduced too far: yours is the sum over axis 0 as well",
    ),
    "averaged too far": (X.mean(), X, {}, "reduced too far: yours is the mean over axes (0, 1)"),
    "wrong axis summed": (
        X.sum(axis=1),
        X.sum(axis=0),
        {},
        "summed over the wrong axis: the grand",
    ),
    "wrong axis averaged": (X.mean(axis=1), X.mean(axis=0), {}, "averaged over the wrong axis"),
    "keepdims forgotten": (V, V[:, None], {}, "the values are right, an axis of length 1 is lost"),
    "keepdims too many": (
        V[:, None],
        V,
        {},
        "the values are right, an axis of length 1 is left ov",
    ),
    "reshaped": (A.ravel(), A, {}, "the values are right in order, reshaped from (3, 4) to (12,)"),
    "(N,) against (N, 1)": (
        *(V[:, None] * (1 + V - np.diag(V)) * 0 + V[:, None] + V[:, None] - V, V, {}),
        "a (5,) and a (5, 1) array were broadcast against each other",
    ),
    "one missing": (V[:-1], V, {}, "left out: the last entry along axis 0 (the rest is right)"),
    "column missing": (X[:, 1:], X, {}, "left out: the first entry along axis 1"),
    "two missing": (X[:-2], X, {}, "left out: the last 2 entries along axis 0"),
    "one too many": (np.append(V, 3), V, {}, "too many: the last entry along axis 0"),
    "empty": (V[:0], V, {}, "yours is empty"),
}


@pytest.mark.parametrize("kind", CAUSES)
def test_recognises(kind, causes_of):
    got, expected, options, start = CAUSES[kind]
    causes = causes_of(got, expected, **options)
    assert causes and causes[0].startswith(start)


def test_two_explanations_that_both_hold_are_both_named(causes_of):
    first, second = causes_of(np.array([2.0, 3, 4, 5]), np.array([1.0, 2, 3, 4]))
    assert first.startswith("every value is 1 too large")
    assert second.startswith("off by one along axis 0")


def test_a_transposed_and_negated_antisymmetric_matrix_gets_both_names(causes_of):
    odd = S - S.T
    assert [cause.partition(":")[0] for cause in causes_of(-odd, odd)] == [
        "the sign is flipped",
        "it is transposed",
    ]


def test_whole_rows_of_nan_are_told_from_single_ones(causes_of):
    assert "whole rows at once" in causes_of(changed(A, 1, np.nan), A)[0]
    assert "whole rows at once" not in causes_of(changed(A, (1, 1), np.nan), A)[0]
