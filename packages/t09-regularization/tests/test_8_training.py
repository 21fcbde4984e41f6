"""Mixup, and knowing when to stop"""

import math

import numpy as np
import pytest
from scratchcore import tensor
from scratchcore.testing import assert_close
from t09_regularization import EarlyStopping, mixup


def samples(n=7):
    """Return x whose rows and y whose rows show which samples went in, and how much of each."""
    return np.eye(n), np.eye(n)


def mixed(alpha=1.0, seed=0, n=7):
    return mixup(*samples(n), alpha=alpha, rng=np.random.default_rng(seed))


def test_samples_and_labels_are_mixed_alike():
    for seed in range(5):
        x, y = mixed(seed=seed)
        assert x.shape == y.shape == (7, 7)
        assert_close(
            y,
            x,
            name="labels of mixed samples",
            why="0.7 of sample a and 0.3 of sample b is labelled 0.7 and 0.3: one lam and one "
            "order for both",
            hint="scratch hint t09 mixup",
        )


def test_every_sample_is_mixed_with_one_other_of_the_batch():
    for seed in range(5):
        x, _ = mixed(seed=seed)
        lam = x[(x > 0) & (x < 0.999)].max()
        why = "each row is lam * x[i] + (1 - lam) * x[order[i]]: weights that sum to 1"
        assert_close(x.sum(axis=1), np.ones(7), name="sum of the weights in a row", why=why)
        assert_close(x.sum(axis=0), np.ones(7), name="weight of each sample", why="a permutation")
        shares = np.unique(x.round(12))
        allowed = np.unique(np.round([0, lam, 1 - lam, 1], 12))
        assert set(shares) <= set(allowed), f"one lam for the batch, but the shares are {shares}"


def test_lam_follows_a_beta_distribution():
    lams = []
    generator = np.random.default_rng(0)
    for _ in range(3000):
        x, _ = mixup(np.array([[1.0], [0.0]]), np.eye(2), alpha=0.4, rng=generator)
        lams.append(x[0, 0])
    swapped = np.array([lam for lam in lams if lam != 1.0])
    # half of the orders of two samples leave both in place; the others show lam
    variance = 1 / (4 * (2 * 0.4 + 1))
    why = "Beta(0.4, 0.4) has the mean 1/2 and the variance 1 / (4 (2 alpha + 1)) = 0.139"
    hint = "scratch hint t09 mixup"
    assert_close(swapped.mean(), 0.5, name="mean of lam", why=why, rtol=0, atol=0.05, hint=hint)
    assert_close(swapped.var(), variance, name="variance of lam", why=why, rtol=0.1, hint=hint)


def test_alpha_zero_mixes_nothing():
    x, y = mixed(alpha=0.0)
    assert_close(x, np.eye(7), name="x", why="alpha = 0: lam = 1, every sample alone")
    assert_close(y, np.eye(7), name="y", why="alpha = 0: lam = 1, every sample alone")


def test_pictures_tensors_and_targets_of_a_regression_are_mixed_too():
    rng = np.random.default_rng(0)
    pictures = rng.standard_normal((5, 2, 4, 3)).astype(np.float32)
    target = pictures.mean(axis=(1, 2, 3))
    x, y = mixup(tensor(pictures), target, alpha=1.0, rng=np.random.default_rng(3))
    assert x.shape == (5, 2, 4, 3) and x.dtype == np.float32
    why = "the mean of a mixed picture is the mixed mean"
    assert_close(y, x.data.mean(axis=(1, 2, 3)), name="targets", why=why, atol=1e-6)


def test_the_batch_that_came_in_is_left_as_it_is():
    x, y = samples()
    mixup(x, y, alpha=1.0, rng=np.random.default_rng(0))
    assert_close(x, np.eye(7), name="x", why="the caller uses its data again in the next epoch")
    assert_close(y, np.eye(7), name="y", why="the caller uses its data again in the next epoch")


def test_one_seed_makes_one_mixture():
    assert_close(mixed(seed=4)[0], mixed(seed=4)[0], name="x mixed with an equal rng")
    assert (mixed(seed=4)[0] != mixed(seed=5)[0]).any(), "another seed must mix in another way"


def test_lam_is_drawn_before_the_order():
    same = np.random.default_rng(4)
    lam, order = same.beta(0.4, 0.4), same.permutation(7)
    why = "first lam from rng.beta, then the order from rng.permutation: the seed tells both"
    expected = lam * np.eye(7) + (1 - lam) * np.eye(7)[order]
    assert_close(mixed(alpha=0.4, seed=4)[0], expected, name="x", why=why)


def test_labels_that_are_names_cannot_be_mixed():
    with pytest.raises(TypeError, match="probabilities"):
        mixup(np.eye(3), np.array([0, 1, 2]), alpha=1.0, rng=np.random.default_rng(0))


