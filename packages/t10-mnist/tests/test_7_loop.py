"""The loop: one step, one epoch, one evaluation

The network is x @ weight.T, the loss a mean square: its gradient is worked out by hand.
"""

import numpy as np
import pytest
from scratchcore import tensor
from scratchcore.testing import assert_close
from t03_optimizers import SGD, StepLR
from t05_mlp import Module, Parameter
from t10_mnist import RunningMeans, evaluate, train_epoch, train_step

STEP = "scratch hint t10 train_step"
EPOCH = "scratch hint t10 train_epoch"
EVALUATE = "scratch hint t10 evaluate"
RNG = np.random.default_rng(5)
X, Y, WEIGHT = RNG.normal(size=(7, 3)), RNG.normal(size=(7, 2)), RNG.normal(size=(2, 3))
BATCHES = [(X[:3], Y[:3]), (X[3:6], Y[3:6]), (X[6:], Y[6:])]  # the last one is shorter


class Plane(Module):
    """x @ weight.T; notes the mode and whether a graph is made, at every call."""

    def __init__(self):
        super().__init__()
        self.weight = Parameter(WEIGHT.copy())
        self.modes, self.graphs = [], []

    def forward(self, x):
        scores = x @ self.weight.T  # (B, 2)
        self.modes.append(self.training)
        self.graphs.append(scores.requires_grad)
        return scores


def squares(scores, y):
    """The mean square error."""
    difference = scores - y
    return np.mean(difference * difference)


def by_hand(weight, x, y):
    """Return the loss and its gradient."""
    difference = x @ weight.T - y
    return (difference**2).mean(), 2 * difference.T @ x / difference.size


def setup(lr=0.1, **schedule):
    model = Plane()
    optimizer = SGD(model.parameters(), lr=lr)
    options = {"loss": squares, "optimizer": optimizer}
    if schedule:
        options["schedule"] = StepLR(optimizer, **schedule)
    return model, options


def largest(scores, y):
    """A metric: the mean of each row's highest score."""
    assert type(scores) is np.ndarray, f"metrics get the raw scores, got {type(scores)}"
    return float(scores.max(axis=1).mean())


def test_a_step_goes_down_the_gradient_of_its_batch():
    model, options = setup()
    train_step(model, X, Y, **options)
    assert_close(
        model.weight,
        WEIGHT - 0.1 * by_hand(WEIGHT, X, Y)[1],
        name="weight after one step",
        why="zero_grad, forward, loss, backward, then optimizer.step: weight - lr * gradient",
        hint=STEP,
    )


def test_a_second_step_forgets_the_gradient_of_the_first():
    model, options = setup()
    expected = WEIGHT
    for x, y in BATCHES[:2]:
        train_step(model, x, y, **options)
        expected = expected - 0.1 * by_hand(expected, x, y)[1]
    assert_close(
        model.weight,
        expected,
        name="weight after two steps",
        why="backward adds to .grad, so the last step's gradient has to be forgotten first",
        hint=STEP,
    )


def test_a_gradient_from_before_the_step_does_not_count():
    model, options = setup()
    squares(model(X[:2]), Y[:2]).backward()
    train_step(model, X, Y, **options)
    expected = WEIGHT - 0.1 * by_hand(WEIGHT, X, Y)[1]
    why = "somebody else's backward left a gradient behind: zero_grad comes before backward"
    assert_close(model.weight, expected, name="weight after one step", why=why, hint=STEP)


def test_a_step_returns_the_loss_as_a_float_and_the_scores_it_came_from():
    model, options = setup()
    value, scores = train_step(model, X, Y, **options)
    assert type(value) is float, (
        f"the loss must be a Python float: a tensor would keep its whole graph alive, got"
        f" {type(value)}"
    )
    assert_close(value, by_hand(WEIGHT, X, Y)[0], name="loss", why="before the step", hint=STEP)
    assert_close(scores, X @ WEIGHT.T, name="scores", why="those of the loss", hint=STEP)


def test_the_schedule_moves_on_after_the_optimizer():
    model, options = setup(step_size=1, gamma=0.5)
    expected, lr = WEIGHT, 0.1
    for x, y in BATCHES[:2]:
        train_step(model, x, y, **options)
        expected, lr = expected - lr * by_hand(expected, x, y)[1], lr / 2
    assert_close(
        model.weight,
        expected,
        name="weight after two steps with a learning rate that halves",
        why="the first step has lr 0.1, the second 0.05: the schedule sets the rate of the next",
        hint=STEP,
    )
    assert options["schedule"].last_step == 2, "the schedule counts one step for each batch"


@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_a_loss_that_is_not_finite_stops_before_any_damage(number):
    model, options = setup()
    x = X.copy()
    x[2, 1] = number
    with pytest.raises(FloatingPointError, match="loss"), np.errstate(all="ignore"):
        train_step(model, x, Y, **options)
    why = "one NaN in an optimizer's step makes all parameters NaN: look at the loss first"
    assert_close(model.weight, WEIGHT, name="weight after the error", why=why, hint=STEP)


def test_an_epoch_takes_every_batch_in_turn():
    model, options = setup()
    train_epoch(model, BATCHES, **options)
    expected = WEIGHT
    for x, y in BATCHES:
        expected = expected - 0.1 * by_hand(expected, x, y)[1]
    assert_close(model.weight, expected, name="weight after an epoch", hint=EPOCH)


