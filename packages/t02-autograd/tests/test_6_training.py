"""Train it"""

import math

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t02_autograd import MLP, SGD, Value, gradient_check, make_xor, mse_loss, train

LOSS = "scratch hint t02 mse_loss"
STEP = "scratch hint t02 SGD.step"
TRAIN = "scratch hint t02 train"


def line(slope, offset):
    """Return a network y = slope * x + offset."""
    model = MLP(1, [1])
    for p, number in zip(model.parameters(), (slope, offset), strict=True):
        p.data = number
    return model


class Spy:
    """Count what train does with a model and an optimizer that never moves it."""

    def __init__(self):
        self.seen, self.steps, self.parameter = [], [], Value(0.0)

    def __call__(self, x):
        self.seen.append(tuple(x))
        return self.parameter + 0.0

    def zero_grad(self):
        self.parameter.grad = 0.0

    def step(self):
        self.steps.append(len(self.seen))


def test_mse_loss_is_the_mean_of_the_squared_differences():
    loss = mse_loss([Value(1.0), Value(2.0), Value(5.0)], [0.0, 4.0, 4.0])
    assert_close(
        loss.data,
        2.0,
        name="mse_loss([1, 2, 5], [0, 4, 4])",
        why="(1 + 4 + 1) / 3: squared, then divided by the number of predictions",
        batch=3,
        hint=LOSS,
    )
    assert np.shape(loss.data) == (), "the loss is one number"


def test_mse_loss_has_gradient_two_times_the_difference_over_n():
    predictions = [Value(1.0), Value(2.0), Value(5.0), Value(-1.0)]
    mse_loss(predictions, np.array([0.0, 4.0, 4.0, -1.0])).backward()
    assert_close(
        [p.grad for p in predictions],
        [0.5, -1.0, 0.5, 0.0],
        name="gradient of mse_loss with respect to four predictions",
        why="d/dp of mean((p - t)**2) is 2 (p - t) / n",
        batch=4,
        hint=LOSS,
    )


@pytest.mark.parametrize(("predictions", "targets"), [(2, 1), (1, 2), (0, 0), (0, 1)])
def test_mse_loss_needs_as_many_predictions_as_targets(predictions, targets, refuses):
    refuses(
        lambda: mse_loss([Value(1.0)] * predictions, [0.0] * targets),
        ValueError,
        naming=[str(predictions), str(targets)],
        why=f"{predictions} predictions and {targets} targets have no mean squared difference",
    )


def test_sgd_moves_each_parameter_against_its_gradient():
    a, b = Value(1.0), Value(-2.0)
    a.grad, b.grad = 0.5, -4.0
    SGD([a, b], lr=0.1).step()
    assert_close(
        [a.data, b.data],
        [0.95, -1.6],
        name="parameters 1 and -2 after a step with gradients 0.5 and -4, lr 0.1",
        why="p - lr * grad: 1 - 0.05 and -2 + 0.4",
        hint=STEP,
    )
    assert (a.grad, b.grad) == (0.5, -4.0), "step leaves gradients alone: zero_grad clears them"
    assert type(a.data) is float, f"data stays a Python float, got {type(a.data).__name__}"


def test_a_step_with_a_numpy_rate_keeps_python_floats():
    a = Value(1.0)
    a.grad = 0.5
    SGD([a], lr=np.float64(0.1)).step()
    assert_close(a.data, 0.95, name="1 after a step with gradient 0.5, lr 0.1", hint=STEP)
    assert type(a.data) is float, f"data stays a Python float, got {type(a.data).__name__}"


def test_training_follows_gradient_descent_on_a_line():
    points, targets, lr = np.array([0.0, 1.0, 3.0]), np.array([1.0, 0.0, 2.0]), 0.05
    w, b, expected = 0.5, -1.0, []
    for _ in range(4):
        error = w * points + b - targets
        expected.append(np.mean(error**2))
        w, b = w - lr * 2 * np.mean(error * points), b - lr * 2 * np.mean(error)
    model = line(0.5, -1.0)
    losses = train(model, points[:, None], targets, SGD(model.parameters(), lr), epochs=4)
    assert_close(
        losses,
        expected,
        name="losses of four epochs on y = wx + b",
        why="each epoch: loss, clear the gradients, backward, step; gradients of an earlier epoch "
        "must not be added, and the loss is the one before the step",
        hint=TRAIN,
    )
    assert_close(
        [p.data for p in model.parameters()], [w, b], name="w and b afterwards", hint=TRAIN
    )


def test_gradients_from_before_training_do_not_count():
    model = line(0.0, 0.0)
    for p in model.parameters():
        p.grad = 1000.0
    train(model, [[1.0]], [1.0], SGD(model.parameters(), 0.25), epochs=1)
    assert_close(
        [p.data for p in model.parameters()],
        [0.5, 0.5],
        name="w and b after one epoch with stale gradients of 1000",
        why="the first step starts from cleared gradients too",
        hint=TRAIN,
    )


