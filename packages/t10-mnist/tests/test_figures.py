"""The pictures, what to install for them, and the milestone's small run."""

import sys

import numpy as np
import pytest
from t10_mnist import figures, milestone


@pytest.mark.slow
@pytest.mark.oracle  # needs matplotlib, an extra like the libraries of the oracle tests
def test_every_picture_has_content(monkeypatch):
    monkeypatch.setattr(figures, "EPOCHS", 6)
    drawn = figures.figures(np.random.default_rng(0))
    assert list(drawn) == ["augmentation", "learning_curves", "confusion", "wrong_digits"]
    assert [len(figure.axes) for figure in drawn.values()][:3] == [5, 2, 1]
    assert all(axes.has_data() for figure in drawn.values() for axes in figure.axes)


def test_without_matplotlib_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    monkeypatch.setattr(figures, "_scores", lambda *_: np.zeros((359, 10)))
    with pytest.raises(ImportError, match=r'pip install "t10-mnist\[plot\]"'):
        figures.figures(np.random.default_rng(0))


def test_a_small_milestone_run_is_repeatable_and_complete():
    first, again = (milestone.run(seed=4, smoke=True) for _ in range(2))
    assert first == again
    assert set(first["metrics"]) == {"test_accuracy", "train_accuracy"}
    assert set(first["curves"]) == {"training loss", "training accuracy"}


def test_a_real_run_without_mnist_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setenv("SCRATCH_DATA", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="scratch data get mnist"):
        milestone.run(seed=0, real=True)
