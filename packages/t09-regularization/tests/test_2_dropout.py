"""Dropout

Counts of dropped elements are compared with a binomial distribution: 5 standard deviations.
"""

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t05_mlp import Linear, Sequential
from t09_regularization import Dropout, dropout

HINT = "scratch hint t09 dropout"


def rng(seed=0):
    return np.random.default_rng(seed)


def test_what_stays_is_divided_by_the_chance_to_stay():
    x = rng(1).uniform(1, 2, (40, 25))
    for p in (0.2, 0.5, 0.9):
        out = dropout(x, p, rng=rng())
        kept = out != 0
        assert out.shape == x.shape, f"dropout returned shape {out.shape}, expected {x.shape}"
        assert 0 < kept.sum() < x.size, f"p = {p}: {kept.sum()} of {x.size} elements are not 0"
        assert_close(
            out[kept],
            x[kept] / (1 - p),
            name=f"what dropout with p = {p} has kept",
            why=f"1 - p = {1 - p:.1f} of the elements stay: divided by that, their sum stays too",
            hint=HINT,
        )


@pytest.mark.parametrize("p", [0.1, 0.3, 0.5, 0.7, 0.99])
def test_p_is_the_chance_to_be_dropped(p):
    n = 200_000
    dropped = np.count_nonzero(dropout(np.ones(n), p, rng=rng()) == 0)
    assert_close(
        dropped / n,
        p,
        name="share of dropped elements",
        why="p is the probability to be dropped, not to be kept",
        atol=5 * (p * (1 - p) / n) ** 0.5,
        rtol=0,
        hint=HINT,
    )


def test_the_mean_over_many_choices_is_the_input():
    x = np.array([[1.0, -2.0, 3.0]])
    generator = rng()
    mean = sum(dropout(x, 0.4, rng=generator) for _ in range(4000)) / 4000
    # one choice has the standard deviation |x| sqrt(p / (1 - p))
    assert_close(
        mean,
        x,
        name="mean of 4000 outputs",
        why="inverted dropout: nothing has to be rescaled when the network is used",
        rtol=5 * (0.4 / 0.6 / 4000) ** 0.5,
    )


def test_every_element_is_dropped_on_its_own():
    generator = rng()
    kept = np.array([dropout(np.ones((3, 4)), 0.5, rng=generator) != 0 for _ in range(4000)])
    kept = kept.reshape(4000, 12).astype(float)
    correlation = np.corrcoef(kept.T)
    assert_close(
        correlation,
        np.eye(12),
        name="correlation between the choices of 12 elements",
        why="not a row, a column or the whole array at a time",
        atol=5 / 4000**0.5,
    )


def test_evaluation_passes_everything_on():
    x = rng(1).standard_normal((3, 5))
    generator = rng()
    state = generator.bit_generator.state
    assert_close(
        dropout(x, 0.5, training=False, rng=generator),
        x,
        name="dropout with training=False",
        why="a network that is used must not lose units, and needs no rescaling either",
        hint=HINT,
    )
    assert generator.bit_generator.state == state, "nothing is drawn where nothing is dropped"


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dropping_nothing_and_everything(dtype):
    x = rng(1).standard_normal((3, 5)).astype(dtype)
    assert_close(dropout(x, 0.0, rng=rng()), x, name="dropout with p = 0")
    why = "p = 1 leaves nothing, and 1 / (1 - p) must not turn it into NaN"
    assert_close(dropout(x, 1.0, rng=rng()), np.zeros_like(x), name="dropout with p = 1", why=why)
    assert_close(dropout(x[:0], 0.5, rng=rng()), x[:0], name="dropout of an empty batch")
    assert dropout(x, 0.5, rng=rng()).dtype == dtype, f"dropout of {dtype.__name__} changed dtype"


def test_the_gradient_goes_where_the_value_went():
    x = tensor(rng(1).uniform(1, 2, (6, 7)), requires_grad=True)
    out = dropout(x, 0.3, rng=rng())
    g = rng(2).standard_normal((6, 7))
    out.backward(g)
    why = "the forward pass multiplied by 0 or 1 / 0.7; the gradient gets the same factors"
    assert_close(x.grad, g * (out.data / x.data), name="gradient", why=why)


def test_gradients_of_both_orders_agree_with_differences():
    x = rng(1).standard_normal((5, 3))

    def squares(x):
        out = dropout(x, 0.4, rng=rng())
        return out * out * out

    assert gradcheck(squares, x)
    assert gradgradcheck(squares, x), "a second derivative must see the same choice as the first"


def test_the_same_generator_state_makes_the_same_choice():
    x = np.ones((20, 20))
    first, again = dropout(x, 0.5, rng=rng(3)), dropout(x, 0.5, rng=rng(3))
    assert_close(first, again, name="dropout with an equal generator")
    other = dropout(x, 0.5, rng=rng(4))
    assert (first != other).any(), "another seed must make another choice: draw from rng"


@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
def test_p_must_be_a_probability(p):
    with pytest.raises(ValueError, match="p"):
        dropout(np.ones(3), p, rng=rng())


def test_the_layer_drops_in_training_only():
    layer, x = Dropout(0.25, rng=rng()), np.ones((50, 50), np.float32)
    values = np.unique(layer(x))
    assert_close(
        values,
        np.array([0, 1 / 0.75], np.float32),
        name="values that the layer makes of ones",
        why="dropped or divided by 1 - 0.25",
        hint="scratch hint t09 Dropout.forward",
    )
    layer.eval()
    why = "eval() sets self.training to False: pass it on to dropout"
    assert_close(layer(x), x, name="output after eval()", why=why)
    layer.train()
    assert (layer(x) == 0).any(), "train() brings the dropout back"


def test_every_call_of_the_layer_is_a_new_choice():
    layer, x = Dropout(rng=rng()), np.ones((30, 30))
    first, second = layer(x), layer(x)
    both = np.mean((first == 0) & (second == 0))
    assert_close(
        both,
        0.25,
        name="share of elements dropped in both of two calls",
        why="two independent choices with p = 0.5 agree on dropping an element with chance 0.25: "
        "the layer's own rng moves on from call to call",
        atol=5 * (0.25 * 0.75 / 900) ** 0.5,
        rtol=0,
    )


def test_two_networks_of_one_seed_train_alike():
    def outputs():
        generator = rng(5)
        net = Sequential(Linear(4, 8, rng=generator), Dropout(0.5, rng=generator))
        return [net(np.ones((3, 4), np.float32)).data for _ in range(3)]

    for first, again in zip(outputs(), outputs(), strict=True):
        assert_close(first, again, name="output of a network built from the same seed")
