"""Scores, and what they get wrong

A small linear network whose scores are computed by hand, and tables of scores.
"""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t05_mlp import Linear, Module
from t10_mnist import confusion_matrix
from t17_cifar10 import confused_pairs, most_confident_mistakes, predict

PREDICT = "scratch hint t17 predict"
MISTAKES = "scratch hint t17 most_confident_mistakes"
PAIRS = "scratch hint t17 confused_pairs"


class Flat(Module):
    """A linear layer on all pixels, which notes how it was called."""

    def __init__(self, *, fails=False):
        super().__init__()
        self.linear = Linear(60, 4, rng=np.random.default_rng(0))
        self.calls, self.fails = [], fails

    def forward(self, x):
        if self.fails:
            raise RuntimeError("no scores today")
        out = self.linear(np.ascontiguousarray(x).reshape(len(x), 60))
        self.calls.append((len(x), self.training, out.requires_grad))
        return out

    def by_hand(self, images):
        weight, bias = self.linear.weight.data, self.linear.bias.data
        return images.reshape(len(images), -1) @ weight.T + bias


def images(count=7, seed=1):
    return np.random.default_rng(seed).standard_normal((count, 3, 5, 4)).astype(np.float32)


def test_without_flip_the_scores_are_the_models():
    model, x = Flat(), images()
    got = predict(model, x, flip=False, batch_size=3)
    assert got.shape == (7, 4), f"scores (7, 4) of 7 pictures in batches of 3, got {got.shape}"
    assert_close(got, model.by_hand(x), name="scores", hint=PREDICT)
    assert isinstance(got, np.ndarray) and got.dtype == np.float32


def test_with_flip_they_are_the_mean_with_the_mirror_images():
    model, x = Flat(), images()
    mirrored = np.stack([[[row[::-1] for row in channel] for channel in image] for image in x])
    assert_close(
        predict(model, x, batch_size=3),
        (model.by_hand(x) + model.by_hand(mirrored)) / 2,
        name="scores of pictures and mirror images",
        why="the mean of both, and a mirror swaps left and right: the last axis",
        hint=PREDICT,
    )


def test_evaluation_mode_and_no_graph_and_batches_of_the_given_size():
    model = Flat()
    predict(model, images(), flip=False, batch_size=3)
    sizes, training, graphs = zip(*model.calls, strict=True)
    assert sizes == (3, 3, 1), f"7 pictures, 3 at a time, came as batches of {sizes}"
    assert not any(training), f"batch norm and dropout need model.eval() before ({PREDICT})"
    assert not any(graphs), f"a graph of 10,000 pictures fills the memory: no_grad ({PREDICT})"


@pytest.mark.parametrize("mode", [True, False])
@pytest.mark.parametrize("fails", [True, False])
def test_the_model_ends_in_the_mode_it_was_in(mode, fails):
    model = Flat(fails=fails).train(mode)
    if fails:
        with pytest.raises(RuntimeError, match="no scores today"):
            predict(model, images())
    else:
        predict(model, images())
    assert model.training is mode and model.linear.training is mode, (
        f"training was {mode} before and is {model.training}: a `finally` restores it ({PREDICT})"
    )


def test_modules_that_were_in_another_mode_stay_in_it():
    model = Flat().train()
    model.linear.eval()
    predict(model, images())
    assert model.training and not model.linear.training, (
        "the linear layer was in evaluation mode inside a training model, as a frozen norm is, and"
        f" predict has left it in training mode: note the mode of each module ({PREDICT})"
    )


def test_no_pictures_give_no_rows():
    got = predict(Flat(), images(0))
    assert got.shape == (0, 4), f"no pictures have scores (0, 4), got {got.shape} ({PREDICT})"


SCORES = np.array(
    [
        [2.0, 0.0, 0.0],  # right
        [0.0, 3.0, 0.0],  # wrong, 0.909 sure
        [9.0, 9.5, 0.0],  # wrong, 0.622 sure, though its score is the highest
        [0.0, 0.0, 5.0],  # right, very sure
        [-8.0, -9.0, -1.0],  # wrong, 0.999 sure
        [0.0, 3.0, 0.0],  # wrong, as sure as row 1
    ]
)
TARGET = np.array([0, 0, 0, 2, 1, 2])


