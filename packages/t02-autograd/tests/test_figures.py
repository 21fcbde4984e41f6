"""The pictures; a separate, slow file because drawing needs matplotlib and a trained network."""

import sys

import numpy as np
import pytest
from t02_autograd import Value
from t02_autograd import figures as pictures
from t02_autograd.milestone import fit_moons


def test_without_matplotlib_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ImportError, match=r'pip install "t02-autograd\[plot\]"'):
        pictures.diamond_graph()


def test_slopes_are_measured_without_touching_gradients():
    a, b = Value(3.0), Value(4.0)
    a.grad, b.grad = 10.0, 20.0
    assert pictures._slopes(a * b) == [(a, 4.0), (b, 3.0)]
    assert (a.grad, b.grad) == (10.0, 20.0)


@pytest.mark.slow
def test_every_picture_is_drawn_with_what_it_claims_to_show(monkeypatch):
    monkeypatch.setattr(pictures, "fit_moons", lambda rng, epochs: fit_moons(rng=rng, epochs=4))
    drawn = pictures.figures(np.random.default_rng(0))
    assert list(drawn) == ["graph", "training", "moons"]
    texts = [text.get_text() for text in drawn["graph"].axes[0].texts]
    assert sum(text.endswith(("grad 1.000", "grad 1.097")) for text in texts) == 4
    assert [len(axes.lines) for axes in drawn["training"].axes] == [3, 2]
    cleared, summed = (line.get_ydata() for line in drawn["training"].axes[1].lines)
    assert cleared[0] == summed[0] and cleared[-1] < 0.01 < summed[-1]
    points = [c.get_offsets() for c in drawn["moons"].axes[0].collections][-2:]
    assert [p.shape for p in points] == [(50, 2), (50, 2)]
