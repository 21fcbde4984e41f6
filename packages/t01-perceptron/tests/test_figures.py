"""The pictures draw, and say what to install where they cannot; the milestone's small run."""

import sys

import numpy as np
import pytest
from t01_perceptron.figures import figures
from t01_perceptron.milestone import run


@pytest.mark.slow
@pytest.mark.oracle  # needs matplotlib, an extra like the libraries of the oracle tests
def test_every_picture_has_axes_with_titles_and_content():
    drawn = figures(np.random.default_rng(0))
    assert len(drawn) == 5
    for name, figure in drawn.items():
        for axes in figure.axes:
            assert axes.get_title(), f"{name} has a panel without a title"
            assert axes.has_data(), f"{name} has an empty panel"


def test_without_matplotlib_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ImportError, match=r'pip install "t01-perceptron\[plot\]"'):
        figures(np.random.default_rng(0))


def test_a_small_milestone_run_is_repeatable_and_complete():
    first, again = (run(seed=4, smoke=True) for _ in range(2))
    assert first == again
    assert first["metrics"]["setosa_converged"] == 1.0
    assert first["metrics"]["setosa_train_errors"] == 0.0
    assert first["curves"]["setosa mistakes"][-1] == 0
    assert len(first["curves"]["hard pair mistakes"]) == 5
    assert len(first["curves"]["logistic loss"]) == 50
    assert all(0.8 < v <= 1 for k, v in first["metrics"].items() if k.endswith("accuracy"))


def test_a_full_milestone_run_learns_every_task():
    metrics = run(seed=0)["metrics"]
    assert metrics["setosa_test_errors"] == 0.0
    assert 0 < metrics["setosa_mistakes_per_bound"] < 1
    assert all(v >= 0.86 for k, v in metrics.items() if k.endswith("accuracy"))
