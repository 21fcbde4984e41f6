"""Dead units: who never passes a gradient

A unit is dead when no sample of the batch lets a gradient through it.
"""

import numpy as np
import pytest
from scratchcore import no_grad, tensor
from t07_activations import PReLU, dead_units, leaky_relu, relu, sigmoid, silu

HINT = "scratch hint t07 dead_units"
X = np.array([[-1.0, 2.0, -3.0, 0.0], [-2.0, -1.0, 4.0, 0.0], [-0.5, -3.0, -1.0, -1.0]])


def test_a_unit_is_dead_when_every_sample_is_at_rest():
    dead = dead_units(relu, X)
    assert dead.tolist() == [True, False, False, True], (
        f"units 0 and 3 have slope 0 for all three samples, 1 and 2 for two of them; got "
        f"{dead.tolist()}; {HINT}"
    )
    assert dead.shape == (4,), f"one answer per unit: shape (4,), got {dead.shape}"
    assert dead.dtype == bool, f"expected an array of bools, got {dead.dtype}"


def test_units_of_a_leaky_relu_never_die():
    dead = dead_units(leaky_relu, X)
    assert not dead.any(), f"a slope of 0.01 is not 0, yet {dead.tolist()} came back; {HINT}"


def test_channels_of_a_picture_count_as_units():
    x = -np.ones((2, 3, 4, 4))
    x[1, 2, 3, 0] = 1.0
    dead = dead_units(relu, x).tolist()
    assert dead == [True, True, False], (
        f"channel 2 is alive at one position of one picture; got {dead}; {HINT}"
    )


def test_a_tolerance_finds_saturated_units():
    x = np.array([[12.0, 0.0, -15.0], [11.0, 9.0, -12.0]])
    exact, tolerant = dead_units(sigmoid, x).tolist(), dead_units(sigmoid, x, 1e-4).tolist()
    assert exact == [False] * 3, f"a sigmoid's slope is small there, but not 0; got {exact}; {HINT}"
    assert tolerant == [True, False, True], (
        f"slopes of at most 1e-4 in all samples: units 0 and 2; got {tolerant}; {HINT}"
    )


def test_slopes_count_by_their_size_sample_by_sample():
    x = np.full((2, 3), -3.0)
    dead = dead_units(silu, x).tolist()
    assert not any(dead), f"silu falls at -3: a slope of -0.088 is not none; got {dead}; {HINT}"
    x[0], x[1] = -1.2784645427610738, -9.0  # the lowest point of silu, and a slope of -0.001
    dead = dead_units(silu, x, 0.0008).tolist()
    assert not any(dead), f"a slope of -0.001 in one of two samples is enough; got {dead}; {HINT}"
    x = np.array([[1.0], [-1.0]])
    dead = dead_units(np.square, x).tolist()
    assert dead == [False], f"slopes 2 and -2 cancel in a sum, yet both train; got {dead}; {HINT}"


def test_weights_of_the_activation_receive_no_gradient():
    module = PReLU(3)
    dead_units(module, np.full((2, 3), -1.0, np.float32))
    assert module.weight.grad is None, f"a report must not add to gradients: use grad(); {HINT}"


def test_tensors_and_no_grad_make_no_difference():
    x = tensor(X, requires_grad=True)
    with no_grad():
        dead = dead_units(relu, x).tolist()
    assert dead == [True, False, False, True], f"the same batch as a tensor gave {dead}; {HINT}"
    assert x.grad is None, "a report must not leave a gradient behind in its argument"


def test_an_empty_batch_is_refused():
    for shape in ((0, 3), (3,)):
        with pytest.raises(ValueError, match=r"expected \(B, units, ...\) with B at least 1"):
            dead_units(relu, np.ones(shape))