def test_mistakes_are_sorted_by_how_sure_they_were():
    got = most_confident_mistakes(SCORES, TARGET, 10)
    assert_close(
        got,
        np.array([4, 1, 5, 2]),
        name="places of the mistakes",
        why="probabilities 0.999, 0.909, 0.909 (the earlier row first), 0.622; rows 0 and 3 are"
        " right; a high score is sure only beside low ones",
        hint=MISTAKES,
    )
    assert_close(most_confident_mistakes(SCORES, TARGET, 2), np.array([4, 1]), name="the first two")


def test_large_scores_do_not_overflow():
    scores = np.array([[1e4, 0.0], [3e4, 2.99e4], [0.0, 1.0]], np.float32)
    got = most_confident_mistakes(scores, np.array([1, 1, 0]), 3)
    why = "rows 0 and 1 are entirely sure, row 2 is 0.73 sure; exp(10000) is infinite"
    assert_close(got, np.array([0, 1, 2]), name="mistakes of large scores", why=why, hint=MISTAKES)


def test_the_surest_of_the_sure_comes_first():
    scores = np.array([[0, 20, 0], [0, 30, 0], [0, 900, 0], [0, 2000, 0], [0, 25, 24]], np.float32)
    got = most_confident_mistakes(scores, np.zeros(5, int), 5)
    why = (
        "1 - 1e-9 and 1 - 1e-13 are both 1 in float32: compare what is left for the other classes,"
        " and its logarithm, which doesn't vanish"
    )
    assert_close(got, np.array([3, 2, 1, 0, 4]), name="places", why=why, hint=MISTAKES)


def test_many_equal_mistakes_stay_in_their_order():
    scores = np.tile(np.array([[1.0, 0.0], [2.0, 0.0]]), (50, 1))  # every second one is surer
    got = most_confident_mistakes(scores, np.ones(100, int), 100)
    expected = np.concatenate([np.arange(1, 100, 2), np.arange(0, 100, 2)])
    why = "among equals the order of the rows is kept: a stable sort"
    assert_close(got, expected, name="places", why=why, hint=MISTAKES)


def test_without_mistakes_there_is_nothing_to_see():
    got = most_confident_mistakes(SCORES, SCORES.argmax(axis=1), 5)
    assert got.shape == (0,) and got.dtype.kind == "i", f"got {got.dtype} {got.shape}"


def test_pairs_count_both_directions():
    matrix = np.array([[9, 4, 1, 0], [2, 8, 0, 0], [5, 0, 7, 3], [0, 0, 3, 6]])
    got = confused_pairs(matrix, 10)
    assert got == [(0, 1, 6), (0, 2, 6), (2, 3, 6)], (
        f"0 and 1: 4 + 2, 0 and 2: 1 + 5, 2 and 3: 3 + 3, equal ones by their numbers; the"
        f" diagonal is right and 1 and 3 never meet. Yours: {got} ({PAIRS})"
    )
    assert len(confused_pairs(matrix, 2)) == 2, "count limits the pairs"


def test_pairs_of_random_predictions_agree_with_a_loop():
    rng = np.random.default_rng(4)
    predicted, target = rng.integers(0, 6, (2, 300))
    counts = {}
    for p, t in zip(predicted.tolist(), target.tolist(), strict=True):
        if p != t:
            pair = (min(p, t), max(p, t))
            counts[pair] = counts.get(pair, 0) + 1
    expected = sorted(((a, b, n) for (a, b), n in counts.items()), key=lambda p: (-p[2], p[:2]))
    got = confused_pairs(confusion_matrix(predicted, target, 6), 30)
    why = "every mistake counted once, sorted by how often, then by the classes' numbers"
    assert_close(np.array(got), np.array(expected), name="pairs (15, 3)", why=why, hint=PAIRS)
    assert all(type(number) is int for pair in got for number in pair), "Python ints are wanted"


def test_nothing_confused_and_no_classes():
    assert confused_pairs(np.eye(3, dtype=int), 5) == [], f"all are right: an empty list ({PAIRS})"
    assert confused_pairs(np.zeros((0, 0), int), 5) == [], f"no classes, no pairs ({PAIRS})"
