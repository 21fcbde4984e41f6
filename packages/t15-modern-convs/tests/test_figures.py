"""The pictures, and the numbers that they show."""

import sys

import numpy as np
import pytest
from t15_modern_convs import conv_flops, conv_parameters
from t15_modern_convs import figures as pictures


def test_without_matplotlib_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ImportError, match=r'pip install "t15-modern-convs\[plot\]"'):
        pictures.cost({"standard": (1, 2, 3.0)})


def test_stamps_overlap_unevenly_where_the_stride_does_not_divide_the_kernel():
    counts = pictures.stamp_counts(4, 3, 2)
    expected = np.zeros((9, 9))
    for i, j in np.ndindex(4, 4):
        expected[2 * i : 2 * i + 3, 2 * j : 2 * j + 3] += 1
    np.testing.assert_array_equal(counts, expected)
    assert set(np.unique(counts[2:-2, 2:-2])) == {1, 2, 4}
    assert set(np.unique(pictures.stamp_counts(4, 4, 2)[2:-2, 2:-2])) == {4}


def test_costs_are_those_of_the_formulas():
    found = pictures.costs(pictures.layers(np.random.default_rng(0)))
    picture = 4 * 64 * 32 * 32
    for name, groups in (("standard", 1), ("4 groups", 4), ("16 groups", 16)):
        parameters, operations, moved = found[name]
        assert parameters == conv_parameters(64, 64, 3, groups, bias=False)
        assert operations == conv_flops(64, 64, 3, 32, groups)
        assert moved == 2 * picture
    separable = (64 * 9 + 64 * 64, 2 * 1024 * (64 * 9 + 64 * 64), 4 * picture)
    assert found["depthwise-separable"] == separable


@pytest.mark.slow
def test_every_picture_is_drawn():
    drawn = pictures.figures(np.random.default_rng(0))
    assert list(drawn) == ["cost", "checkerboard"]
    titles = [axes.get_title() for axes in drawn["checkerboard"].axes]
    assert titles[0] == "kernel 3, stride 2: 1, 2 or 4 stamps on a pixel"
    assert titles[2] == "kernel 4, stride 2: 4 stamps on a pixel"
    labels = [text.get_text() for text in drawn["cost"].axes[0].texts]
    assert labels == ["36,864 (100%)", "9,216 (25%)", "2,304 (6%)", "4,672 (13%)"]
