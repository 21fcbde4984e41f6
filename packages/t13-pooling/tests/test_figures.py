"""The pictures, and the numbers that they show."""

import sys

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t13_pooling import figures as pictures


def test_without_matplotlib_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ImportError, match=r'pip install "t13-pooling\[plot\]"'):
        pictures.kept()


@pytest.mark.slow
def test_a_maximum_lies_above_the_mean():
    images = [axes.images[0].get_array().data for axes in pictures.kept().axes]
    for largest, mean, size in zip(images[:3], images[3:], (2, 4, 8), strict=True):
        assert largest.shape == mean.shape
        assert np.all(largest >= mean), f"{size} x {size}: a mean above the maximum"
    assert_close(images[0][::4, ::4].shape, images[2].shape, name="pixels of 8 x 8")


@pytest.mark.slow
def test_both_gradients_add_up_to_one_for_each_window():
    drawn = pictures.figures(np.random.default_rng(0))
    assert list(drawn) == ["kept", "gradients"]
    for axes in drawn["gradients"].axes[:2]:
        total = axes.images[0].get_array().sum()
        assert_close(total, 16.0, name=axes.get_title(), why="4 x 4 windows, one for each")
