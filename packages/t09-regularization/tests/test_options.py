"""What is given, not graded: options are checked, and the fast helpers do what they say."""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t09_regularization import (
    BatchNorm1d,
    Dropout,
    EarlyStopping,
    batch_moments,
    batch_norm,
    channel_affine,
    channel_dots,
    channel_scale_,
    channel_sums,
    random_keep,
)

EXPECTED = ["101110", "011101", "111111", "011111"]


def test_random_keep_is_exact_where_a_byte_is_too_coarse():
    n = 4_000_000
    for p in (0.001, 1 / 512, 0.3):
        dropped = n - np.count_nonzero(random_keep((n,), p, rng=np.random.default_rng(0)))
        assert abs(dropped / n - p) < 5 * (p * (1 - p) / n) ** 0.5


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"num_features": 0}, "num_features"),
        ({"num_features": 3.0}, "num_features"),
        ({"eps": -1e-5}, "eps"),
        ({"momentum": 1.5}, "momentum"),
        ({"momentum": -0.1}, "momentum"),
    ],
)
def test_options_of_the_layer_are_checked(options, message):
    with pytest.raises(ValueError, match=message):
        BatchNorm1d(**{"num_features": 3, **options})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"patience": 0}, "patience"),
        ({"patience": 2.5}, "patience"),
        ({"min_delta": -0.1}, "min_delta"),
        ({"mode": "lowest"}, "mode"),
    ],
)
def test_options_of_early_stopping_are_checked(options, message):
    with pytest.raises(ValueError, match=message):
        EarlyStopping(**options)


@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
def test_the_p_of_a_layer_must_be_a_probability(p):
    with pytest.raises(ValueError, match="p"):
        Dropout(p, rng=np.random.default_rng(0))


def test_a_layer_needs_a_generator():
    with pytest.raises(TypeError, match="rng"):
        Dropout(rng=0)
    assert repr(Dropout(0.25, rng=np.random.default_rng(0))) == "Dropout(p=0.25)"


@pytest.mark.parametrize("offset", [12345.6, -3e5])
def test_float32_far_from_zero_is_normalised_as_float64_would_be(offset):
    # 50 samples: a mean that float32 cannot hold
    x = (np.random.default_rng(0).standard_normal((50, 3)) + offset).astype(np.float32)
    wide = x.astype(np.float64)
    mean, var = batch_moments(x)
    assert_close(mean, wide.mean(axis=0), name="mean", rtol=0, atol=1e-6)
    assert_close(var, wide.var(axis=0), name="variance", rtol=1e-6)
    out = batch_norm(x, None, None, None, None, training=True)
    expected = (wide - wide.mean(axis=0)) / np.sqrt(wide.var(axis=0) + 1e-5)
    assert_close(out, expected.astype(np.float32), name="output", rtol=0, atol=1e-6)


def test_the_smallest_options_are_allowed():
    assert BatchNorm1d(1, eps=0.0, momentum=0.0).weight.shape == (1,)
    assert BatchNorm1d(1, momentum=1.0).momentum == 1
    stopping = EarlyStopping(patience=1)
    assert stopping.bad_steps == 0
    assert stopping.step(float("nan")), "NaN is a bad step also where nothing came before"


def test_random_keep_is_the_same_on_every_machine():
    kept = random_keep((4, 6), 0.3, rng=np.random.default_rng(7))
    rows = ["".join(str(int(k)) for k in row) for row in kept]
    assert rows == EXPECTED


@pytest.mark.parametrize("shape", [(), (0,), (3, 0), (1,), (7,), (8,), (9,), (2, 3, 5)])
def test_random_keep_has_any_shape(shape):
    kept = random_keep(shape, 0.5, rng=np.random.default_rng(0))
    assert kept.shape == shape
    assert kept.dtype == bool
    assert not random_keep(shape, 1.0, rng=np.random.default_rng(0)).any()
    assert random_keep(shape, 0.0, rng=np.random.default_rng(0)).all()


@pytest.mark.parametrize(
    "shape", [(1, 3), (6, 3), (32, 5), (4, 3, 5), (2, 9000), (2500, 3, 2), (3, 2, 600), (2, 3, 300)]
)
def test_channel_helpers_agree_with_plain_numpy(shape):
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((2, *shape))
    scale, shift = rng.standard_normal((2, shape[1]))
    axes, kept = (0, *range(2, x.ndim)), (-1, *[1] * (x.ndim - 2))
    assert_close(channel_sums(x), x.sum(axis=axes), name="channel_sums")
    assert_close(channel_dots(x, y), (x * y).sum(axis=axes), name="channel_dots")
    expected = x * scale.reshape(kept) + shift.reshape(kept)
    assert_close(channel_affine(x, scale, shift), expected, name="channel_affine")
    turned = np.moveaxis(np.ascontiguousarray(np.moveaxis(x, 0, -1)), -1, 0)  # not C-contiguous
    assert_close(channel_affine(turned, scale, shift), expected, name="channel_affine of a view")
    room = np.full((shape[0], shape[1] + 1, *shape[2:]), 7.0)
    part = room[:, 1:]
    got = channel_affine(x, scale, shift, part)
    assert got is part
    assert_close(part, expected, name="channel_affine into a part of an array")
    part[...] = x
    for name, array in (("channel_scale_", x), ("channel_scale_ of a part", part)):
        channel_scale_(array, scale)
        assert_close(array, expected - shift.reshape(kept), name=name)
    assert (room[:, 0] == 7).all()


def test_channel_sums_of_many_rows_keep_their_digits():
    x = np.full((300_000, 2), 0.1, np.float32)
    exact = 300_000 * float(np.float32(0.1))
    assert_close(channel_sums(x), [exact] * 2, name="sum of 300,000 float32 values", rtol=1e-5)
    assert_close(channel_dots(x, x), [exact * float(np.float32(0.1))] * 2, name="dots", rtol=5e-5)


def test_the_defaults_are_torchs():
    x = np.array([[1.0], [3.0]])
    mean, var = np.zeros(1), np.ones(1)
    out = batch_norm(x, None, None, mean, var, training=True)
    assert_close(out, [[-1 / np.sqrt(1 + 1e-5)], [1 / np.sqrt(1 + 1e-5)]], name="output", rtol=1e-9)
    assert_close(mean, [0.2], name="running mean with momentum 0.1")
    assert_close(var, [1.1], name="running variance with momentum 0.1")
    layer = BatchNorm1d(1)
    assert (layer.eps, layer.momentum, layer.affine, layer.track_running_stats) == (
        1e-5,
        0.1,
        True,
        True,
    )
    assert Dropout(rng=np.random.default_rng(0)).p == 0.5