def test_without_a_batch_size_an_epoch_is_one_step_on_all_points_in_order():
    spy = Spy()
    points = [[float(i)] for i in range(7)]
    losses = train(spy, points, [1.0] * 7, spy, epochs=2)
    assert spy.steps == [7, 14], f"one step after each 7 points, got steps after {spy.steps}"
    assert spy.seen == [(float(i),) for i in range(7)] * 2, "the points come in order"
    assert_close(losses, [1.0, 1.0], name="losses of a model that says 0 where 1 is right")


def test_batches_cover_every_point_once_an_epoch_in_a_new_order():
    spy = Spy()
    points = [[float(i)] for i in range(7)]
    train(spy, points, [1.0] * 7, spy, epochs=3, batch_size=3, rng=np.random.default_rng(0))
    assert spy.steps == [3, 6, 7, 10, 13, 14, 17, 20, 21], (
        f"batches of 3, 3 and the remaining 1 in each epoch, got steps after {spy.steps} points"
    )
    epochs = [spy.seen[i : i + 7] for i in (0, 7, 14)]
    assert all(sorted(epoch) == [(float(i),) for i in range(7)] for epoch in epochs), (
        f"an epoch visits every point once, got {epochs}"
    )
    assert len({tuple(epoch) for epoch in epochs}) == 3, "each epoch draws a new permutation"


def test_the_loss_of_an_epoch_is_the_mean_over_points_not_over_batches():
    spy = Spy()
    targets = [1.0, 2.0, 3.0, 4.0, 5.0]
    rng = np.random.default_rng(0)
    losses = train(spy, [[0.0]] * 5, targets, spy, epochs=2, batch_size=3, rng=rng)
    assert_close(
        losses,
        [11.0, 11.0],
        name="loss of an epoch in batches of 3 and 2",
        why="(1 + 4 + 9 + 16 + 25) / 5: a batch of 2 weighs less than a batch of 3",
        hint=TRAIN,
    )


def test_points_keep_their_own_targets_when_they_are_permuted():
    model = line(2.0, 1.0)
    points = np.linspace(-1, 1, 9)[:, None]
    losses = train(
        model,
        points,
        2 * points[:, 0] + 1,
        SGD(model.parameters(), 0.1),
        epochs=2,
        batch_size=2,
        rng=np.random.default_rng(3),
    )
    assert_close(
        losses,
        [0.0, 0.0],
        name="losses where the line already fits every point",
        why="points and targets must be permuted together",
        atol=1e-25,
        hint=TRAIN,
    )


def test_training_twice_with_the_same_seeds_gives_the_same_losses():
    def losses():
        rng = np.random.default_rng(2)
        model = MLP(2, [3, 1], rng=rng)
        optimizer = SGD(model.parameters(), 0.1)
        return train(model, *make_xor(), optimizer, epochs=3, batch_size=2, rng=rng)

    assert_close(losses(), losses(), name="losses of two equal runs", rtol=0.0, atol=0.0)


def test_points_without_targets_are_an_error(refuses):
    model = line(1.0, 0.0)
    refuses(
        lambda: train(model, [[1.0], [2.0]], [1.0], SGD(model.parameters(), 0.1), epochs=1),
        ValueError,
        naming=["2", "1"],
        why="each point needs its target, and here are two points and one target",
    )


def test_a_loss_that_is_not_finite_stops_the_training(refuses):
    model = line(1.0, 0.0)
    refuses(
        lambda: train(model, [[math.inf]], [0.0], SGD(model.parameters(), 0.1), epochs=2),
        FloatingPointError,
        naming=["inf"],
        why="the loss is infinite, and a step with such gradients would destroy the parameters",
    )


def test_the_gradients_of_a_whole_loss_pass_the_gradient_check():
    model = MLP(2, [3, 1])
    points, targets = make_xor()
    error = gradient_check(
        lambda *_: mse_loss([model(x) for x in points], targets), model.parameters()
    )
    assert error < 1e-8, f"largest error of a gradient of the loss: {error:.2g}"


@pytest.mark.parametrize(("seed", "hidden_bias"), [(0, False), (1, False), (0, True)])
def test_four_points_in_three_dimensions_are_learned_below_001(seed, hidden_bias):
    points = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]
    model = MLP(3, [4, 4, 1], hidden_bias=hidden_bias, rng=np.random.default_rng(seed))
    optimizer = SGD(model.parameters(), lr=0.1)
    losses = train(model, points, [1.0, -1.0, -1.0, 1.0], optimizer, epochs=150)
    assert losses[-1] < 0.01, f"the final loss must be below 0.01, got {losses[-1]:.4f}"


@pytest.mark.parametrize("seed", [0, 1])
def test_xor_is_learned_below_001(seed):
    model = MLP(2, [4, 4, 1], rng=np.random.default_rng(seed))
    losses = train(model, *make_xor(), SGD(model.parameters(), lr=0.2), epochs=300)
    assert losses[-1] < 0.01, f"the final loss must be below 0.01, got {losses[-1]:.4f}"
