"""The pictures: what is computed for them."""

import sys

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t07_activations import ReLU, relu
from t07_activations.figures import figures, slopes, train_and_count


def test_slopes_are_taken_at_every_number():
    got = slopes(relu, np.array([-1.0, 0.0, 2.0]))
    assert_close(got, [0.0, 0.0, 1.0], name="slopes of relu")


def test_long_steps_kill_units_and_short_ones_do_not():
    assert train_and_count(ReLU, lr=0.05, seed=1, steps=20)[-1] == 0
    assert train_and_count(ReLU, lr=0.6, seed=1, steps=20)[-1] > 5


@pytest.mark.oracle  # needs matplotlib, an extra like the libraries of the oracle tests
@pytest.mark.slow
def test_every_picture_is_drawn():
    pictures = figures(np.random.default_rng(0))
    assert set(pictures) == {"curves", "glu", "dead_units"}
    assert [axes.get_title() for axes in pictures["curves"].axes[:2]] == [
        "relu",
        "leaky_relu, slope 0.1",
    ]


def test_without_matplotlib_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ImportError, match=r"t07-activations\[plot\]"):
        figures(np.random.default_rng(0))
