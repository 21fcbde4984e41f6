"""Small weights: penalties, decay groups, a bound on norms

Expected values are worked out by hand or one weight at a time.
"""

import numpy as np
import pytest
from scratchcore import Tensor, tensor
from scratchcore.testing import assert_close
from t03_optimizers import SGD
from t05_mlp import MLP, Parameter
from t09_regularization import BatchNorm1d, decay_groups, l1_penalty, l2_penalty, max_norm_

A = [[1.0, -2.0, 0.0], [0.5, 0.0, -3.0]]
B = [4.0, -1.0]


def parameters(dtype=np.float64):
    return [tensor(np.array(a, dtype), requires_grad=True) for a in (A, B)]


def pull(penalty):
    """Return the gradients of the matrix and the vector under a penalty of strength 0.1."""
    given = parameters()
    out = penalty(given, 0.1)
    hint = f"scratch hint t09 {penalty.__name__}"
    assert isinstance(out, Tensor), (
        f"{penalty.__name__} returned a {type(out).__name__}, expected a tensor: p.data in place "
        f"of p is a bare array, from which no gradient gets back to p; ./{hint}"
    )
    out.backward()
    return [p.grad for p in given], hint


def test_l1_sums_the_sizes_of_all_weights():
    assert_close(
        l1_penalty(parameters(), 0.1),
        1.15,
        name="l1_penalty of weights 1, -2, 0, 0.5, 0, -3, 4, -1 with strength 0.1",
        why="0.1 * (1 + 2 + 0 + 0.5 + 0 + 3 + 4 + 1): sizes, summed over every parameter",
        hint="scratch hint t09 l1_penalty",
    )


def test_l1_pulls_with_the_same_force_at_any_size():
    (a, b), hint = pull(l1_penalty)
    why = "the derivative of strength * |p| is strength * sign(p), and 0 at p = 0"
    expected = [[0.1, -0.1, 0], [0.1, 0, -0.1]]
    assert_close(a, expected, name="gradient of the matrix", why=why, hint=hint)
    assert_close(b, [0.1, -0.1], name="gradient of the vector", why=why, hint=hint)


def test_l2_is_half_the_sum_of_squares():
    assert_close(
        l2_penalty(parameters(), 0.1),
        1.5625,
        name="l2_penalty of weights 1, -2, 0, 0.5, 0, -3, 4, -1 with strength 0.1",
        why="0.1 / 2 * (1 + 4 + 0 + 0.25 + 0 + 9 + 16 + 1), squares and not the norm",
        hint="scratch hint t09 l2_penalty",
    )


def test_l2_pulls_in_proportion_to_the_weight():
    (a, b), hint = pull(l2_penalty)
    why = "the derivative of strength / 2 * p**2 is strength * p; the half is there to cancel the 2"
    assert_close(a, np.array(A) * 0.1, name="gradient of the matrix", why=why, hint=hint)
    assert_close(b, np.array(B) * 0.1, name="gradient of the vector", why=why, hint=hint)


def test_l2_in_the_loss_is_weight_decay_in_sgd():
    penalised, decayed = Parameter(np.array(A)), Parameter(np.array(A))
    target = np.full((2, 3), 0.7)
    plain, decaying = SGD([penalised], lr=0.1), SGD([decayed], lr=0.1, weight_decay=0.3)
    for _ in range(3):
        for parameter, penalty in ((penalised, True), (decayed, False)):
            parameter.grad = None
            loss = np.sum((parameter - target) * (parameter - target))
            (loss + l2_penalty([parameter], 0.3) if penalty else loss).backward()
        plain.step()
        decaying.step()
    assert_close(
        penalised.data,
        decayed.data,
        name="weights after 3 steps with l2_penalty",
        why="for plain SGD the penalty with strength 0.3 and weight_decay=0.3 are the same thing",
    )


def test_penalties_stay_in_the_dtype_of_the_weights():
    for penalty in (l1_penalty, l2_penalty):
        out = penalty(parameters(np.float32), 0.1)
        assert out.shape == (), f"{penalty.__name__} is one number to add to a loss, a 0-d tensor"
        assert out.dtype == np.float32, f"{penalty.__name__} of float32 weights became {out.dtype}"


def test_penalties_accept_a_generator():
    model = MLP([2, 3], rng=np.random.default_rng(0))
    expected = sum(float(np.abs(p.data).sum()) for p in model.parameters())
    assert_close(l1_penalty(model.parameters(), 1.0), np.float32(expected), name="l1_penalty")


