"""The pictures, and the numbers that they show."""

import sys

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t12_im2col import figures as pictures


def test_without_matplotlib_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ImportError, match=r'pip install "t12-im2col\[plot\]"'):
        pictures.memory()


@pytest.mark.slow
def test_the_marked_column_is_the_marked_window():
    left, right = pictures.columns(size=6, window=9).axes
    picture, matrix = (axes.images[0].get_array().data for axes in (left, right))
    x, y = left.lines[0].get_data()
    window = picture[round(min(y) + 0.5) :, round(min(x) + 0.5) :][:3, :3]
    column = round(min(right.lines[0].get_xdata()) + 0.5)
    assert_close(matrix[:, column], window.ravel(), name="the column in the frame")


@pytest.mark.slow
def test_overlaps_are_counted():
    first, second, third = (
        axes.images[0].get_array().data for axes in pictures.overlaps(size=12).axes
    )
    line = np.minimum(np.minimum(np.arange(12), np.arange(12)[::-1]) + 1, 3.0)
    assert_close(first, np.outer(line, line), name="stride 1", why="1, 2, 3, ... 3, 2, 1 each way")
    line = np.array([1.0, 1, 2, 1, 2, 1, 2, 1, 2, 1, 1, 0])
    assert_close(second, np.outer(line, line), name="stride 2", why="the last is never seen")
    assert_close(third, np.ones((12, 12)), name="stride 3", why="no overlap")


@pytest.mark.slow
def test_columns_take_kernel_height_times_what_shifted_rows_take():
    drawn = pictures.figures(np.random.default_rng(0))
    assert list(drawn) == ["columns", "overlaps", "memory"]
    whole, shifted, one = (line.get_ydata() for line in drawn["memory"].axes[0].lines)
    assert_close(whole / shifted, np.array(pictures.KERNELS, float), name="ratio", why="KH copies")
    assert_close(shifted[0], one[0], name="kernel 1", why="one copy is the size of the pictures")
