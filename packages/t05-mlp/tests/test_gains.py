"""The table of gains."""

import math

import pytest
from scratchcore.testing import assert_close
from t05_mlp import init


@pytest.mark.parametrize(
    ("name", "param", "gain"),
    [
        ("linear", None, 1.0),
        ("sigmoid", None, 1.0),
        ("tanh", None, 5 / 3),
        ("relu", None, math.sqrt(2.0)),
        ("selu", None, 0.75),
        ("leaky_relu", None, math.sqrt(2 / 1.0001)),
        ("leaky_relu", 0.5, math.sqrt(1.6)),
    ],
)
def test_each_nonlinearity_has_its_gain(name, param, gain):
    got = init.calculate_gain(name, param)
    why = "gains are those of torch.nn.init.calculate_gain"
    assert_close(got, gain, name=f"calculate_gain({name!r}, {param})", why=why)


def test_an_unknown_nonlinearity_is_named_with_the_known_ones():
    with pytest.raises(ValueError, match="'sine' is unknown, expected one of leaky_relu, linear"):
        init.calculate_gain("sine")
