"""Losses of angles: cosine embedding and InfoNCE"""

import math

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck
from scratchcore.testing import assert_close
from t08_losses import cosine_embedding_loss, info_nce, similarities

COSINE, SIMILAR = "scratch hint t08 cosine_embedding", "scratch hint t08 similarities"
A = np.array([[3.0, 4.0], [1.0, 0.0], [0.0, 2.0]])
B = np.array([[4.0, 3.0], [0.0, 5.0], [0.0, -1.0]])
COS = np.array([0.96, 0.0, -1.0])


def by_hand(a, b, y, margin):
    """The definition, one pair at a time."""
    losses = []
    for u, v, sign in zip(a, b, y, strict=True):
        c = sum(u * v) / math.sqrt(sum(u * u) * sum(v * v))
        losses.append(1 - c if sign > 0 else max(0.0, c - margin))
    return np.array(losses)


def test_alike_pairs_should_point_the_same_way():
    losses = cosine_embedding_loss(A, B, np.array([1, 1, 1]), reduction="none")
    why = "1 - cos: 0 for the same direction, 2 for opposite ones; lengths don't matter"
    assert_close(losses, 1 - COS, name="losses", why=why, hint=COSINE)
    assert losses.shape == (3,), f"one loss per pair, expected (3,), got {losses.shape}"


def test_different_pairs_cost_what_exceeds_the_margin():
    losses = cosine_embedding_loss(A, B, np.array([-1, -1, -1]), margin=0.5, reduction="none")
    why = "max(0, cos - margin): a pair at right angles is different enough, one at 0.96 is not"
    assert_close(losses, np.array([0.46, 0, 0]), name="losses", why=why, hint=COSINE)


def test_the_gradient_turns_and_does_not_stretch(pull, slopes):
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(5, 3)), rng.normal(size=(5, 3))
    y = np.array([1, -1, 1, -1, -1])
    _, to_a, to_b = pull(lambda a, b: cosine_embedding_loss(a, b, y, margin=-0.3), a, b)
    why = "the length is in the cosine too: the gradient is at right angles to the vector"
    name = "gradient times vector"
    assert_close((to_a * a).sum(axis=1), np.zeros(5), name=name, why=why, hint=COSINE, atol=1e-9)
    expected = slopes(lambda a: by_hand(a, b, y, -0.3).mean(), a)
    why += "; the mean divides by 5 pairs"
    assert_close(to_a, expected, name="gradient", why=why, hint=COSINE, rtol=1e-5, atol=1e-8)
    expected = slopes(lambda b: by_hand(a, b, y, -0.3).mean(), b)
    assert_close(to_b, expected, name="of x2", why=why, hint=COSINE, rtol=1e-5, atol=1e-8)


def test_at_the_margin_the_slope_counts(pull):
    b = np.array([[1.0, 0.0]])
    _, gradient = pull(
        lambda a: cosine_embedding_loss(a, b, np.array([-1]), margin=0.0), np.array([[0.0, 1.0]])
    )
    why = "at the kink PyTorch takes the slope of the side where the loss grows"
    assert_close(gradient, np.array([[1.0, 0.0]]), name="gradient", why=why, hint=COSINE)


def test_a_vector_of_zeros_has_no_direction():
    losses = cosine_embedding_loss(np.zeros((1, 2)), B[:1], np.array([1]), reduction="none")
    why = "its cosine is 0, not 0 / 0: 1e-12 is added to the squared lengths"
    assert_close(losses, np.array([1.0]), name="loss of a zero vector", why=why, hint=COSINE)


def test_similarities_are_cosines_over_the_temperature():
    table = similarities(A[:2], B, 0.5)
    assert table.shape == (2, 3), f"queries in rows, keys in columns: (2, 3), got {table.shape}"
    expected = np.array([[0.96, 0.8, -0.8], [0.8, 0.0, 0.0]]) / 0.5
    why = "row i, column j: cos(query i, key j) / temperature, with vectors of length 1"
    assert_close(table, expected, name="similarities", why=why, hint=SIMILAR)


def test_a_query_of_zeros_is_similar_to_nothing():
    table = similarities(np.zeros((1, 2)), B, 1.0)
    assert_close(table, np.zeros((1, 3)), name="similarities of a zero vector", hint=SIMILAR)


def test_info_nce_asks_each_query_for_its_key(pull, slopes):
    rng = np.random.default_rng(1)
    q, k = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))

    def expected(q, k):
        total = 0.0
        for i in range(4):
            c = [q[i] @ k[j] / math.sqrt(q[i] @ q[i] * (k[j] @ k[j])) / 0.2 for j in range(4)]
            total -= c[i] - math.log(sum(math.exp(v) for v in c))
        return total / 4

    loss, to_q, to_k = pull(lambda q, k: info_nce(q, k, temperature=0.2), q, k)
    why = "the softmax goes over the keys: for each query, its own key among all 4"
    assert_close(loss, np.array(expected(q, k)), name="InfoNCE", why=why, hint=SIMILAR)
    numeric = slopes(lambda q: expected(q, k), q)
    assert_close(to_q, numeric, name="gradient of queries", hint=SIMILAR, rtol=1e-5, atol=1e-8)
    numeric = slopes(lambda k: expected(q, k), k)
    assert_close(to_k, numeric, name="gradient of keys", hint=SIMILAR, rtol=1e-5, atol=1e-8)


def test_what_no_query_tells_apart_costs_log_n():
    same = np.ones((8, 3))
    loss = info_nce(same, same)
    assert_close(loss, math.log(8), name="InfoNCE", why="8 equal keys: -log(1 / 8)", hint=SIMILAR)


@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
def test_gradients_agree_with_differences_to_second_order(reduction):
    rng = np.random.default_rng(2)
    a, b = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    y = np.array([1, -1, 1])
    for function in (
        lambda a, b: cosine_embedding_loss(a, b, y, margin=-0.9, reduction=reduction),
        lambda a, b: info_nce(a, b, reduction=reduction),
    ):
        assert gradcheck(function, (a, b))
        assert gradgradcheck(function, (a, b))


def test_float32_stays_float32(stays_float32):
    y = np.array([1, -1, 1])
    stays_float32(lambda a, b: cosine_embedding_loss(a, b, y, reduction="none").sum(), A, B)
    stays_float32(lambda a, b: similarities(a, b, 0.5).sum(), A, B)
    stays_float32(lambda a, b: info_nce(a, b), A, B)
