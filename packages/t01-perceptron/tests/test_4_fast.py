"""The same pass with folded labels, ready for thousands of rows."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scratchcore.testing import assert_close
from t01_perceptron import fold_labels, one_pass

HINT = "scratch hint t01 one_pass"
WHERE = "one_pass in perceptron.py"

AND_Z = np.array([[-0.0, -0.0, -1.0], [-0.0, -1.0, -1.0], [-1.0, -0.0, -1.0], [1.0, 1.0, 1.0]])


def plain_pass(Z, v):
    """Count with Python numbers only: no array arithmetic that could share a slip."""
    v, wrong = list(v), []
    for i, z in enumerate(Z.tolist()):
        if sum(a * b for a, b in zip(z, v, strict=True)) <= 0:
            v = [a + b for a, b in zip(z, v, strict=True)]
            wrong.append(i)
    return v, wrong


def whole_numbers(rows, features, seed):
    """Rows of whole numbers, folded: their scores carry no rounding, so ties are exact."""
    rng = np.random.default_rng(seed)
    X = rng.integers(-9, 10, (rows, features)).astype(float)
    return fold_labels(X, rng.choice([-1.0, 1.0], rows))


def test_the_first_pass_over_the_and_table():
    v, wrong = one_pass(AND_Z, np.zeros(3))
    assert_close(
        v,
        np.array([1.0, 1.0, 0.0]),
        name="v after one pass over the folded AND table from zero",
        why="z @ v is 0 at the first row, a tie, and a tie is a mistake: v = (0, 0, -1). Row 3 "
        "then scores -1: v = (1, 1, 0)",
        where=WHERE,
        hint=HINT,
    )
    assert_close(
        wrong,
        np.array([0, 3]),
        name="mistaken rows of one pass over the folded AND table",
        why="rows 0 and 3 were corrected, in this order",
        where=WHERE,
        hint=HINT,
    )


def test_a_pass_without_mistakes_returns_an_empty_integer_array():
    v, wrong = one_pass(AND_Z, np.array([2.0, 1.0, -2.5]))
    assert v.tolist() == [2.0, 1.0, -2.5], f"no row is mistaken, so v must stay; it is {v}"
    assert np.shape(wrong) == (0,) and np.asarray(wrong).dtype.kind == "i", (
        f"no mistake means an empty array of integers, so that Z[wrong] works; yours is {wrong!r}"
    )


def test_each_row_meets_what_the_row_before_left():
    Z = np.array([[1.0, 0.0], [1.0, 0.0], [-3.0, 1.0], [1.0, 0.5]])
    v, wrong = one_pass(Z, np.zeros(2))
    assert_close(
        np.append(v, wrong),
        np.array([-1.0, 1.5, 0.0, 2.0, 3.0]),
        name="v and the mistaken rows of a pass over four folded rows",
        why="row 0 is a tie: v = (1, 0), which gets row 1 right; each row meets what the row "
        "before left: row 2 scores -3: v = (-2, 1), row 3 scores -1.5: v = (-1, 1.5)",
        where=WHERE,
        hint=HINT,
    )


def test_every_row_is_visited_exactly_once():
    Z = np.array([[1.0, 1.0], [-5.0, 1.0], [1.0, 1.0]])
    v, wrong = one_pass(Z, np.zeros(2))
    assert_close(
        np.append(v, wrong),
        np.array([-3.0, 3.0, 0.0, 1.0, 2.0]),
        name="v and the mistaken rows of a pass over three folded rows",
        why="after a correction at row i the visit goes on with row i + 1: neither row i nor the "
        "first rows are looked at again in this pass",
        where=WHERE,
        hint=HINT,
    )


def test_the_vector_passed_in_stays_as_it_was():
    v = np.zeros(3)
    one_pass(AND_Z, v)
    assert v.tolist() == [0.0, 0.0, 0.0], (
        f"the v passed in was changed to {v.tolist()}: write v = v + z, not v += z. Next: {HINT}"
    )


def test_hundreds_of_rows_give_what_row_after_row_gives():
    Z = whole_numbers(701, 3, seed=0)
    for start in (np.zeros(4), np.array([40.0, -30.0, 20.0, 3.0])):
        v, wrong = one_pass(Z, start)
        expected, rows = plain_pass(Z, start)
        assert_close(
            v,
            np.array(expected),
            name="v after 701 rows",
            why="the loop says so",
            where=WHERE,
            hint=HINT,
        )
        assert wrong.tolist() == rows, f"the mistaken rows differ from the loop's. Next: {HINT}"


def test_rare_mistakes_among_many_right_rows_are_found():
    Z = np.ones((1000, 2))
    Z[[127, 128, 500, 999]] = [[-1.0, 0.0], [-2.0, 0.0], [-3.0, 0.0], [-9.0, 0.0]]
    v, wrong = one_pass(Z, np.array([10.0, 50.0]))
    assert_close(
        np.append(v, wrong),
        np.array([-5.0, 50.0, 127.0, 128.0, 500.0, 999.0]),
        name="v and the mistaken rows of a pass over 1000 rows",
        why="rows 127, 128, 500 and 999 score below 0 and take 1, 2, 3 and 9 from the first "
        "weight: 10 - 1 - 2 - 3 - 9 = -5; the 996 rows of ones in between are right",
        where=WHERE,
        hint=HINT,
    )


@settings(max_examples=60, deadline=None)
@given(rows=st.integers(1, 300), features=st.integers(1, 5), seed=st.integers(0, 10**6))
def test_any_table_of_whole_numbers_gives_what_row_after_row_gives(rows, features, seed):
    Z = whole_numbers(rows, features, seed)
    v, wrong = one_pass(Z, np.zeros(features + 1))
    expected, mistaken = plain_pass(Z, np.zeros(features + 1))
    assert (v.tolist(), wrong.tolist()) == (expected, mistaken), (
        f"{rows} rows of {features} features (seed {seed}): v is {v}, the loop's {expected}"
    )
