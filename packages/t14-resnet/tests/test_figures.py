"""The picture, drawn with short runs, and the numbers that it shows."""

import sys

import numpy as np
import pytest
from t14_resnet import figures as pictures
from t14_resnet import study

SIZES = {"plain": np.array([9.0, 3.0, 1.0]), "residual": np.array([2.0, 1.0])}


def test_without_matplotlib_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ImportError, match=r'pip install "t14-resnet\[plot\]"'):
        pictures.shortcuts(56, SIZES, {})


def test_the_curves_are_means_of_the_last_ten_steps():
    curve = np.arange(25.0)
    expected = [curve[max(0, i - 9) : i + 1].mean() for i in range(25)]
    np.testing.assert_allclose(pictures._smooth(curve), expected)


def test_every_network_has_a_colour():
    assert list(pictures.COLOURS) == list(study.NETWORKS)


@pytest.mark.slow
def test_the_picture_shows_what_it_claims():
    drawn = pictures.figures(np.random.default_rng(0), depth=8, steps=3)
    assert list(drawn) == ["shortcuts"]
    left, right = drawn["shortcuts"].axes
    assert [len(line.get_xdata()) for line in left.lines] == [7, 0, 7, 0]
    assert [len(line.get_ydata()) for line in right.lines[:3]] == [3, 3, 3]
    labels = [text.get_text().partition(":")[0] for text in left.get_legend().get_texts()]
    assert labels == ["plain", "residual"]


@pytest.mark.slow
def test_at_56_layers_plain_gradients_explode_by_orders_more():
    sizes = study.compare_networks(rng=np.random.default_rng(0))
    growth = {name: s[0] / s[-1] for name, s in sizes.items() if s[-1]}
    assert growth["plain"] > 2000 > 300 > growth["residual"]
