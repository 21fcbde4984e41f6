"""Layers that lend their weight: copies, failures, weights of zeros and the stretch of pictures."""

import copy
import pickle

import numpy as np
import pytest
from scratchcore import tensor
from scratchcore.testing import assert_close
from t05_mlp import Linear
from t12_im2col import Conv2d
from t16_normalization import SpectralNorm, WeightNorm, weight_norm

WRAPPERS = {
    "WeightNorm": WeightNorm,
    "SpectralNorm": lambda layer: SpectralNorm(layer, rng=np.random.default_rng(1)),
}


@pytest.fixture(params=WRAPPERS.values(), ids=WRAPPERS.keys())
def wrap(request):
    return request.param


def linear(dtype=np.float32):
    return Linear(3, 4, rng=np.random.default_rng(0), dtype=dtype)


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))])
def test_a_wrapped_layer_can_be_copied_after_it_was_called(wrap, duplicate):
    x, module = np.ones((2, 3), np.float32), wrap(linear())
    module(x)
    again = duplicate(module)
    out, expected = again(x), module(x)
    assert_close(out, expected.data, name="output of the copy")
    out.sum().backward()
    assert all(p.grad is not None for p in again.parameters())
    assert all(p.grad is None for p in module.parameters())


def test_the_weight_is_there_for_the_call_only_even_if_it_fails(wrap):
    module = wrap(linear())
    module(np.ones((2, 3), np.float32))
    assert not hasattr(module.layer, "weight")
    with pytest.raises(ValueError, match="linear: x has shape"):
        module(np.ones((2, 5), np.float32))
    assert not hasattr(module.layer, "weight")
    assert copy.deepcopy(module)(np.ones((2, 3), np.float32)).shape == (2, 4)


def test_a_used_up_wrapper_leaves_its_layer_alone(wrap):
    module = wrap(linear())
    layer = module.remove()
    kept = layer.weight
    with pytest.raises(TypeError, match="weight is a parameter"):
        module(np.ones((2, 3), np.float32))
    assert layer.weight is kept


def test_whole_numbers_of_numpy_are_taken_and_truth_values_are_not():
    rng = np.random.default_rng(0)
    assert WeightNorm(linear(), dim=np.int64(1)).g.shape == (1, 3)
    made = SpectralNorm(linear(), np.int64(2), dim=np.int32(1), rng=rng)
    assert made.u.shape == (3,)
    with pytest.raises(ValueError, match=r"dim must be an axis of the weight .*, got True"):
        WeightNorm(linear(), dim=True)
    with pytest.raises(ValueError, match=r"dim must be an axis of the weight .*, got False"):
        SpectralNorm(linear(), dim=False, rng=rng)
    with pytest.raises(ValueError, match=r"n_power_iterations must be a whole number .*, got True"):
        SpectralNorm(linear(), True, rng=rng)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_slice_whose_squares_vanish_has_no_direction(dtype):
    small = np.array([[1, 1, 1], [1e-23, 0, -1e-23]], dtype)
    lengths = np.ones((2, 1), dtype)
    if dtype is np.float32:
        with pytest.raises(ValueError, match=r"v has a slice .* of squares that are 0 in float32"):
            weight_norm(small, lengths)
    else:
        assert_close(weight_norm(small, lengths)[1], np.array([1, 0, -1]) / 2**0.5, name="float64")
    with np.errstate(invalid="ignore"):
        small[1, 1] = np.nan  # what isn't a number is no slice of zeros
        assert np.isnan(weight_norm(small, lengths)[1]).all()


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("size", [0.0, 1e-30])
def test_a_weight_of_nothing_stays_finite_and_gets_over_it(training, size):
    layer = linear()
    original, layer.weight.data[...] = layer.weight.data.copy(), size
    module = SpectralNorm(layer, rng=np.random.default_rng(1)).train(training)
    x = np.ones((2, 3), np.float32)
    out = module(x)
    assert_close(out, np.tile(layer.bias.data, (2, 1)), name="output", atol=1e-6)
    out.sum().backward()
    assert np.isfinite(module.weight.grad).all()
    module.weight.data[...] = original
    for _ in range(30):
        module.train()(x)
    largest = np.linalg.svd(module.remove().weight.data)[1][0]
    assert_close(largest, 1.0, name="largest singular value later", rtol=1e-3)


def test_a_weight_of_zeros_is_removed_as_zeros():
    layer = linear()
    layer.weight.data[...] = 0
    restored = SpectralNorm(layer, rng=np.random.default_rng(1)).remove()
    assert_close(restored.weight.data, np.zeros((4, 3), np.float32), name="restored weight")


def test_windows_that_overlap_make_a_picture_longer_but_at_most_by_the_root_of_the_taps():
    layer = Conv2d(1, 1, 3, padding=1, bias=False, rng=np.random.default_rng(0), dtype=np.float64)
    layer.weight.data[...] = 1
    x = tensor(np.ones((1, 1, 32, 32)))
    out = SpectralNorm(layer, rng=np.random.default_rng(1)).eval()(x)
    assert_close(out.data[0, 0, 1:-1, 1:-1], np.full((30, 30), 3.0), name="windows of nine ones")
    stretch = np.linalg.norm(out.data) / np.linalg.norm(x.data)
    assert 2.89 < stretch < 3
