"""fit: the whole loop, and a run that goes on where it was interrupted"""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t10_mnist import Progress, fit

EPOCH = "scratch hint t10 train_epoch"
STEPS = 20  # 4 epochs of 5 steps


class Interrupt(Progress):
    """End the run after a number of steps, as a kill does: nothing is written afterwards."""

    def __init__(self, steps):
        self.left = steps

    def step(self, run, samples):
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt


def assert_same_bits(model, history, expected_model, expected_history, name):
    assert history == expected_history, (
        f"{name}: the history differs: {history}, uninterrupted {expected_history}"
    )
    for key, array in expected_model.state_dict().items():
        assert_close(
            model.state_dict()[key],
            array,
            name=f"{name}: {key}",
            why="resuming is exact: weights, moments, schedule, order, augmentation and dropout go"
            " on where they were, so every bit is as in the run that was never interrupted",
            hint=EPOCH,
            rtol=0,
            atol=0,
        )


@pytest.fixture
def whole(make):
    """The run without interruption: (model, history)."""
    model, loader, options = make()
    return model, fit(model, loader, **options)


def test_fit_returns_the_figures_of_every_epoch(whole):
    _, history = whole
    names = ["loss", "accuracy", "validation_loss", "validation_accuracy", "lr"]
    assert list(history) == names, f"the history holds {names}, got {list(history)}"
    assert {len(values) for values in history.values()} == {4}, "one figure for each of 4 epochs"
    assert_close(
        history["lr"][-1],
        0.01 / 25 / 1e4,
        name="learning rate at the end",
        why="OneCycleLR has 20 steps, one for each batch: after them it is at its lowest",
        hint=EPOCH,
    )


def test_fit_learns(make):
    model, loader, options = make()
    options |= {"epochs": 40, "schedule": None, "early_stopping": None, "validation": None}
    options["optimizer"].param_groups[0] |= {"lr": 0.05, "betas": (0.9, 0.999)}
    loader.transform = None
    history = fit(model, loader, **options)
    assert history["accuracy"][-1] > 0.6 > 0.5 > history["accuracy"][0], (
        "40 epochs on 38 pictures must lift the training accuracy from below 0.5 to above 0.6, got"
        f" {history['accuracy'][0]:.2f} and {history['accuracy'][-1]:.2f} ({EPOCH})"
    )


@pytest.mark.parametrize("steps", [0, 1, 4, 5, 7, 10, 13, 19])
def test_a_run_interrupted_anywhere_ends_with_the_same_bits(make, whole, tmp_path, steps):
    file = tmp_path / "run.npz"
    model, loader, options = make()
    with pytest.raises(KeyboardInterrupt):
        fit(
            model,
            loader,
            checkpoint=file,
            checkpoint_every=2,
            **options | {"progress": Interrupt(steps)},
        )
    model, loader, options = make(seed=0)
    history = fit(model, loader, checkpoint=file, checkpoint_every=2, **options)
    assert_same_bits(model, history, *whole, f"interrupted after step {steps}")


def test_a_run_interrupted_again_and_again_ends_with_the_same_bits(make, whole, tmp_path):
    for _ in range(STEPS):
        model, loader, options = make()
        options["progress"] = Interrupt(3)
        try:
            history = fit(model, loader, checkpoint=tmp_path / "x", checkpoint_every=2, **options)
        except KeyboardInterrupt:
            continue
        break
    assert_same_bits(model, history, *whole, "interrupted every 3 steps")


@pytest.mark.parametrize("options", [{"shared": True}, {"prefetch": 2}])
def test_a_shared_generator_and_prefetching_resume_as_well(make, tmp_path, options):
    model, loader, rest = make(**options)
    expected = model, fit(model, loader, **rest)
    model, loader, rest = make(**options)
    with pytest.raises(KeyboardInterrupt):
        fit(
            model,
            loader,
            checkpoint=tmp_path / "x",
            checkpoint_every=1,
            **rest | {"progress": Interrupt(8)},
        )
    model, loader, rest = make(**options)
    history = fit(model, loader, checkpoint=tmp_path / "x", **rest)
    assert_same_bits(model, history, *expected, f"resumed with {options}")


def test_checkpoints_do_not_change_the_run(make, whole, tmp_path):
    model, loader, options = make()
    history = fit(model, loader, checkpoint=tmp_path / "x", checkpoint_every=1, **options)
    assert_same_bits(model, history, *whole, "with a checkpoint at every step")


def test_a_finished_run_is_taken_from_its_checkpoint(make, whole, tmp_path):
    model, loader, options = make()
    fit(model, loader, checkpoint=tmp_path / "x", **options)
    model, loader, options = make()
    history = fit(model, loader, checkpoint=tmp_path / "x", **options | {"progress": Interrupt(0)})
    assert_same_bits(model, history, *whole, "loaded when finished")


def test_the_network_ends_with_the_weights_of_its_best_epoch(make):
    model, loader, options = make()
    noted = []

    class Note(Progress):
        def epoch(self, run):
            noted.append((run.history["validation_loss"][-1], model.state_dict()))

    fit(model, loader, **options | {"progress": Note(), "schedule": None})
    losses = [loss for loss, _ in noted]
    best = noted[int(np.argmin(losses))][1]
    for key, array in model.state_dict().items():
        why = f"early stopping watched validation_loss: {losses}; the smallest is the best epoch"
        assert_close(array, best[key], name=key, why=why, hint=EPOCH, rtol=0, atol=0)
