"""The pictures show what their titles claim."""

import sys

import numpy as np
import pytest
from t06_backprop.figures import figures


def test_without_matplotlib_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ImportError, match=r'pip install "t06-backprop\[plot\]"'):
        figures(np.random.default_rng(0))


@pytest.mark.slow
def test_every_picture_is_drawn_with_what_it_claims_to_show():
    drawn = figures(np.random.default_rng(0))
    assert list(drawn) == ["gradient_flow", "one_backward_pass", "sum_or_mean"]
    lines = drawn["gradient_flow"].axes[0].lines
    verdicts = [line.get_label().split(": ")[1].split(",")[0] for line in lines]
    assert verdicts == ["healthy"] * 2 + ["vanishing", "exploding"] + ["vanishing"] * 2
    relu = drawn["gradient_flow"].axes[1].lines[3].get_ydata()
    assert max(relu) < 10 * min(relu)
    maps = [axes.images[0].get_array() for axes in drawn["one_backward_pass"].axes[:12]]
    h1, g_z1 = maps[2], maps[7]
    assert h1.shape == g_z1.shape == (12, 10)
    assert np.any(h1 == 0) and not np.any(g_z1[h1 == 0])
    assert np.array_equal((maps[11] < 0).sum(axis=1), np.ones(12))
    mean, total = (axes.lines[:4] for axes in drawn["sum_or_mean"].axes)
    assert max(line.get_ydata()[-1] for line in mean) < 0.6
    assert total[3].get_ydata()[-1] > 1