@pytest.mark.parametrize("penalty", [l1_penalty, l2_penalty])
def test_penalties_refuse_an_empty_list_of_parameters(penalty):
    with pytest.raises(ValueError, match="parameters"):
        penalty(iter([]), 0.1)


def test_only_what_has_two_axes_decays():
    rng = np.random.default_rng(0)
    linear = MLP([3, 4], rng=rng).parameters()
    weight, bias = linear
    norm = BatchNorm1d(4)
    kernel = Parameter(np.zeros((2, 1, 3, 3)))
    groups = decay_groups([weight, bias, norm.weight, norm.bias, kernel], 0.2)
    assert len(groups) == 2, f"expected one group that decays and one that doesn't, got {groups}"
    got = [[p.shape for p in group["params"]] for group in groups]
    assert got == [[(4, 3), (2, 1, 3, 3)], [(4,), (4,), (4,)]], (
        f"the shapes in the groups are {got}: a bias or a scale of normalisation says where a unit "
        "works, not how wild the function is; matrices and kernels decay, vectors don't"
    )
    assert all("weight_decay" in group for group in groups), (
        "each group says its weight_decay, the second one 0: an optimizer gives a group that says "
        "nothing its own default"
    )
    decays = [group["weight_decay"] for group in groups]
    assert_close(decays, [0.2, 0.0], name="weight_decay of the groups", why="0.2 for matrices only")


def test_groups_with_nothing_in_them_are_left_out():
    matrix, vector = Parameter(np.zeros((2, 2))), Parameter(np.zeros(2))
    for parameter, decay in ((matrix, 0.2), (vector, 0.0)):
        groups = decay_groups(iter([parameter]), 0.2)
        assert len(groups) == 1, f"one parameter makes one group, got {groups}"
        assert groups[0]["params"][0] is parameter, "the group must hold the parameter itself"
        assert_close(groups[0]["weight_decay"], decay, name="its weight_decay")


def test_an_optimizer_takes_the_groups():
    matrix, vector = Parameter(np.ones((2, 2))), Parameter(np.ones(2))
    optimizer = SGD(decay_groups([matrix, vector], 0.5), lr=0.1)
    matrix.grad, vector.grad = np.zeros((2, 2)), np.zeros(2)
    optimizer.step()
    assert_close(matrix.data, np.full((2, 2), 0.95), name="matrix after a step without gradient")
    assert_close(vector.data, np.ones(2), name="vector after a step", why="its decay is 0")


def test_max_norm_shrinks_the_units_that_are_too_long():
    weight = np.array([[3.0, 4.0], [0.3, 0.4], [-6.0, 8.0]])
    max_norm_(weight, 2.0)
    assert_close(
        weight,
        [[1.2, 1.6], [0.3, 0.4], [-1.2, 1.6]],
        name="weight after max_norm_(weight, 2)",
        why="row i holds the weights into unit i: rows of norm 5 and 10 shrink to norm 2, one of "
        "norm 0.5 is left alone",
        hint="scratch hint t09 max_norm_",
    )


def test_max_norm_works_in_place_on_tensors():
    weight = Parameter(np.array([[3.0, 4.0], [0.0, 0.0]], np.float32))
    memory = weight.data
    result = max_norm_(weight, 1.0)
    assert result is weight, "max_norm_ returns the weight it was given"
    assert weight.data is memory, "the optimizer holds this memory: change it in place"
    why = "3, 4 has norm 5; a unit of zeros stays zero, and 0 / 0 must not come up"
    expected = np.array([[0.6, 0.8], [0, 0]], np.float32)
    assert_close(memory, expected, name="weight", why=why)


def test_max_norm_takes_all_inputs_of_a_kernel_together():
    weight = np.random.default_rng(0).standard_normal((3, 2, 5, 4))
    before = weight.copy()
    max_norm_(weight, 1.5)
    for unit in range(3):
        norm = np.sqrt((before[unit] ** 2).sum())
        assert_close(
            weight[unit],
            before[unit] * (1.5 / norm),
            name=f"kernel {unit}",
            why="a unit of a convolution has in * height * width incoming weights and one norm",
        )


def test_max_norm_of_no_units_or_no_inputs_changes_nothing():
    for shape in ((0, 3), (3, 0)):
        assert_close(max_norm_(np.ones(shape), 1.0), np.ones(shape), name=f"weight {shape}")


@pytest.mark.parametrize("bound", [0.0, -1.0, float("nan"), float("inf")])
def test_max_norm_refuses_a_bound_that_is_not_positive_and_finite(bound):
    with pytest.raises(ValueError, match="max_norm"):
        max_norm_(np.ones((2, 2)), bound)