@pytest.mark.parametrize("alpha", [-1.0, math.nan, math.inf])
def test_alpha_must_be_a_finite_number_from_zero(alpha):
    with pytest.raises(ValueError, match="alpha"):
        mixed(alpha=alpha)


def test_samples_and_labels_are_as_many():
    with pytest.raises(ValueError, match="samples"):
        mixup(np.eye(3), np.eye(2), alpha=1.0, rng=np.random.default_rng(0))


HINT = "scratch hint t09 EarlyStopping.step"


def stops(values, **options):
    """Return what each step answers, and the object."""
    stopping = EarlyStopping(**options)
    return [stopping.step(value) for value in values], stopping


def test_it_stops_after_patience_steps_without_a_new_best():
    answers, stopping = stops([5.0, 4.0, 4.5, 4.2, 4.1], patience=3)
    assert answers == [False, False, False, False, True], (
        f"for 5, 4, 4.5, 4.2, 4.1 and patience 3 step answered {answers}: none of the last three "
        "beats the best, 4, although each of the last two beats the one before it"
    )
    assert_close(stopping.best, 4.0, name="best", hint=HINT)
    assert_close(stopping.best_step, 1, name="best_step", why="counted from 0", hint=HINT)
    assert_close(stopping.bad_steps, 3, name="bad_steps", hint=HINT)


def test_a_new_best_starts_the_count_again():
    answers, stopping = stops([5.0, 6.0, 6.0, 4.0, 6.0, 6.0, 6.0], patience=3)
    assert answers == [False] * 6 + [True], (
        f"step answered {answers}: two bad steps, a new best, then three bad ones in a row"
    )
    assert_close(stopping.best_step, 3, name="best_step", hint=HINT)


def test_the_mode_says_which_way_is_better():
    accuracies = [0.5, 0.7, 0.6, 0.65]
    answers, stopping = stops(accuracies, patience=2, mode="max")
    assert answers == [False, False, False, True], f"mode 'max' answered {answers}"
    assert_close(stopping.best, 0.7, name="best in mode max", why="the largest", hint=HINT)
    answers, _ = stops([-v for v in accuracies], patience=2, mode="min")
    assert answers == [False, False, False, True], f"mode 'min' of the negatives: {answers}"


def test_less_than_min_delta_is_no_progress():
    answers, stopping = stops([4.0, 3.95, 3.92, 3.88], patience=2, min_delta=0.1)
    assert answers == [False, False, True, False], (
        f"step answered {answers}: 3.95 and 3.92 are less than 0.1 below the best, 4; 3.88 is more"
    )
    assert_close(stopping.best, 3.88, name="best", why="3.88 < 4 - 0.1", hint=HINT)
    answers, _ = stops([4.0, 4.05, 4.08, 4.12], patience=2, min_delta=0.1, mode="max")
    assert answers == [False, False, True, False], f"mode 'max' answered {answers}"


@pytest.mark.parametrize("mode", ["min", "max"])
def test_an_equal_value_is_no_progress(mode):
    answers, stopping = stops([1.0, 1.0, 1.0], patience=2, mode=mode)
    assert answers == [False, False, True], f"three times the same value: {answers}"
    assert_close(stopping.best_step, 0, name="best_step", why="the first of equals", hint=HINT)


@pytest.mark.parametrize("mode", ["min", "max"])
def test_nan_is_never_better(mode):
    answers, stopping = stops([1.0, math.nan, math.nan], patience=2, mode=mode)
    assert answers == [False, False, True], f"two NaN after 1.0 with patience 2: {answers}"
    assert_close(stopping.best, 1.0, name="best", why="a comparison with NaN is false", hint=HINT)


def test_improved_marks_the_time_to_keep_the_weights():
    stopping = EarlyStopping(patience=5)
    assert not stopping.improved, "nothing was noted yet"
    marks = []
    for value in (3.0, 2.0, 2.5, 1.0):
        stopping.step(value)
        marks.append(stopping.improved)
    assert marks == [True, True, False, True], f"improved was {marks} for 3, 2, 2.5, 1"


def test_it_continues_from_a_saved_state():
    values = [5.0, 4.0, 4.5, 4.2, 4.1]
    whole, _ = stops(values, patience=3)
    first = EarlyStopping(patience=3)
    answers = [first.step(v) for v in values[:3]]
    second = EarlyStopping(patience=3)
    second.load_state_dict(first.state_dict())
    assert answers + [second.step(v) for v in values[3:]] == whole
    assert_close(second.best, 4.0, name="best after loading")
    with pytest.raises(KeyError, match="best"):
        second.load_state_dict({"best": 1.0})