def test_an_epochs_means_are_over_samples():
    model, options = setup()
    got = train_epoch(model, BATCHES, metrics={"largest": largest}, **options)
    weight, losses, metrics = WEIGHT, [], []
    for x, y in BATCHES:
        loss, gradient = by_hand(weight, x, y)
        losses += [loss] * len(x)
        metrics += [(x @ weight.T).max(axis=1).mean()] * len(x)
        weight = weight - 0.1 * gradient
    why = "batches of 3, 3 and 1 samples count 3, 3 and 1 times"
    assert set(got) == {"loss", "largest"}, f"expected loss and largest, got {sorted(got)}"
    assert_close(got["loss"], np.mean(losses), name="the epoch's loss", why=why, hint=EPOCH)
    assert_close(
        got["largest"],
        np.mean(metrics),
        name="the epoch's metric",
        why=why + ", measured on the scores that the loss was made of",
        hint=EPOCH,
    )


def test_an_epoch_trains_in_training_mode():
    model, options = setup()
    model.eval()
    train_epoch(model, BATCHES, **options)
    assert model.modes == [True] * 3, (
        "dropout and batch norm must be in training mode, also when the model was evaluated"
        f" before; the modes of the three forward passes: {model.modes} ({EPOCH})"
    )


def test_the_schedule_gets_through_the_epoch():
    model, options = setup(step_size=1, gamma=0.5)
    train_epoch(model, BATCHES, **options)
    lr = options["optimizer"].param_groups[0]["lr"]
    assert_close(lr, 0.1 / 8, name="lr after three steps", why="it halves each step", hint=EPOCH)


def test_an_interrupted_epoch_goes_on_in_its_means():
    model, options = setup()
    running = RunningMeans()
    running.add({"loss": 10.0, "largest": 1.0}, 3)
    got = train_epoch(model, BATCHES[2:], metrics={"largest": largest}, running=running, **options)
    loss, _ = by_hand(WEIGHT, *BATCHES[2])
    assert_close(
        got["loss"],
        (3 * 10 + loss) / 4,
        name="the loss of an epoch whose first 3 samples were trained on before",
        why="`running` holds the first part of the epoch: add to it",
        hint=EPOCH,
    )
    assert running.count == 4, f"running.count must be 4, got {running.count}"


def test_after_each_step_the_means_are_up_to_date():
    model, options = setup()
    running, seen = RunningMeans(), []

    def after_step(count):
        seen.append((count, running.count))

    train_epoch(model, BATCHES, running=running, after_step=after_step, **options)
    assert seen == [(3, 3), (3, 6), (1, 7)], (
        "after_step(count) comes after each batch, when its samples are in `running`:"
        f" expected [(3, 3), (3, 6), (1, 7)], got {seen}; a checkpoint is written there"
    )


def test_evaluation_weighs_every_sample_equally():
    model, _ = setup()
    got = evaluate(model, BATCHES, loss=squares, metrics={"largest": largest})
    assert set(got) == {"loss", "largest"}, f"expected loss and largest, got {sorted(got)}"
    why = "as if all 7 samples were one batch: the single sample of the last counts once, not 3 x"
    loss, _ = by_hand(WEIGHT, X, Y)
    assert_close(got["loss"], loss, name="loss", why=why, hint=EVALUATE)
    largest_score = (X @ WEIGHT.T).max(axis=1).mean()
    assert_close(got["largest"], largest_score, name="metric", why=why, hint=EVALUATE)


def test_evaluation_changes_nothing_and_builds_no_graph():
    model, _ = setup()
    evaluate(model, BATCHES, loss=squares)
    assert_close(model.weight, WEIGHT, name="weight after evaluation", hint=EVALUATE)
    assert model.weight.grad is None, "evaluation must not leave a gradient behind"
    assert model.graphs == [False] * 3, (
        "without no_grad() every batch builds a graph that nobody uses: the scores still required"
        f" a gradient in {model.graphs.count(True)} of 3 batches ({EVALUATE})"
    )


@pytest.mark.parametrize("training", [True, False])
def test_evaluation_is_in_evaluation_mode_and_gives_the_mode_back(training):
    model, _ = setup()
    model.train(training)
    evaluate(model, BATCHES, loss=squares)
    assert model.modes == [False] * 3, (
        f"dropout must be off and batch norm use its running statistics: modes {model.modes}"
    )
    assert model.training is training, (
        f"the model was in mode training={training} before and has training={model.training} after"
    )


def test_evaluation_leaves_layers_in_the_mode_they_were_in():
    model, _ = setup()
    model.frozen = Module().eval()
    evaluate(model, BATCHES, loss=squares)
    assert model.training and not model.frozen.training, (
        "a frozen layer was in evaluation mode inside a training model and is in training mode now:"
        f" note the mode of each module ({EVALUATE})"
    )


def test_evaluation_gives_the_mode_back_after_an_error():
    model, _ = setup()
    with pytest.raises(ValueError):
        evaluate(model, [(X[:, :2], Y)], loss=squares)
    assert model.training is True, (
        "after an error the model must be in training mode again: use try ... finally"
    )


def test_evaluation_takes_raw_losses_of_tensors():
    model, _ = setup()
    got = evaluate(model, [(tensor(X), Y)], loss=squares)
    assert type(got["loss"]) is float, f"the loss must be a float, got {type(got['loss'])}"
    assert_close(got["loss"], by_hand(WEIGHT, X, Y)[0], name="loss", hint=EVALUATE)
