"""fit's entrance, early stopping, when it saves, and what it refuses to resume."""

import sys
from functools import partial

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t03_optimizers import SGD, Adam, ReduceLROnPlateau
from t08_losses import cross_entropy
from t09_regularization import EarlyStopping
from t10_mnist import (
    ArrayDataset,
    CheckpointError,
    DataLoader,
    Progress,
    fit,
    load_checkpoint,
    save_checkpoint,
)


def test_early_stopping_ends_the_run_and_resuming_it_does_not_go_on(make, tmp_path):
    model, loader, options = make()
    options |= {"early_stopping": EarlyStopping(2, mode="max"), "monitor": "validation_accuracy"}
    options["validation"] = [(np.zeros((3, 12), np.float32), np.array([0, 1, 2]))]
    options |= {"metrics": {"accuracy": lambda scores, y: 0.5}, "epochs": 9, "schedule": None}
    history = fit(model, loader, checkpoint=tmp_path / "x", **options)
    assert len(history["loss"]) == 3, "the best epoch is the first, two more are its patience"
    assert load_checkpoint(tmp_path / "x")["stopped"] is True
    model, loader, again = make()
    options |= {name: again[name] for name in ("optimizer",)}
    options["early_stopping"] = EarlyStopping(2, mode="max")
    assert fit(model, loader, checkpoint=tmp_path / "x", **options) == history


def test_the_weights_of_the_best_epoch_come_back_also_when_later_ones_are_worse(make):
    model, loader, options = make()
    values, noted = iter([0.1, 0.9, 0.5, 0.4]), []

    class Note(Progress):
        def epoch(self, run):
            noted.append(model.state_dict())

    options["validation"] = [(np.zeros((3, 12), np.float32), np.array([0, 1, 2]))]
    options |= {"early_stopping": EarlyStopping(9, mode="max"), "progress": Note()}
    options |= {"monitor": "validation_score", "metrics": {"score": lambda *_: score()}}

    def score():
        return next(values) if not model.training else 0.0

    fit(model, loader, **options)
    for name, array in model.state_dict().items():
        assert_close(array, noted[1][name], name=name, rtol=0, atol=0)


@pytest.mark.parametrize(
    ("every", "places"),
    [
        (None, [(1, 0), (2, 0)]),
        (2, [(0, 2), (0, 4), (1, 0), (1, 2), (1, 4), (2, 0)]),
        (3, [(0, 3), (1, 0), (1, 3), (2, 0)]),
        (5, [(1, 0), (2, 0)]),
    ],
)
def test_a_checkpoint_is_written_every_few_steps_and_after_each_epoch(
    make, tmp_path, monkeypatch, every, places
):
    saved = []

    def keep(file, state):
        saved.append((state["epoch"], state["step"]))

    monkeypatch.setattr(sys.modules["t10_mnist.fit"], "save_checkpoint", keep)
    model, loader, options = make()
    options |= {"epochs": 2, "checkpoint": tmp_path / "x", "checkpoint_every": every}
    fit(model, loader, **options)
    assert saved == places


