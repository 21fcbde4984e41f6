"""A run that was killed: what it still knows, and what it leaves in the folder."""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t09_regularization import EarlyStopping
from t10_mnist import CheckpointError, Progress, fit


class StopAfter(Progress):
    """Interrupt the run after its third epoch, when its checkpoint is written."""

    def epoch(self, run):
        if run.epoch == 3:
            raise KeyboardInterrupt


def watched(make, values):
    """Return a run whose validation has these scores, and that ends three epochs after the best."""
    model, loader, options = make()
    validation = [(np.zeros((3, 12), np.float32), np.array([0, 1, 2]))]

    def score(scores, y):
        return 0.0 if model.training else next(values)

    options |= {"validation": validation, "monitor": "validation_score", "epochs": 9}
    options |= {"early_stopping": EarlyStopping(3, mode="max"), "metrics": {"score": score}}
    return model, loader, options | {"schedule": None}


def test_a_resumed_run_knows_its_best_weights_and_how_long_it_has_waited(make, tmp_path):
    values = [0.25, 0.75, 0.5, 0.5, 0.25, 0.25]
    expected, loader, options = watched(make, iter(values))
    whole = fit(expected, loader, **options)
    assert whole["validation_score"] == values[:5]
    rest = iter(values)
    model, loader, options = watched(make, rest)
    with pytest.raises(KeyboardInterrupt):
        fit(model, loader, checkpoint=tmp_path / "x", **options | {"progress": StopAfter()})
    model, loader, options = watched(make, rest)
    assert fit(model, loader, checkpoint=tmp_path / "x", **options) == whole
    for name, array in model.state_dict().items():
        assert_close(array, expected.state_dict()[name], name=name, rtol=0, atol=0)


def test_resuming_removes_what_kills_left_of_half_written_files(make, tmp_path):
    model, loader, options = make()
    file = tmp_path / "run[1].npz"
    fit(model, loader, checkpoint=file, **options)
    others = {"run[1].npz", ".run1.npz.0123abcd", ".run[1].npz.bak"}
    for name in (*others - {file.name}, ".run[1].npz.0123abcd", ".run[1].npz.ffffffff"):
        (tmp_path / name).write_bytes(b"PK")
    model, loader, options = make()
    fit(model, loader, checkpoint=file, **options)
    assert {found.name for found in tmp_path.iterdir()} == others


class MeanOfSteps:
    """The plain mean of the first bias over all steps, as an average that `fit` keeps."""

    def __init__(self, model):
        self.bias = next(p for name, p in model.named_parameters() if name.endswith("bias"))
        self.mean, self.count = np.zeros_like(self.bias.data, dtype=np.float64), 0

    def update(self):
        self.count += 1
        self.mean += (self.bias.data - self.mean) / self.count

    def state_dict(self):
        return {"mean": self.mean.copy(), "count": self.count}

    def load_state_dict(self, state):
        self.mean[...], self.count = state["mean"], state["count"]


def test_an_average_is_updated_after_each_step_and_survives_an_interruption(make, tmp_path):
    model, loader, options = make()
    expected = MeanOfSteps(model)
    fit(model, loader, average=expected, **options)
    assert expected.count == 4 * len(loader), "one update for each step of four epochs"
    model, loader, options = make()
    stopped = options | {"progress": StopAfter(), "average": MeanOfSteps(model)}
    with pytest.raises(KeyboardInterrupt):
        fit(model, loader, checkpoint=tmp_path / "x", **stopped)
    model, loader, options = make()
    resumed = MeanOfSteps(model)
    fit(model, loader, checkpoint=tmp_path / "x", average=resumed, **options)
    assert resumed.count == expected.count
    assert_close(resumed.mean, expected.mean, name="mean over the steps", rtol=0, atol=0)


def test_a_run_with_an_average_does_not_go_on_from_one_without(make, tmp_path):
    model, loader, options = make()
    fit(model, loader, checkpoint=tmp_path / "x", **options)
    model, loader, options = make()
    with pytest.raises(CheckpointError, match="another average"):
        fit(model, loader, checkpoint=tmp_path / "x", average=MeanOfSteps(model), **options)
