"""The activations as modules: options, representation, and what PReLU learns."""

import numpy as np
import pytest
import t07_activations as ours
from scratchcore import tensor
from scratchcore.testing import assert_close
from t05_mlp import Linear, Sequential

MODULES = [
    (ours.ReLU(), ours.relu, (), "ReLU()"),
    (ours.LeakyReLU(), ours.leaky_relu, (0.01,), "LeakyReLU(negative_slope=0.01)"),
    (ours.LeakyReLU(0.3), ours.leaky_relu, (0.3,), "LeakyReLU(negative_slope=0.3)"),
    (ours.ELU(), ours.elu, (1.0,), "ELU(alpha=1.0)"),
    (ours.ELU(0.5), ours.elu, (0.5,), "ELU(alpha=0.5)"),
    (ours.SELU(), ours.selu, (), "SELU()"),
    (ours.GELU(), ours.gelu_erf, (), "GELU(approximate='none')"),
    (ours.GELU("tanh"), ours.gelu_tanh, (), "GELU(approximate='tanh')"),
    (ours.SiLU(), ours.silu, (), "SiLU()"),
    (ours.Mish(), ours.mish, (), "Mish()"),
    (ours.Softplus(), ours.softplus, (1.0, 20.0), "Softplus(beta=1.0, threshold=20.0)"),
    (ours.Softplus(2.0, 1.0), ours.softplus, (2.0, 1.0), "Softplus(beta=2.0, threshold=1.0)"),
    (ours.Sigmoid(), ours.sigmoid, (), "Sigmoid()"),
    (ours.Tanh(), ours.tanh, (), "Tanh()"),
    (ours.Hardswish(), ours.hardswish, (), "Hardswish()"),
    (ours.Softmax(), ours.softmax, (-1,), "Softmax(axis=-1)"),
    (ours.Softmax(axis=0), ours.softmax, (0,), "Softmax(axis=0)"),
    (ours.LogSoftmax(), ours.log_softmax, (-1,), "LogSoftmax(axis=-1)"),
    (ours.LogSoftmax(axis=0), ours.log_softmax, (0,), "LogSoftmax(axis=0)"),
    (ours.GLU(), ours.glu, (-1,), "GLU(axis=-1)"),
    (ours.GLU(axis=0), ours.glu, (0,), "GLU(axis=0)"),
    (ours.SwiGLU(), ours.swiglu, (-1,), "SwiGLU(axis=-1)"),
    (ours.SwiGLU(axis=0), ours.swiglu, (0,), "SwiGLU(axis=0)"),
]


@pytest.mark.parametrize(("module", "function", "options", "shown"), MODULES)
def test_a_module_applies_its_function_with_its_options(module, function, options, shown):
    x = np.random.default_rng(0).standard_normal((4, 6)).astype(np.float32)
    assert_close(module(tensor(x)).data, function(x, *options), name=shown, rtol=0, atol=0)
    assert repr(module) == shown
    assert list(module.parameters()) == []


def test_prelu_learns_one_slope_per_channel():
    module = ours.PReLU(3, init=0.5)
    assert repr(module) == "PReLU(num_parameters=3)"
    assert_close(module.weight.data, np.full(3, 0.5, np.float32), name="weight")
    module(tensor(np.array([[-1.0, 2.0, -3.0]], np.float32))).sum().backward()
    assert_close(module.weight.grad, np.array([-1, 0, -3], np.float32), name="gradient")
    assert ours.PReLU().weight.shape == (1,)
    assert ours.PReLU().weight.data[0] == 0.25
    assert ours.PReLU(2, dtype=np.float64).weight.dtype == np.float64
    with pytest.raises(ValueError, match="num_parameters must be at least 1, got 0"):
        ours.PReLU(0)


def test_modules_stand_between_the_layers_of_a_chain():
    rng = np.random.default_rng(0)
    chain = Sequential(Linear(4, 6, rng=rng), ours.GLU(), Linear(3, 2, rng=rng), ours.LogSoftmax())
    out = chain(tensor(np.ones((5, 4), np.float32)))
    assert_close(np.exp(out.data).sum(axis=1), np.ones(5), name="sums", rtol=1e-5)


def test_an_unknown_gelu_is_refused_at_the_call():
    with pytest.raises(ValueError, match="approximate must be 'none' or 'tanh', got 'exact'"):
        ours.GELU("exact")(tensor(np.ones(3)))
