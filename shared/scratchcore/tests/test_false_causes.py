"""Where nothing can be known assert_close claims nothing."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

RNG = np.random.default_rng(9)
V = RNG.normal(size=5)
A = RNG.normal(size=(3, 4))
S = RNG.normal(size=(4, 4))


def changed(array, index, value):
    copy = np.array(array)
    copy[index] = value
    return copy


SILENT = {
    "unrelated numbers": (RNG.normal(size=(3, 4)), A),
    "unrelated vector": (RNG.normal(size=5), V),
    "unrelated shapes": (RNG.normal(size=(4, 2)), A),
    "one number": (0.36, 0.73),
    "small whole numbers": (1.0, 2.0),
    "a count": (3, 4),
    "a count instead of zero": (3, 0),
    "a zero count": (0, 3),
    "zeros expected": (V, np.zeros(5)),
    "constant expected": (V, np.ones(5)),
    "constant of whole numbers": (np.full(3, 4.0), np.full(3, 2.0)),
    "two labels": ([0, 1], [1, 0]),
    "one-hot": ([0.0, 0.5, 0.0], [0.0, 1.0, 0.0]),
    "nan expected": (1.0, np.nan),
    "totals of one": ([0.5, 0.25, 0.25], [0.1, 0.9]),
    "one wrong value": (changed(A, (1, 1), 9), A),
}


@pytest.mark.parametrize("kind", SILENT)
def test_claims_nothing_about(kind, causes_of):
    got, expected = SILENT[kind]
    assert causes_of(got, expected) == []


@pytest.mark.parametrize("shape", [(6, 2), (3, 4), (2, 3, 2)])
def test_constant_values_of_another_shape_are_not_called_transposed(shape, causes_of):
    causes = causes_of(np.ones(shape), np.ones((2, 6)))
    assert causes == ["the values are right, only the shape is not"]


def test_a_symmetric_matrix_is_not_called_transposed(causes_of):
    symmetric = S + S.T
    assert len(causes_of(2 * symmetric, symmetric)) == 1


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32), shape=st.sampled_from([(5,), (3, 4), (4, 4), (2, 3, 2)]))
def test_unrelated_random_arrays_never_get_a_cause(seed, shape, causes_of):
    rng = np.random.default_rng(seed)
    assert causes_of(rng.normal(size=shape), rng.normal(size=shape), batch=6) == []


def test_loose_tolerances_do_not_make_causes_true(causes_of):
    got = A.T * (1 + 0.05 * RNG.normal(size=(4, 3)))
    assert causes_of(got, A, rtol=0.2) == []
