"""The pictures, and what to install for them."""

import sys

import numpy as np
import pytest
from t17_cifar10 import figures


@pytest.mark.slow
@pytest.mark.oracle  # needs matplotlib, an extra like the library of the oracle tests
def test_every_picture_has_content(monkeypatch):
    monkeypatch.setattr(figures, "EPOCHS", 1)
    monkeypatch.setattr(figures, "TRAINED", 400)
    monkeypatch.setattr(figures, "TESTED", 200)
    drawn = figures.figures(np.random.default_rng(0))
    assert list(drawn) == ["shapes", "augmentation", "filters", "confusion", "mistakes"]
    assert [len(figure.axes) for figure in drawn.values()] == [10, 5, 1, 1, 18]
    assert all(axes.has_data() for figure in drawn.values() for axes in figure.axes)


def test_without_matplotlib_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ImportError, match=r'pip install "t17-cifar10\[plot\]"'):
        figures._figure(1, 1)
