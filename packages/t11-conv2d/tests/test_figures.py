"""The pictures, and the numbers that they show."""

import sys

import numpy as np
import pytest
from t11_conv2d import figures as drawing
from t11_conv2d import photograph, receptive_field


def test_without_matplotlib_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ImportError, match=r'pip install "t11-conv2d\[plot\]"'):
        drawing.edges(photograph()[:5, :5])


def test_the_influence_of_two_layers_is_that_of_a_convolved_kernel():
    line = np.array([1.0, 2, 3, 2, 1]) / 9
    field = drawing.influence([1, 1], size=9)
    expected = np.zeros((9, 9))
    expected[2:7, 2:7] = np.outer(line, line)
    np.testing.assert_allclose(field, expected, atol=1e-15)


@pytest.mark.parametrize("dilations", [[1], [1] * 5, [1, 2, 4], [2] * 3])
def test_the_influence_reaches_as_far_as_the_receptive_field_says(dilations):
    field = drawing.influence(dilations)
    touched = np.flatnonzero(field.sum(axis=0))
    assert touched[-1] - touched[0] + 1 == receptive_field([(3, 1, d) for d in dilations])
    assert touched[0] + touched[-1] == 24
    np.testing.assert_allclose(field.sum(), 1)


def test_equal_dilations_leave_holes_and_growing_ones_do_not():
    assert np.count_nonzero(drawing.influence([2] * 3)) == 7 * 7
    assert np.count_nonzero(drawing.influence([1, 2, 4])) == 15 * 15


def test_the_stacks_grow_as_the_readme_says():
    sizes = {name: receptive_field(layers) for name, layers in drawing.STACKS.items()}
    assert list(sizes.values()) == [13, 25, 127, 29]


@pytest.mark.slow
def test_every_picture_is_drawn_with_what_it_claims_to_show():
    drawn = drawing.figures(np.random.default_rng(0))
    assert list(drawn) == ["edges", "blur", "receptive_field"]
    panels = {name: figure.axes for name, figure in drawn.items()}
    assert [len(axes) for axes in panels.values()] == [4, 4, 5]
    images = [axes.images[0].get_array() for axes in panels["edges"]]
    assert [image.shape for image in images] == [(96, 96), (94, 94), (94, 94), (94, 94)]
    np.testing.assert_allclose(np.hypot(images[1], images[2]), images[3], rtol=1e-5, atol=1e-6)
    noisy, smooth, box, dark = (axes.images[0].get_array() for axes in panels["blur"])
    assert np.std(np.diff(smooth)) < 0.5 * np.std(np.diff(noisy))
    np.testing.assert_allclose(box[4:-4, 4:-4], dark[4:-4, 4:-4], rtol=1e-5)
    assert dark[0, 0] < 0.5 * box[0, 0]
    lines = panels["receptive_field"][0].lines
    assert [line.get_ydata()[-1] for line in lines] == [13, 25, 127, 29]