def test_reduce_on_plateau_looks_at_the_monitor_once_an_epoch(make):
    model, loader, options = make()
    optimizer = SGD(model.parameters(), lr=0.5)
    schedule = ReduceLROnPlateau(optimizer, patience=0, threshold=1e9, threshold_mode="abs")
    options |= {"optimizer": optimizer, "schedule": schedule, "early_stopping": None}
    history = fit(model, loader, **options)
    assert_close(history["lr"], [0.5, 0.5, 0.05, 0.005], name="lr of each epoch")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"epochs": 0}, "epochs must be at least 1, got 0"),
        ({"monitor": "val_loss"}, "monitor is 'val_loss', the history will have"),
        ({"validation": None}, "monitor is 'validation_loss'"),
        ({"checkpoint_every": 0, "checkpoint": "x"}, "checkpoint_every must be at least 1, got 0"),
        ({"checkpoint_every": 5}, "checkpoint_every needs checkpoint"),
    ],
)
def test_wrong_arguments_are_named_before_training(make, changes, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    model, loader, options = make()
    before = model.state_dict()
    with pytest.raises(ValueError, match=words):
        fit(model, loader, **options | changes)
    assert all((model.state_dict()[name] == array).all() for name, array in before.items())
    assert not list(tmp_path.iterdir()), "a refused run writes nothing"


def test_a_loader_without_batches_is_refused(make):
    model, _, options = make()
    small = DataLoader(ArrayDataset(np.zeros((3, 12))), 8, drop_last=True)
    with pytest.raises(ValueError, match="loader has no batch"):
        fit(model, small, **options)


def test_batches_in_a_list_train_but_have_no_place_to_go_on_from(make, tmp_path):
    model, loader, options = make()
    batches = list(loader)
    options |= {"checkpoint": tmp_path / "run", "epochs": 2, "early_stopping": None}
    history = fit(model, batches, **options)
    assert len(history["loss"]) == 2
    other, _, more = make()
    with pytest.raises(ValueError, match="checkpoint_every needs a loader with a state_dict"):
        fit(other, batches, **more | {"checkpoint": tmp_path / "b", "checkpoint_every": 1})
    assert not (tmp_path / "b").exists(), "a refused run writes nothing"


def test_a_validation_without_batches_is_refused(make):
    model, loader, options = make()
    small = DataLoader(ArrayDataset(np.zeros((3, 12))), 8, drop_last=True)
    for empty in (small, []):
        with pytest.raises(ValueError, match="validation has no batch"):
            fit(model, loader, **options | {"validation": empty})


def test_a_loss_that_is_not_finite_names_epoch_and_step(make):
    model, loader, options = make()
    loader.dataset.arrays[0][:] = np.inf
    loader.transform = None
    words = "epoch 1, step 1: the loss is"
    with pytest.raises(FloatingPointError, match=words), np.errstate(all="ignore"):
        fit(model, loader, **options)


def other_model(model, loader, options):
    model[3].p = 0.4


def other_loss(model, loader, options):
    options["loss"] = partial(cross_entropy, label_smoothing=0.1)


def other_shape(model, loader, options):
    model.append(type(model[4])(4, 4, rng=np.random.default_rng(0)))


def other_rate(model, loader, options):
    options["optimizer"] = Adam(model.parameters(), lr=0.02)
    options["schedule"] = None


def other_kind(model, loader, options):
    options["optimizer"] = SGD(model.parameters(), lr=0.01)
    options["schedule"] = None


def no_schedule(model, loader, options):
    options["schedule"] = None


def other_data(model, loader, options):
    loader.dataset.arrays[0][7, 3] += 1


def other_batches(model, loader, options):
    loader.batch_size = 9


def other_augmentation(model, loader, options):
    loader.transform.ranges["rotate"] = 11


def other_monitor(model, loader, options):
    options["monitor"] = "loss"


def other_metrics(model, loader, options):
    options["metrics"] = {"share": options["metrics"]["accuracy"]}


def no_early_stopping(model, loader, options):
    options["early_stopping"] = None


def no_validation(model, loader, options):
    options |= {"validation": None, "early_stopping": None}


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (other_model, "model"),
        (other_shape, "model"),
        (other_loss, "loss"),
        (other_rate, "optimizer"),
        (other_kind, "optimizer"),
        (no_schedule, "schedule"),
        (other_data, "data"),
        (other_batches, "data"),
        (other_augmentation, "data"),
        (no_early_stopping, "early_stopping"),
        (no_validation, "validation"),
        (other_monitor, "early_stopping"),
        (other_metrics, "metrics"),
    ],
)
def test_a_checkpoint_of_another_run_is_refused_before_any_change(make, tmp_path, change, part):
    file = tmp_path / "run.npz"
    model, loader, options = make()
    fit(model, loader, checkpoint=file, **options)
    model, loader, options = make()
    change(model, loader, options)
    before = model.state_dict()
    with pytest.raises(CheckpointError, match=rf"run\.npz: is of another {part}: .*\nthis run has"):
        fit(model, loader, checkpoint=file, **options)
    assert all((model.state_dict()[name] == array).all() for name, array in before.items())


def test_a_checkpoint_without_a_part_is_refused(make, tmp_path):
    model, loader, options = make()
    fit(model, loader, checkpoint=tmp_path / "x", **options)
    state = load_checkpoint(tmp_path / "x")
    del state["optimizer"]
    save_checkpoint(tmp_path / "x", state)
    model, loader, options = make()
    with pytest.raises(CheckpointError, match="x: KeyError: 'optimizer'"):
        fit(model, loader, checkpoint=tmp_path / "x", **options)


def test_more_epochs_than_before_go_on_training(make, tmp_path):
    model, loader, options = make()
    first = fit(model, loader, checkpoint=tmp_path / "x", **options | {"schedule": None})
    model, loader, options = make()
    options |= {"schedule": None, "epochs": 6}
    history = fit(model, loader, checkpoint=tmp_path / "x", **options)
    assert len(history["loss"]) == 6 and history["loss"][:4] == first["loss"]


class Loud(Progress):
    """Note what is told."""

    def __init__(self):
        self.heard = []

    def begin(self, run):
        self.heard.append(("begin", run.epoch, run.step))

    def step(self, run, samples):
        self.heard.append((run.epoch, run.step, samples))

    def epoch(self, run):
        self.heard.append(("epoch", run.epoch))

    def end(self, run):
        self.heard.append("end")


def test_a_progress_of_ones_own_hears_of_everything(make):
    model, loader, options = make()
    loud = Loud()
    fit(model, loader, **options | {"epochs": 2, "progress": loud})
    first = [(0, 1, 8), (0, 2, 8), (0, 3, 8), (0, 4, 8), (0, 5, 6)]
    second = [(1, *rest) for _, *rest in first]
    heard = [("begin", 0, 0), *first, ("epoch", 1), *second, ("epoch", 2), "end"]
    assert loud.heard == heard


def test_the_end_is_told_after_an_error_too(make):
    model, loader, options = make()
    loud = Loud()
    with pytest.raises(ZeroDivisionError):
        fit(model, loader, **options | {"progress": loud, "loss": lambda scores, y: 1 / 0})
    assert loud.heard == [("begin", 0, 0), "end"]
    assert cross_entropy is options["loss"]
